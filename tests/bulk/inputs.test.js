// Many orders, called wrongly: what was forgotten to be awaited, the wrong kind of collection, the wrong type. Nothing that a
// caller passed is ignored: it is used as intended, or refused by name with the fix.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  InvalidInputError,
  MassRevocation,
  memoryJournal,
  planFrom,
  readJournal,
  readList,
} from "../../pkg/dist/mass/node.js";
import { Turns } from "../../pkg/dist/pacing/node.js";
import { BRISK, CANARY, errorFrom } from "../support/bulk.js";

/** A CertCentral that knows every order, and one request for each revoke. @param {{ method: string, url: string }} sending */
function answer({ method, url }) {
  const [, id = ""] = /\/order\/certificate\/(\d+)/.exec(url) ?? [];
  if (method === "PUT") return { status: 204, body: "" };
  if (!id) return { status: 200, body: '{"orders":[],"page":{"total":0}}' };
  return { status: 200, body: JSON.stringify({ id: Number(id), status: "issued", requests: [] }) };
}

/** @param {object} [settings] */
const client = (settings) =>
  new MassRevocation({
    apiKey: CANARY,
    ...BRISK,
    fetch: async (/** @type {string} */ url, /** @type {any} */ { method }) => {
      const { status, body } = answer({ method, url });
      return new Response(body || null, { status });
    },
    ...settings,
  });

/** @param {() => unknown} act @param {RegExp} message @param {string} field */
async function refused(act, message, field) {
  const error = await errorFrom(act);
  assert.ok(error instanceof InvalidInputError, String(error));
  assert.match(error.message, message);
  assert.ok(
    error.issues.some((issue) => issue.field === field),
    JSON.stringify(error.issues),
  );
}

const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);
const later = (/** @type {unknown} */ value) => any(Promise.resolve(value));

/** @type {MassRevocation} */
let mass;
/** @type {Awaited<ReturnType<typeof readList>>} */
let list;
/** @type {Awaited<ReturnType<MassRevocation["plan"]>>} */
let plan;
before(async () => {
  mass = client();
  list = await readList("7\n8\n9\n");
  plan = await mass.plan(list, { skipApproval: true });
});

test("what was not awaited is refused by name", async () => {
  const journal = memoryJournal();
  const await_ = /is a Promise; await it before the call/;
  await refused(() => readList(later("7\n8")), await_, "source");
  await refused(() => readList("7", later({ format: "ids" })), await_, "options");
  await refused(() => mass.plan(later(list)), await_, "list");
  await refused(() => mass.plan(list, later({ holds: { 7: "court" } })), await_, "options");
  await refused(() => mass.plan(list, {}, later({})), await_, "call");
  await refused(
    () => mass.plan(list, { holds: later({ 7: "x" }) }),
    /got a Promise; await it/,
    "holds",
  );
  await refused(
    () => mass.plan(list, { deadline: later(24) }),
    /got a Promise; await it/,
    "deadline",
  );
  const reason = { revocationReason: later("superseded") };
  await refused(() => mass.plan(list, reason), /got a Promise; await it/, "revocationReason");
  await refused(() => planFrom(later(plan.text)), await_, "text");
  await refused(() => mass.rehearse(later(plan)), await_, "plan");
  await refused(() => mass.rehearse(plan, later({})), await_, "options");
  await refused(() => mass.start(later(plan), { journal, confirm: 3 }), await_, "plan");
  await refused(() => mass.start(plan, later({ journal, confirm: 3 })), await_, "options");
  await refused(() => mass.start(plan, { journal: later(journal), confirm: 3 }), await_, "journal");
  await refused(() => mass.start(plan, { journal, confirm: later(3) }), /got a Promise/, "confirm");
  await refused(() => mass.resume(later(journal)), await_, "journal");
  await refused(() => mass.resume(journal, later({})), await_, "options");
  await refused(() => readJournal(later([])), await_, "lines");
  await refused(() => new MassRevocation(later({})), await_, "settings");
  assert.deepEqual(journal.lines, []);
});

test("holds are an object or a Map; everything else is refused with the fix, and none is dropped", async () => {
  const held = async (/** @type {any} */ holds) => (await mass.plan(list, { holds })).totals.held;
  class Holds {
    8 = "court";
  }
  /** @type {Array<[unknown, number]>} */
  const used = [
    [{ 7: "court", 8: "court" }, 2],
    [Object.assign(Object.create(null), { 7: "court" }), 1],
    [new Map([["7", "court"]]), 1],
    [
      new Map(
        /** @type {any} */ ([
          [7, "court"],
          [8n, "court"],
        ]),
      ),
      2,
    ],
  ];
  for (const [holds, count] of used) assert.equal(await held(holds), count);
  const wrong = [
    ["7"],
    new Set(["7"]),
    "7",
    7,
    null,
    new Map([["7", ""]]),
    { 7: true },
    [["7", "court"]],
  ];
  for (const holds of [...wrong, new Holds(), new URLSearchParams("7=court")])
    await refused(() => held(holds), /holds must be an object of order ids/, "holds");
  await refused(
    () => held(new Set(["7"])),
    /got a Set; write \{ "123456789": "the reason" \}/,
    "holds",
  );
});

test("options of a class are used, with their getters and what they inherit", async () => {
  class Options {
    get holds() {
      return { 7: "court" };
    }
    get deadline() {
      return 24;
    }
  }
  const made = await mass.plan(list, any(new Options()));
  assert.deepEqual([made.totals.held, made.deadlineUnixMs !== null], [1, true]);
  class Settings {
    apiKey = CANARY;
    get connections() {
      return 0;
    }
  }
  await refused(
    () => new MassRevocation(any(new Settings())),
    /connections must be a whole number from 1/,
    "connections",
  );
  const odd = {
    get holds() {
      throw new Error("no");
    },
  };
  await refused(() => mass.plan(list, any(odd)), /cannot be read/, "holds");
});

test("the number that was typed is a number", async () => {
  const journal = memoryJournal();
  const start = (/** @type {any} */ confirm) => mass.start(plan, { journal, confirm });
  await refused(() => start("3"), /confirm must be a number, got "3"/, "confirm");
  await refused(
    () => start(new Number(3)),
    /confirm must be a number, got a Number object/,
    "confirm",
  );
  await refused(() => mass.start(plan, any({ journal })), /confirm is required/, "confirm");
  await refused(() => start(2), /the number of orders to revoke is 3, but 2 was typed/, "confirm");
  await refused(() => mass.start(plan, any(undefined)), /journal must be one/, "journal");
  const typo = any({ journal, confirm: 3, byTick: true });
  await refused(
    () => mass.start(plan, typo),
    /byTick is not a known field; did you mean byTicks/,
    "byTick",
  );
  assert.deepEqual(journal.lines, []);
});

test("an array of ids is not read as one id", async () => {
  await refused(() => readList(["300000001", "300000002"]), /ids\.join\("\\n"\)/, "source");
  assert.equal((await readList(["300000001\n", "300000002"])).orders, 2);
  assert.equal((await readList(["300000001"])).orders, 1);
  for (const wrong of [plan, { items: 7 }, { items: "x" }, null, undefined, "7", []])
    await refused(() => mass.plan(any(wrong)), /list must be the result of readList\(\)/, "list");
});

test("a run is steered with ids and sentences, and read with known states", async () => {
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: 3, byTicks: true });
  await refused(() => run.hold("7", any(undefined)), /why is missing/, "why");
  await refused(() => run.hold("7", later("x")), /why is a Promise/, "why");
  await refused(() => run.hold("7", any({})), /why must be a sentence, got an object/, "why");
  await refused(() => run.hold(later("7"), "x"), /got a Promise/, "orderId");
  await refused(() => run.release(any(1.5)), /orderId/, "orderId");
  await refused(() => run.tick(any({ mostCall: 1 })), /did you mean mostCalls/, "mostCall");
  await refused(
    () => run.tick({ patienceMs: Number.NaN }),
    /patienceMs must be a number/,
    "patienceMs",
  );
  await refused(
    () => run.orders({ states: any(["sent"]) }),
    /known are waiting, sending/,
    "states",
  );
  await refused(() => run.orders(any({ states: "held" })), /states must be an array/, "states");
  const recorded = any([{ first: 1 }]);
  await refused(
    () => run.reportCsv({ recorded }).next(),
    /list of \{ first, last, entry \}/,
    "recorded",
  );
  const [first, second] = [run.tick(), run.tick()];
  await refused(() => second, /another tick of this run is still in progress/, "tick");
  assert.equal((await first).over, true);
  assert.equal(run.snapshot().counts.waiting, 0);
  await run.close();
});

test("a send of the caller's own may return anything", async () => {
  const odd = [undefined, null, 7, {}, { event: "answered" }, { event: "answered", status: "204" }];
  const bodies = ["text", {}, Promise.resolve(new Uint8Array())];
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error("no");
      },
    },
  );
  const answers = [
    ...odd,
    ...bodies.map((body) => ({ event: "answered", status: 200, body })),
    hostile,
  ];
  for (const sent of answers) {
    const own = client({ send: async () => sent, retry: { ...BRISK.retry, reads: 1 } });
    const error = await errorFrom(() => own.plan(list));
    assert.equal(error.name, "ReadFailedError", String(error));
  }
  const thrown = client({
    send: () => {
      throw new Error(`key ${CANARY}`);
    },
    retry: { ...BRISK.retry, reads: 1 },
  });
  const error = await errorFrom(() => thrown.plan(list));
  assert.equal(error.name, "ReadFailedError");
  assert.ok(!String(error.cause).includes(CANARY));
});

test("a plan or a journal with times beyond any calendar is shown, and crashes nothing", async () => {
  const kept = JSON.parse(plan.text);
  const text = JSON.stringify(kept).replace(
    /"madeUnixMs":\d+/,
    '"madeUnixMs":18446744073709551615',
  );
  const { sentUnixMs } = await planFrom(text);
  assert.equal(sentUnixMs, Number.MAX_SAFE_INTEGER);
});

test("turns are opened with what was kept, and every fault is told", async () => {
  const turns = new Turns({ limits: { windows: [[2, 1000]], guardMs: 0 } });
  assert.equal(turns.keep, 2);
  turns.person(1, 0);
  turns.job("a", 2);
  assert.deepEqual(turns.next(0), { ticket: 1, maySend: true });
  const { waitMs = 0, ...rest } = turns.next(0);
  assert.ok(waitMs > 0 && rest.maySend === false && rest.ticket === undefined);
  assert.deepEqual(turns.leave("a"), [2]);
  assert.deepEqual(turns.next(0), { maySend: false });
  const pause = turns.refused("3", 10);
  assert.equal(pause.untilMs, 3010);
  const again = new Turns({ sentMs: [0], before: 1, pause });
  again.person(3, 20);
  assert.deepEqual(again.next(20).maySend, false);
  assert.equal(again.outlook("a", 5, 20).pausedMs, 2990);
  await refused(() => new Turns(later({})), /options is a Promise/, "options");
  await refused(
    () => new Turns(any({ limits: { windows: [[0, 5]] } })),
    /limits\.windows\[0\] must be/,
    "windows",
  );
  await refused(() => turns.job(later("a"), 1), /job must be a string, got a Promise/, "job");
});

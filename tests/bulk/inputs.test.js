// Invalid input to the bulk API: promises that were not awaited, wrong collections, wrong types. No input is ignored: it is
// used as intended, or rejected with its name and the fix.

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
import { RateLimiter } from "../../pkg/dist/pacing/node.js";
import { BRISK, issuedOrders } from "../support/bulk.js";
import { CANARY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

/** @param {object} [settings] */
const client = (settings) =>
  new MassRevocation({ apiKey: CANARY, ...BRISK, fetch: issuedOrders(), ...settings });

/** @param {() => unknown} act @param {RegExp} message @param {string} field */
async function rejected(act, message, field) {
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

test("a promise that was not awaited is rejected by name", async () => {
  const journal = memoryJournal();
  const notAwaited = /is a Promise; await it before the call/;
  await rejected(() => readList(later("7\n8")), notAwaited, "source");
  await rejected(() => readList("7", later({ format: "ids" })), notAwaited, "options");
  await rejected(() => mass.plan(later(list)), notAwaited, "list");
  await rejected(() => mass.plan(list, later({ holds: { 7: "court" } })), notAwaited, "options");
  await rejected(() => mass.plan(list, {}, later({})), notAwaited, "call");
  await rejected(
    () => mass.plan(list, { holds: later({ 7: "x" }) }),
    /got a Promise; await it/,
    "holds",
  );
  await rejected(
    () => mass.plan(list, { deadline: later(24) }),
    /got a Promise; await it/,
    "deadline",
  );
  const reason = { revocationReason: later("superseded") };
  await rejected(() => mass.plan(list, reason), /got a Promise; await it/, "revocationReason");
  await rejected(() => planFrom(later(plan.text)), notAwaited, "text");
  await rejected(() => mass.rehearse(later(plan)), notAwaited, "plan");
  await rejected(() => mass.rehearse(plan, later({})), notAwaited, "options");
  await rejected(() => mass.start(later(plan), { journal, confirm: 3 }), notAwaited, "plan");
  await rejected(() => mass.start(plan, later({ journal, confirm: 3 })), notAwaited, "options");
  await rejected(
    () => mass.start(plan, { journal: later(journal), confirm: 3 }),
    notAwaited,
    "journal",
  );
  await rejected(
    () => mass.start(plan, { journal, confirm: later(3) }),
    /got a Promise/,
    "confirm",
  );
  await rejected(() => mass.resume(later(journal)), notAwaited, "journal");
  await rejected(() => mass.resume(journal, later({})), notAwaited, "options");
  await rejected(() => readJournal(later([])), notAwaited, "lines");
  await rejected(() => new MassRevocation(later({})), notAwaited, "settings");
  assert.deepEqual(journal.lines, []);
});

test("holds must be an object or a Map, and no hold is dropped", async () => {
  const held = async (/** @type {any} */ holds) => (await mass.plan(list, { holds })).totals.held;
  class HoldsOfClass {
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
  for (const holds of [...wrong, new HoldsOfClass(), new URLSearchParams("7=court")])
    await rejected(
      () => held(holds),
      /holds must be an object with a reason for each order id/,
      "holds",
    );
  await rejected(
    () => held(new Set(["7"])),
    /got a Set; write \{ "123456789": "the reason" \}/,
    "holds",
  );
});

test("options of a class are read with getters and inheritance", async () => {
  class Options {
    get holds() {
      return { 7: "court" };
    }
    get deadline() {
      return new Date(Date.now() + 24 * 3_600_000);
    }
  }
  const made = await mass.plan(list, any(new Options()));
  assert.deepEqual([made.totals.held, made.deadlineUnixMs !== null], [1, true]);
  class Settings {
    apiKey = CANARY;
    get maxInFlight() {
      return 0;
    }
  }
  await rejected(
    () => new MassRevocation(any(new Settings())),
    /maxInFlight must be a whole number from 1/,
    "maxInFlight",
  );
  const odd = {
    get holds() {
      throw new Error("no");
    },
  };
  await rejected(() => mass.plan(list, any(odd)), /cannot be read/, "holds");
});

test("confirm must be a number that equals the planned orders", async () => {
  const journal = memoryJournal();
  const start = (/** @type {any} */ confirm) => mass.start(plan, { journal, confirm });
  await rejected(() => start("3"), /confirm must be a number, got "3"/, "confirm");
  await rejected(
    () => start(new Number(3)),
    /confirm must be a number, got a Number object/,
    "confirm",
  );
  await rejected(() => mass.start(plan, any({ journal })), /confirm is required/, "confirm");
  await rejected(() => start(2), /the number of orders to revoke is 3, but 2 was typed/, "confirm");
  await rejected(() => mass.start(plan, any(undefined)), /journal must be one/, "journal");
  const typo = any({ journal, confirm: 3, byTick: true });
  await rejected(
    () => mass.start(plan, typo),
    /byTick is not a known field; did you mean byTicks/,
    "byTick",
  );
  assert.deepEqual(journal.lines, []);
});

test("an array of ids is not read as one id", async () => {
  await rejected(() => readList(["300000001", "300000002"]), /ids\.join\("\\n"\)/, "source");
  assert.equal((await readList(["300000001\n", "300000002"])).orders, 2);
  assert.equal((await readList(["300000001"])).orders, 1);
  for (const wrong of [plan, { items: 7 }, { items: "x" }, null, undefined, "7", []])
    await rejected(() => mass.plan(any(wrong)), /list must be the result of readList\(\)/, "list");
});

test("methods of a run reject invalid ids, sentences and states", async () => {
  const run = await mass.start(plan, { journal: memoryJournal(), confirm: 3, byTicks: true });
  await rejected(() => run.hold("7", any(undefined)), /reason is missing/, "reason");
  await rejected(() => run.hold("7", later("x")), /reason is a Promise/, "reason");
  await rejected(
    () => run.hold("7", any({})),
    /reason must be a sentence, got an object/,
    "reason",
  );
  await rejected(() => run.hold(later("7"), "x"), /got a Promise/, "orderId");
  await rejected(() => run.release(any(1.5)), /orderId/, "orderId");
  await rejected(() => run.tick(any({ maxCall: 1 })), /did you mean maxCalls/, "maxCall");
  await rejected(
    () => run.tick({ maxWaitMs: Number.NaN }),
    /maxWaitMs must be a number/,
    "maxWaitMs",
  );
  await rejected(
    () => run.orders({ states: any(["sent"]) }),
    /known are waiting, sending/,
    "states",
  );
  await rejected(() => run.orders(any({ states: "held" })), /states must be an array/, "states");
  const auditEntries = any([{ first: 1 }]);
  await rejected(
    () => run.reportCsv({ auditEntries }).next(),
    /list of \{ first, last, entry \}/,
    "auditEntries",
  );
  const [first, second] = [run.tick(), run.tick()];
  await rejected(() => second, /another tick of this run is still in progress/, "tick");
  assert.equal((await first).finished, true);
  assert.equal(run.snapshot().counts.waiting, 0);
  await run.close();
});

test("a custom send that returns anything fails only that read", async () => {
  const odd = [undefined, null, 7, {}, { event: "response" }, { event: "response", status: "204" }];
  const bodies = ["text", {}, Promise.resolve(new Uint8Array())];
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error("no");
      },
    },
  );
  const responses = [
    ...odd,
    ...bodies.map((body) => ({ event: "response", status: 200, body })),
    hostile,
  ];
  for (const sent of responses) {
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

test("a plan with a time beyond any calendar can be read", async () => {
  const kept = JSON.parse(plan.text);
  const text = JSON.stringify(kept).replace(
    /"madeUnixMs":\d+/,
    '"madeUnixMs":18446744073709551615',
  );
  const { sentUnixMs } = await planFrom(text);
  assert.equal(sentUnixMs, Number.MAX_SAFE_INTEGER);
});

test("a rate limiter restores its state and rejects invalid input", async () => {
  const limiter = new RateLimiter({ limits: { windows: [[2, 1000]], guardMs: 0 } });
  assert.equal(limiter.historySize, 2);
  assert.deepEqual(limiter.bulkLimits, { windows: [[1, 1000]], guardMs: 0 });
  assert.equal(limiter.enqueue("write", "ada", 1, 0), undefined);
  limiter.enqueueBulk("ada", "a", 2);
  assert.deepEqual(limiter.next(0), { ticket: 1, maySend: true });
  const { waitMs = 0, ...rest } = limiter.next(0);
  assert.ok(waitMs > 0 && rest.maySend === false && rest.ticket === undefined);
  assert.deepEqual(limiter.removeJob("a"), [2]);
  assert.deepEqual(limiter.next(0), { maySend: false });
  const pause = limiter.onRejected("3", 10);
  assert.equal(pause.untilUnixMs, 3010);
  const again = new RateLimiter({
    lanes: { maxWaitingPerPerson: 1 },
    sent: [{ unixMs: 0, lane: "bulk", person: "ada" }],
    sentBefore: 1,
    pause,
  });
  assert.equal(again.enqueue("interactive", "ada", 3, 20), undefined);
  // The requests before the restored ones count as recent.
  assert.equal(again.enqueue("interactive", "ada", 4, 20), 180_980);
  assert.deepEqual(again.next(20).maySend, false);
  assert.equal(again.estimate("ada", "a", 5, 20).pausedMs, 2990);
  await rejected(() => new RateLimiter(later({})), /options is a Promise/, "options");
  await rejected(
    () => new RateLimiter(any({ limits: { windows: [[0, 5]] } })),
    /limits\.windows\[0\] must be/,
    "windows",
  );
  for (const [options, field, message] of /** @type {const} */ ([
    [{ lanes: { writeReservePercent: 51 } }, "writeReservePercent", /from 0 to 50, got 51/],
    [{ lanes: { maxWaitingPerPerson: 0 } }, "maxWaitingPerPerson", /from 1 to 1000, got 0/],
    [{ lanes: { reserve: 1 } }, "reserve", /reserve/],
    [{ sent: [{ unixMs: 0, lane: "fast", person: "ada" }] }, "sent", /sent must be a list of/],
    [{ sent: [{ unixMs: 0, lane: "write" }] }, "sent", /sent must be a list of/],
  ]))
    await rejected(() => new RateLimiter(any(options)), message, field);
  await rejected(
    () => limiter.enqueue(any("bulk"), "ada", 1, 0),
    /lane must be "write" or "interactive", got "bulk"/,
    "lane",
  );
  await rejected(
    () => limiter.enqueue(any("x".repeat(10_000)), "ada", 1, 0),
    /got a text that cannot be shown/,
    "lane",
  );
  await rejected(
    () => limiter.enqueueBulk("ada", later("a"), 1),
    /job must be a string, got a Promise/,
    "job",
  );
  await rejected(
    () => limiter.enqueueBulk(later("ada"), "a", 1),
    /person must be a string, got a Promise/,
    "person",
  );
});

test("a promise with a throwing constructor fails only that call", async () => {
  const hostile = () => {
    const promise = Promise.resolve({ event: "response", status: 204 });
    Object.defineProperty(promise, "constructor", {
      get: () => {
        throw new Error("hostile constructor");
      },
    });
    return promise;
  };
  const list = await readList("300000001");
  const ofSend = new MassRevocation({ apiKey: CANARY, ...BRISK, ...any({ send: hostile }) });
  assert.equal((await ofSend.plan(list)).totals.unread, 1);
  const rateLimiter = { acquire: hostile, onRejected: () => {} };
  const ofLimiter = new MassRevocation({ apiKey: CANARY, ...BRISK, ...any({ rateLimiter }) });
  assert.match((await errorFrom(() => ofLimiter.plan(list))).message, /hostile constructor/);
});

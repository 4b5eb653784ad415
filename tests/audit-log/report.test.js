// The verifier of reports: of every order what the journal says, and the entry of the record that stands for it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { MassRevocation, memoryJournal, readJournal, readList } from "../../pkg/dist/mass/node.js";
import { verifyReport } from "../../pkg/verify/report.js";
import { headLine } from "../../www/gateway/audit/chain.js";
import { ORDERS } from "../../www/sandbox/seed.js";
import { bytesOfLines, linesFor } from "../support/audit-log.js";
import { BRISK, CANARY, errorFrom, plainIds, startAccount, sum, whole } from "../support/bulk.js";

/** @typedef {import("../../pkg/verify/report.js").Report} Report */

const CLI = fileURLToPath(new URL("../../pkg/verify/cli.js", import.meta.url));
const NAME = { log: "a-log", created: 1_764_000_000_000 };
const folder = mkdtempSync(join(tmpdir(), "certcentral-report-"));
/** @type {string[]} */
let lines = [];
/** @type {Array<import("../../pkg/verify/journal.js").Digest>} */
let digests = [];
/** @type {Report} */
let report;

before(async () => {
  const account = await startAccount(30);
  const mass = new MassRevocation({ apiKey: CANARY, baseUrl: account.url, ...BRISK });
  const list = await readList([...plainIds(30), ORDERS.reissuePending, ORDERS.revoked].join("\n"));
  const holds = { 300000007: "court" };
  const plan = await mass.plan(list, { skipApproval: true, deadline: 24, holds });
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 30, name: "July" });
  await run.finished;
  await account.close();
  lines = [...journal.lines];
  // Two digests, with something else on the record between them: the first of what the plan exempts, the second up to the
  // last line that tells of an order, which has none yet.
  const { orders } = JSON.parse(await whole(run.reportJson()));
  const last = Math.max(...orders.map((/** @type {any} */ { journalLine }) => journalLine));
  const begun = lines.findIndex((line) => line.startsWith('{"sending"'));
  digests = [digest(1, begun, 1), digest(begun + 1, last - 1, 3)];
  report = JSON.parse(await whole(run.reportJson({ recorded: digests })));
});

after(() => rmSync(folder, { recursive: true }));

/** @param {number} first @param {number} last @param {number} entry */
function digest(first, last, entry) {
  const text = lines.slice(first - 1, last).map((line) => `${line}\n`);
  return { first, last, entry, sha256: createHash("sha256").update(text.join("")).digest("hex") };
}

const verified = (told = report, first = 1) => verifyReport(told, lines, { digests, first });

/** As somebody might have changed it. @param {(told: any) => unknown} change */
function changed(change) {
  const told = structuredClone(report);
  change(told);
  return told;
}

test("a report that says what the journal says is right, and how much of it is on the record is told", async () => {
  const told = await verified();
  assert.ok(told.ok);
  const { orders, named, pruned, unnamed } = told;
  assert.deepEqual([orders, pruned, named + unnamed], [32, 0, 32]);
  assert.ok(named > 0 && unnamed > 0, `${named} and ${unnamed}`);
  const older = await verified(report, 2);
  assert.ok(older.ok && older.pruned > 0 && older.pruned + older.named === named);
  // Its fields may have been put in another order by whoever kept it.
  const turned = Object.fromEntries(Object.entries(report).reverse());
  assert.ok((await verified(/** @type {any} */ (turned))).ok);
});

test("a report of a run that was on its way is right as of then", async () => {
  const sends = [...lines.keys()].filter((nth) => lines[nth]?.startsWith('{"sending"'));
  for (const upto of [sends[0], sends[9], sends.at(-1)].map(Number)) {
    const run = await readJournal(lines.slice(0, upto));
    assert.equal(sum(run.snapshot().counts), 32);
    const atUnixMs = Date.now() + upto;
    const told = JSON.parse(await whole(run.reportJson({ recorded: digests, atUnixMs })));
    assert.deepEqual([told.journalLines, told.atUnixMs], [upto, atUnixMs]);
    assert.ok((await verified(told)).ok);
    const ahead = await verified({ ...told, journalLines: upto + 1 });
    assert.ok(!ahead.ok, "one line more tells something else");
  }
});

const at = (/** @type {any} */ told, /** @type {string} */ state) =>
  told.orders.find((/** @type {any} */ order) => order.state === state);

/** @type {Array<[what: string, change: (told: any) => unknown, fault: RegExp]>} */
const CHANGES = [
  [
    "a state",
    (told) => Object.assign(at(told, "refused"), { state: "revoked" }),
    /has state "revoked", but the journal has "refused", for order/,
  ],
  ["a proof", (told) => Object.assign(at(told, "revoked"), { proof: "accepted" }), /has proof/],
  [
    "a why",
    (told) => Object.assign(at(told, "held"), { why: "" }),
    /has why "", but the journal has "court"/,
  ],
  [
    "a time",
    (told) => Object.assign(at(told, "revoked"), { sentAt: "2026-01-01T00:00:00.000Z" }),
    /has sentAt/,
  ],
  ["a figure", (told) => (told.summary.counts.refused -= 1), /has counts/],
  ["the CCADB's figures", (told) => (told.summary.ccadb.revoked += 1), /has ccadb/],
  ["when it was done", (told) => (told.doneUnixMs -= 1), /has doneUnixMs/],
  ["what people agreed to", (told) => (told.digest = "0".repeat(64)), /has digest/],
  ["the deadline", (told) => (told.deadlineUnixMs += 1), /has deadlineUnixMs/],
  [
    "whether it was in time",
    (told) => Object.assign(at(told, "revoked"), { inTime: "missed" }),
    /has inTime/,
  ],
  [
    "an order that is missing",
    (told) => told.orders.pop(),
    /has 31 orders, but the journal has 32/,
  ],
  ["orders that changed places", (told) => told.orders.reverse(), /has orderId/],
  [
    "a field more",
    (told) => Object.assign(told.orders[3], { note: "fine" }),
    /has note "fine", but the journal has undefined/,
  ],
  ["a field less", (told) => delete told.orders[3].sends, /has sends undefined/],
  ["the line", (told) => (told.orders[3].journalLine += 1), /has journalLine/],
  [
    "another entry",
    (told) => (told.orders[0].recordEntry = told.orders[0].recordEntry === 1 ? 3 : 1),
    /but that entry has no digest over line/,
  ],
  [
    "an entry that is no digest",
    (told) => (told.orders[0].recordEntry = 2),
    /names entry 2 of the audit log for order 300000001/,
  ],
  [
    "when it was made",
    (told) => (told.atUnixMs = Date.parse(at(told, "revoked").knownAt) - 1),
    /has a time before the last change/,
  ],
  ["a rehearsal", (told) => (told.rehearsal = true), /is the report of a rehearsal/],
  [
    "more lines than there are",
    (told) => (told.journalLines = 9999),
    /was derived from 9999 lines, but the journal has/,
  ],
  ["no lines at all", (told) => delete told.journalLines, /is not the report of a run/],
];

for (const [what, change, fault] of CHANGES)
  test(`what was changed in a report is found: ${what}`, async () => {
    const told = await verified(changed(change));
    assert.match(told.ok ? "" : told.fault, fault);
  });

test("the command says so, of files", async () => {
  const gateway = { time: NAME.created, actor: { id: "gateway", how: "setting" } };
  const entries = digests.map(({ entry: _, ...about }) => ({
    ...{ ...gateway, action: "job-digest", details: { job: "july", ...about } },
  }));
  const between = { ...gateway, action: "hold", details: {} };
  const log = await linesFor(NAME, [entries[0] ?? {}, between, entries[1] ?? {}]);
  const head = await headLine({ ...NAME, first: 1, last: log.last, hash: log.hash, time: 0 });
  const file = (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const record = file("log.jsonl", bytesOfLines([...log.lines, head]));
  const journal = file("journal.jsonl", bytesOfLines(lines));
  const [right, wrong] = [report, changed(({ orders }) => orders.pop())].map((told, nth) =>
    file(`report-${nth}.json`, JSON.stringify(told)),
  );
  const run = (/** @type {(string | undefined)[]} */ ...args) => {
    const given = args.map(String);
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "verify", ...given]);
    return { status, text: `${stdout}${stderr}` };
  };
  const fine = run(record, "--journal", journal, "--report", right);
  assert.equal(fine.status, 0, fine.text);
  assert.match(fine.text, /report-0\.json: matches the journal\n {2}orders {5}32\n {2}in the log/);
  assert.match(fine.text, /name none, because they are after the last digest/);
  const found = run(record, "--journal", journal, "--report", wrong);
  assert.deepEqual([found.status, /TAMPERED WITH: it has 31 orders/.test(found.text)], [1, true]);
  const alone = run(record, "--report", right);
  assert.deepEqual([alone.status, /--report requires --journal/.test(alone.text)], [2, true]);
  const none = run(record, "--journal", journal, "--report", record);
  assert.deepEqual([none.status, /cannot be read/.test(none.text)], [2, true]);
});

test("what is no journal is told, and nothing needs a key", async () => {
  assert.match((await errorFrom(() => readJournal(["{}"]))).message, /line 1 of the journal/);
  for (const wrong of [undefined, "text", 7, {}])
    assert.match(
      (await errorFrom(() => readJournal(/** @type {any} */ (wrong)))).message,
      /lines must be/,
    );
  const run = await readJournal(lines);
  const refused = await errorFrom(() =>
    whole(run.reportJson({ recorded: /** @type {any} */ ([1]) })),
  );
  assert.match(refused.message, /recorded must be a list of \{ first, last, entry \}/);
});

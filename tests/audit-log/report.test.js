// The verifier of reports: compares every order with the journal, and with the audit log entry that the report names.

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
import { BRISK, plainIds, startAccount, sum, whole } from "../support/bulk.js";
import { CANARY } from "../support/client.js";
import { errorFrom } from "../support/errors.js";

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
  const plan = await mass.plan(list, {
    skipApproval: true,
    deadline: new Date(Date.now() + 24 * 3_600_000),
    holds,
  });
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 30, name: "July" });
  await run.finished;
  await account.close();
  lines = [...journal.lines];
  // Two digests with another entry between them. The first covers the orders that the plan exempts, the second ends before
  // the last line of an order, so that this line has no digest.
  const { orders } = JSON.parse(await whole(run.reportJson()));
  const last = Math.max(...orders.map((/** @type {any} */ { journalLine }) => journalLine));
  const firstSend = lines.findIndex((line) => line.startsWith('{"sending"'));
  digests = [digest(1, firstSend, 1), digest(firstSend + 1, last - 1, 3)];
  report = JSON.parse(await whole(run.reportJson({ auditEntries: digests })));
});

after(() => rmSync(folder, { recursive: true }));

/** @param {number} first @param {number} last @param {number} entry */
function digest(first, last, entry) {
  const text = lines.slice(first - 1, last).map((line) => `${line}\n`);
  return { first, last, entry, sha256: createHash("sha256").update(text.join("")).digest("hex") };
}

const verified = (input = report, first = 1) => verifyReport(input, lines, { digests, first });

/** A changed copy of the report. @param {(copy: any) => unknown} change */
function changed(change) {
  const copy = structuredClone(report);
  change(copy);
  return copy;
}

test("a report that matches its journal verifies, with its digests", async () => {
  const result = await verified();
  assert.ok(result.ok);
  const { orders, named, pruned, unnamed } = result;
  assert.deepEqual([orders, pruned, named + unnamed], [32, 0, 32]);
  assert.ok(named > 0 && unnamed > 0, `${named} and ${unnamed}`);
  const older = await verified(report, 2);
  assert.ok(older.ok && older.pruned > 0 && older.pruned + older.named === named);
  // Retention has removed nothing from a log that begins at 1.
  const whole = await verified(changed((copy) => (copy.orders[0].auditEntry = 0)));
  assert.ok(!whole.ok);
  // The order of the fields is not significant.
  const reordered = Object.fromEntries(Object.entries(report).reverse());
  assert.ok((await verified(/** @type {any} */ (reordered))).ok);
});

test("a report of an unfinished run verifies as of its time", async () => {
  const sends = [...lines.keys()].filter((nth) => lines[nth]?.startsWith('{"sending"'));
  for (const upto of [sends[0], sends[9], sends.at(-1)].map(Number)) {
    const run = await readJournal(lines.slice(0, upto));
    assert.equal(sum(run.snapshot().counts), 32);
    const atUnixMs = Date.now() + upto;
    const partial = JSON.parse(await whole(run.reportJson({ auditEntries: digests, atUnixMs })));
    assert.deepEqual([partial.journalLines, partial.atUnixMs], [upto, atUnixMs]);
    assert.ok((await verified(partial)).ok);
    const ahead = await verified({ ...partial, journalLines: upto + 1 });
    assert.ok(!ahead.ok, "one more line changes the report");
  }
});

const at = (/** @type {any} */ copy, /** @type {string} */ state) =>
  copy.orders.find((/** @type {any} */ order) => order.state === state);

/** @type {Array<[what: string, change: (copy: any) => unknown, fault: RegExp]>} */
const CHANGES = [
  [
    "a state",
    (copy) => Object.assign(at(copy, "refused"), { state: "revoked" }),
    /has state "revoked", but the journal has "refused", for order/,
  ],
  ["a proof", (copy) => Object.assign(at(copy, "revoked"), { proof: "accepted" }), /has proof/],
  [
    "a detail",
    (copy) => Object.assign(at(copy, "held"), { detail: "" }),
    /has detail "", but the journal has "court"/,
  ],
  ["a time", (copy) => Object.assign(at(copy, "revoked"), { sentUnixMs: 1 }), /has sentUnixMs/],
  ["a count", (copy) => (copy.summary.counts.refused -= 1), /has counts/],
  ["the CCADB counts", (copy) => (copy.summary.ccadb.revoked += 1), /has ccadb/],
  ["the end of the run", (copy) => (copy.doneUnixMs -= 1), /has doneUnixMs/],
  ["the digest of the plan", (copy) => (copy.digest = "0".repeat(64)), /has digest/],
  ["the deadline", (copy) => (copy.deadlineUnixMs += 1), /has deadlineUnixMs/],
  [
    "the deadline result",
    (copy) => Object.assign(at(copy, "revoked"), { inTime: "missed" }),
    /has inTime/,
  ],
  [
    "an order that is missing",
    (copy) => copy.orders.pop(),
    /has 31 orders, but the journal has 32/,
  ],
  ["reordered orders", (copy) => copy.orders.reverse(), /has orderId/],
  [
    "an extra field",
    (copy) => Object.assign(copy.orders[3], { note: "fine" }),
    /has note "fine", but the journal has undefined/,
  ],
  ["a missing field", (copy) => delete copy.orders[3].sends, /has sends undefined/],
  ["the line", (copy) => (copy.orders[3].journalLine += 1), /has journalLine/],
  [
    "another entry",
    (copy) => (copy.orders[0].auditEntry = copy.orders[0].auditEntry === 1 ? 3 : 1),
    /but that entry has no digest over line/,
  ],
  [
    "an entry that is not a digest",
    (copy) => (copy.orders[0].auditEntry = 2),
    /names entry 2 of the audit log for order 300000001/,
  ],
  ...[0, -5, null, "0", false, "1", 1.5, [1]].map(
    (entry) =>
      /** @type {[string, (copy: any) => unknown, RegExp]} */ ([
        `entry ${JSON.stringify(entry)}`,
        (copy) => (copy.orders[0].auditEntry = entry),
        /names entry .* of the audit log for order 300000001, which is no number of an entry/,
      ]),
  ),
  [
    "no entry, although a digest covers the line",
    (copy) => delete copy.orders[0].auditEntry,
    /names no entry of the audit log for order 300000001, but entry \d+ has a digest over line/,
  ],
  ["no orders", (copy) => (copy.orders = null), /is not the report of a run/],
  ["no summary", (copy) => (copy.summary = null), /has orders undefined, but the journal has 32/],
  ["an order that is null", (copy) => (copy.orders[3] = null), /is not the report of a run/],
  [
    "the time of the report",
    (copy) => (copy.atUnixMs = at(copy, "revoked").knownUnixMs - 1),
    /has a time before the last change/,
  ],
  ["a rehearsal", (copy) => (copy.rehearsal = true), /is the report of a rehearsal/],
  [
    "more lines than the journal has",
    (copy) => (copy.journalLines = 9999),
    /was derived from 9999 lines, but the journal has/,
  ],
  ["no lines at all", (copy) => delete copy.journalLines, /is not the report of a run/],
];

for (const [what, change, fault] of CHANGES)
  test(`a changed report fails: ${what}`, async () => {
    const result = await verified(changed(change));
    assert.match(result.ok ? "" : result.fault, fault);
  });

test("the verify command checks a report in files", async () => {
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
  const [right, wrong] = [report, changed(({ orders }) => orders.pop())].map((content, nth) =>
    file(`report-${nth}.json`, JSON.stringify(content)),
  );
  const run = (/** @type {(string | undefined)[]} */ ...paths) => {
    const args = paths.map(String);
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "verify", ...args]);
    return { status, text: `${stdout}${stderr}` };
  };
  const unsigned = run(record, "--journal", journal, "--report", right);
  assert.equal(unsigned.status, 3, unsigned.text);
  const fine = run(record, "--journal", journal, "--report", right, "--allow-unsigned");
  assert.equal(fine.status, 0, fine.text);
  assert.match(fine.text, /report-0\.json: matches the journal\n {2}orders {5}32\n {2}in the log/);
  assert.match(fine.text, /name none, because they are after the last digest/);
  const found = run(record, "--journal", journal, "--report", wrong);
  assert.deepEqual([found.status, /TAMPERED WITH: it has 31 orders/.test(found.text)], [1, true]);
  const alone = run(record, "--report", right);
  assert.deepEqual([alone.status, /--report requires --journal/.test(alone.text)], [2, true]);
  for (const [nth, wrong] of [null, [], 7, { orders: null }, { orders: [null] }].entries()) {
    const broken = file(`broken-${nth}.json`, JSON.stringify(wrong));
    const { status, text } = run(record, "--journal", journal, "--report", broken);
    assert.deepEqual([status, /it is not the report of a run/.test(text)], [1, true], text);
  }
  const none = run(record, "--journal", journal, "--report", record);
  assert.deepEqual([none.status, /cannot be read/.test(none.text)], [2, true]);
});

test("readJournal rejects invalid lines, and needs no key", async () => {
  assert.match((await errorFrom(() => readJournal(["{}"]))).message, /line 1 of the journal/);
  for (const wrong of [undefined, "text", 7, {}])
    assert.match(
      (await errorFrom(() => readJournal(/** @type {any} */ (wrong)))).message,
      /lines must be/,
    );
  const run = await readJournal(lines);
  const refused = await errorFrom(() =>
    whole(run.reportJson({ auditEntries: /** @type {any} */ ([1]) })),
  );
  assert.match(refused.message, /auditEntries must be a list of \{ first, last, entry \}/);
});

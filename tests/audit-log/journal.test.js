// The verifier of journals: compares the lines of a run with the digests in the audit log.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { verifyJournal } from "../../pkg/verify/journal.js";
import { headLine } from "../../www/gateway/audit/chain.js";
import { bytesOfLines, linesFor } from "../support/audit-log.js";

const NAME = { log: "a-log", created: 1_764_000_000_000 };
const GATEWAY = { id: "gateway", how: "setting" };
const LINES = Array.from({ length: 10 }, (_, nth) => `{"sending":{"order":"${nth}"}}`);

/** @param {number} first @param {number} last @param {string} [job] */
function digest(first, last, job = "july", lines = LINES, actor = GATEWAY) {
  const text = lines.slice(first - 1, last).map((line) => `${line}\n`);
  const sha256 = createHash("sha256").update(text.join("")).digest("hex");
  const details = { job, first, last, sha256 };
  return { time: NAME.created, actor, action: "job-digest", details };
}

/** @param {Array<Record<string, any>>} entries */
async function logOf(entries) {
  const { lines, last, hash } = await linesFor(NAME, entries);
  const head = await headLine({ ...NAME, first: 1, last, hash, time: NAME.created });
  return bytesOfLines([...lines, head]);
}

/** @param {Array<Record<string, any>>} entries @param {string[]} [journal] */
const verified = async (entries, journal = LINES) =>
  verifyJournal([await logOf(entries)], [bytesOfLines(journal)]);

test("a journal matches its job, and undigested lines are counted", async () => {
  const other = digest(1, 10, "june", LINES.toReversed());
  const result = await verified([other, digest(1, 4), digest(5, 9)]);
  assert.ok(result.ok);
  assert.deepEqual([result.job, result.lines, result.before, result.after], ["july", 10, 0, 1]);
  // After a crash the gateway may digest the same lines again.
  assert.ok((await verified([digest(1, 4), digest(1, 6), digest(7, 10)])).ok);
  const pruned = await verified([digest(5, 10)]);
  assert.ok(pruned.ok);
  assert.deepEqual([pruned.before, pruned.after], [4, 0]);
});

test("a changed, missing, added or moved line is found", async () => {
  const entries = [digest(1, 4), digest(5, 10)];
  const changed = LINES.with(6, '{"sending":{"order":"66"}}');
  const moved = [...LINES.slice(0, 5), LINES[6], LINES[5], ...LINES.slice(7)].map(String);
  const without = LINES.toSpliced(6, 1);
  const more = LINES.toSpliced(6, 0, '{"sending":{"order":"66"}}');
  for (const journal of [changed, moved, more]) {
    const result = await verified(entries, journal);
    assert.ok(!result.ok);
    assert.deepEqual([result.file, result.line], ["journal", 5]);
    assert.match(result.fault, /up to 10 have another digest/);
  }
  const missing = await verified(entries, without);
  assert.match(missing.ok ? "" : missing.fault, /digests up to line 10: lines are missing/);
});

test("a foreign journal, a changed log and a forged digest fail", async () => {
  const foreign = await verified([digest(1, 10)], LINES.toReversed());
  assert.match(foreign.ok ? "" : foreign.fault, /belongs to no job of this audit log/);
  const none = await verified([digest(1, 10, "july", LINES, { id: "sam", how: "access" })]);
  assert.match(none.ok ? "" : none.fault, /belongs to no job/, "people write no digests");
  const gap = await verified([digest(1, 4), digest(6, 10)]);
  assert.deepEqual([gap.ok, gap.ok ? 0 : gap.line], [false, 5]);
  const log = (await logOf([digest(1, 10)])).toString().replace("july", "june");
  const result = await verifyJournal([Buffer.from(log)], [bytesOfLines(LINES)]);
  assert.deepEqual([result.ok, result.ok ? "" : result.file], [false, "log"]);
});

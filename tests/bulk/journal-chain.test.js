// A journal that was changed, or is the one of another plan: nothing is sent.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import {
  InvalidInputError,
  JournalError,
  memoryJournal,
  readJournal,
} from "../../pkg/dist/mass/node.js";
import { startAccount } from "../support/bulk.js";
import { client, planned, until } from "../support/bulk-runs.js";
import { errorFrom } from "../support/errors.js";

/** @type {Awaited<ReturnType<typeof startAccount>>} */
let account;
/** The lines of a run that was left before its end. @type {string[]} */
let lines;
let digest = "";

before(async () => {
  account = await startAccount(60);
  const mass = client(account, { maxInFlight: 1 });
  const ids = Array.from({ length: 60 }, (_, nth) => 300_000_001 + nth);
  const options = { holds: { 300000051: "court" }, comment: "routine" };
  const plan = await planned(mass, ids, options);
  digest = plan.digest;
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: 59 });
  await until(() => journal.lines.length > 20);
  await run.close();
  lines = [...journal.lines];
});
after(() => account.close());

/** Resumes a journal with these lines, which must fail. @param {string[]} changed @param {object} [options] */
async function refused(changed, options) {
  const before = (await account.log()).length;
  const journal = memoryJournal(changed);
  const error = await errorFrom(() => client(account).resume(journal, options));
  assert.ok(error instanceof JournalError, String(error));
  assert.equal((await account.log()).length, before, "nothing is sent");
  await journal.open();
  await journal.close();
  return error.message;
}

/** @param {string} from @param {string} to @param {number} [nth] index of the line */
const replaced = (from, to, nth) => {
  const changed = lines.map((line, at) =>
    nth === undefined || at === nth ? line.replace(from, to) : line,
  );
  assert.notDeepEqual(changed, lines);
  return changed;
};

/** Writes a valid chain, which contains no secret. @param {string[]} changed */
function chained(changed) {
  let link = Buffer.alloc(32);
  return changed.map((line) => {
    const entry = line.slice(0, line.lastIndexOf(',"chain":"'));
    link = createHash("sha256").update(link).update(entry).digest();
    return `${entry},"chain":"${link.toString("hex", 0, 16)}"}`;
  });
}

test("each line of a journal ends with the digest up to it", () => {
  assert.deepEqual(chained(lines), lines);
});

test("a changed, removed or moved line is refused by its number", async () => {
  const broken = (/** @type {number} */ nth) =>
    new RegExp(`^line ${nth} of the journal: this line does not follow the line before it`);
  assert.match(await refused(replaced("300000059", "123456789", 1)), broken(2));
  assert.match(await refused(replaced('"comment":"routine"', '"comment":"other"', 0)), broken(1));
  assert.match(await refused(lines.filter((_, nth) => nth !== 7)), broken(8));
  const [one = "", two = ""] = lines.slice(8, 10);
  assert.match(await refused(lines.with(8, two).with(9, one)), broken(9));
  assert.match(await refused(lines.toSpliced(9, 0, one)), broken(10));
  const error = await errorFrom(() => readJournal(lines.toSpliced(5, 1)));
  assert.match(error.message, broken(6));
});

test("a journal of another list than the plan's is refused", async () => {
  const other = /^line 3 of the journal: the orders or the options .* are not those of the plan/;
  assert.match(await refused(chained(replaced("300000059", "123456789", 1))), other);
  const skipped = replaced('"digest":', '"skipApproval":true,"digest":', 0);
  assert.match(await refused(chained(skipped)), other);
  assert.match(await refused(chained(replaced("court", "courts", 2))), other);
});

test("resume with a digest refuses the journal of another plan", async () => {
  const message = await refused(lines, { digest: "0".repeat(64) });
  assert.match(message, new RegExp(`plan with digest ${digest}, not of 0{64}; pass the journal`));
  for (const wrong of ["", "0a", digest.toUpperCase(), 7, null]) {
    const options = /** @type {any} */ ({ digest: wrong });
    const error = await errorFrom(() => client(account).resume(memoryJournal(lines), options));
    assert.ok(error instanceof InvalidInputError, String(error));
    assert.equal(error.issues[0]?.field, "digest");
  }
  const run = await client(account).resume(memoryJournal(lines), { digest });
  const { counts } = await run.finished;
  assert.deepEqual([counts.requested, counts.held], [59, 1]);
});

test("a journal of format 2 is refused with its version", async () => {
  const started = '{"started":{"version":2,"at":9,"total":1,"job":{"name":"","digest":""}}}';
  assert.match(await refused([started]), /this is format 2, but this version reads format 3/);
});

test("a plan is started with its own digest only", async () => {
  const mass = client(account);
  const plan = await planned(mass, [300_000_001]);
  const journal = memoryJournal();
  const other = { ...plan, digest };
  const error = await errorFrom(() => mass.start(other, { journal, confirm: 1 }));
  assert.ok(error instanceof InvalidInputError);
  assert.match(error.message, /pass the text and the digest of one plan/);
  assert.deepEqual(journal.lines, []);
});

test("a closed run rejects commands, and its journal stays whole", async () => {
  const journal = memoryJournal(lines);
  const run = await client(account).resume(journal, { byTicks: true });
  await run.close();
  const before = journal.lines.length;
  const error = await errorFrom(() => run.pause());
  assert.ok(error instanceof JournalError);
  assert.match(error.message, /the run is closed; resume it from its journal/);
  assert.equal(journal.lines.length, before);
  await assert.rejects(() => journal.append(["x"]), /the journal is not open/);
});

test("comments of a plan are short and have no control characters", async () => {
  const mass = client(account);
  const fails = async (/** @type {string} */ comment) =>
    (await errorFrom(() => planned(mass, [300_000_001], { comment }))).message;
  assert.match(await fails("x".repeat(1001)), /comment has 1001 characters; shorten it to 1000/);
  assert.match(await fails("ab\u001b[2J"), /control character U\+001B as character 3; remove it/);
  assert.match(await fails("a\u202eb"), /bidirectional control character U\+202E as character 2/);
});

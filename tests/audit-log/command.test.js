// The command `certcentral-revoke verify`: what it requires of a log besides its chain, its exit codes, and its output.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { headLine } from "../../www/gateway/audit/chain.js";
import { importSigner } from "../../www/gateway/audit/signing.js";
import { bytesOfLines, linesFor, logOf, newSecret } from "../support/audit-log.js";
import { createAuthority } from "../support/tsa.js";

const CLI = fileURLToPath(new URL("../../pkg/verify/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "certcentral-verify-"));
after(() => rmSync(folder, { recursive: true }));

const signer = await importSigner(await newSecret());
const KEY = ["--public-key", signer.publicKey];

let files = 0;
/** @param {string | Uint8Array} content @param {string} [name] */
function file(content, name = `file-${files++}.jsonl`) {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** @param {string[]} args */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "verify", ...args]);
  return { status, text: `${stdout}${stderr}` };
}

/** Fails unless the command ends with this code and this text. @param {string[]} args @param {number} code @param {RegExp} text */
function expects(args, code, text) {
  const result = run(...args);
  assert.equal(result.status, code, result.text);
  assert.match(result.text, text);
}

/** A log and its file. @param {import("../../www/gateway/audit/signing.js").Signer | undefined} [by] @param {number} [time] of the head */
async function exported(by = signer, time = Date.now()) {
  const log = await logOf(12, by);
  const head = await headLine({ ...log.head, time }, by);
  return { ...log, headLine: head, path: file(bytesOfLines([...log.lines, head])) };
}

test("a log without a verified signature is exit code 3", async () => {
  const signed = (await exported()).path;
  const { lines, head } = await logOf(12);
  const unsigned = file(bytesOfLines([...lines, await headLine(head)]));
  expects([signed, ...KEY], 0, /signature {2}valid/);
  expects([signed], 3, /NOT ACCEPTED: the signature is not verified: pass the public key/);
  expects([unsigned], 3, /NOT ACCEPTED: the log is not signed: set AUDIT_SIGNING_KEY/);
  expects([signed, "--allow-unsigned"], 0, /NOT VERIFIED/);
  expects([unsigned, "--allow-unsigned"], 0, /NONE: anyone who can write this file/);
  // With a key, an unsigned log is a forgery.
  expects([unsigned, "--allow-unsigned", ...KEY], 1, /without a signature/);
});

test("an export can be required to be recent and long enough", async () => {
  const now = (await exported()).path;
  const old = (await exported(signer, Date.now() - 3 * 86_400_000)).path;
  const ahead = (await exported(signer, Date.now() + 3_600_000)).path;
  for (const duration of ["90s", "30m", "24h", "7d"])
    expects([now, ...KEY, "--not-older-than", duration], 0, /complete and unchanged/);
  expects([old, ...KEY, "--not-older-than", "4d"], 0, /complete and unchanged/);
  expects([old, ...KEY, "--not-older-than", "24h"], 4, /NOT ACCEPTED: the export is of 20/);
  expects([ahead, ...KEY, "--not-older-than", "24h"], 4, /which --not-older-than does not allow/);
  expects([now, ...KEY, "--at-least", "12"], 0, /complete/);
  expects([now, ...KEY, "--at-least", "13"], 4, /ends with entry 12, but --at-least requires ent/);
  for (const wrong of ["", "1", "24", "1w", "-1h", "1.5h", "0h"])
    expects([now, "--not-older-than", wrong], 2, /expected a duration such as 30m|argument/);
  expects([now, "--at-least", "x"], 2, /--at-least x: expected the number of an entry/);
});

test("published heads are compared, from a file or a folder", async () => {
  const log = await exported();
  const other = await logOf(3, signer);
  const { lines, name, entries } = log;
  const early = await linesFor(name, entries.slice(0, 7));
  const at7 = await headLine({ ...log.head, last: 7, hash: early.hash }, signer);
  const one = file(`${at7}\n${other.headLine}\n`);
  expects(
    [log.path, ...KEY, "--witness", one],
    0,
    /published {2}1 heads; the newest is of entry 7 of/,
  );
  expects([log.path, ...KEY, "--witness", one], 0, /1 more are of other logs/);
  mkdirSync(join(folder, `heads/${name.log}`), { recursive: true });
  file(`${at7}\n`, `heads/${name.log}/000000000007.json`);
  file(`${log.headLine}\n`, `heads/${name.log}/000000000012.json`);
  file("not a head", "heads/README.txt");
  const all = join(folder, "heads");
  expects([log.path, ...KEY, "--witness", all], 0, /2 heads; the newest is of entry 12 of 12/);

  const cut = file(bytesOfLines([...lines.slice(0, 7), at7]));
  expects([cut, ...KEY], 0, /complete/);
  expects([cut, ...KEY, "--witness", all], 1, /older than a published head: entries 8 to 12 are/);
  const action = "hold";
  const actor = { id: "eve", how: "access" };
  const rewritten = await linesFor(name, entries.with(3, { time: 1, actor, action }));
  const forged = await headLine({ ...log.head, hash: rewritten.hash }, signer);
  const perfect = file(bytesOfLines([...rewritten.lines, forged]));
  expects([perfect, ...KEY], 0, /complete/);
  expects(
    [perfect, ...KEY, "--witness", one],
    1,
    /\(entry 7\) has another hash than a published h/,
  );
  // Two heads of one entry: each of them is compared.
  const both = file(`${log.headLine}\n${forged}\n`);
  for (const path of [log.path, perfect]) expects([path, ...KEY, "--witness", both], 1, /entry 12/);

  const foreign = file(`${other.headLine}\n`);
  expects([log.path, ...KEY, "--witness", foreign], 4, /the witness has no head of this log/);
  expects([log.path, ...KEY, "--witness", file("")], 4, /the witness has no head of this log/);
  const claimed = file(at7.replace(/"signature":"../, '"signature":"00'));
  expects([log.path, ...KEY, "--witness", claimed], 2, /wrong signature/);
  expects([log.path, ...KEY, "--witness", file("{}\n")], 2, /--witness .*is not a head/);
  expects([log.path, ...KEY, "--witness", join(folder, "none")], 2, /ENOENT/);
});

test("time stamps are verified with a certificate", async () => {
  const authority = createAuthority();
  const { lines, head, name, headLine: line } = await logOf(5, signer);
  const actor = { id: "gateway", how: "setting" };
  const details = { seq: 5, head: line, token: authority.token(line, new Date("2026-01-02")) };
  const note = { time: head.time, actor, action: "head-timestamped", details };
  const more = await linesFor(name, [note], { seq: 5, hash: head.hash });
  const end = await headLine({ ...head, last: 6, hash: more.hash }, signer);
  const path = file(bytesOfLines([...lines, ...more.lines, end]));
  const certificate = file(authority.pem, "tsa.pem");
  expects(
    [path, ...KEY, "--tsa-certificate", certificate],
    0,
    /time stamps 1, valid; .* entry 5, 2026/,
  );
  expects([path, ...KEY], 0, /time stamps 1, NOT VERIFIED/);
  const other = file(createAuthority().pem, "other.pem");
  expects(
    [path, ...KEY, "--tsa-certificate", other],
    1,
    /line 6 has a time stamp that is not signed/,
  );
  expects([path, "--tsa-certificate", path], 2, /--tsa-certificate/);
});

test("no value reaches the terminal but as printable ASCII", async () => {
  const nasty = "\u001b[2J\u009b31m\u202e\u2066\r\n/log.jsonl: complete and unchanged\u0007é";
  const { lines, head, name } = await logOf(3, undefined, nasty);
  const journal = ["{}"];
  const details = { job: nasty, first: 1, last: 1, sha256: nasty };
  const digest = {
    time: 1,
    actor: { id: "gateway", how: "setting" },
    action: "job-digest",
    details,
  };
  const more = await linesFor(name, [digest], { seq: 3, hash: head.hash });
  const end = await headLine({ ...head, last: 4, hash: more.hash });
  const log = file(bytesOfLines([...lines, ...more.lines, end]));
  const strange = file(bytesOfLines([...lines, ...more.lines, end]), "a\u001b[2J\u202e.jsonl");
  const of = file(JSON.stringify({ [nasty]: 1, orders: [], summary: {} }));
  for (const args of [
    [log, "--allow-unsigned"],
    [strange],
    [log, "--journal", file(bytesOfLines(journal))],
    [log, "--journal", file(bytesOfLines(journal)), "--report", of],
    [log, "--head", file(nasty)],
    [log, "--public-key", nasty],
    [log, "--at-least", nasty],
    [log, `--${nasty}`],
    [nasty],
  ]) {
    const { text, status } = run(...args);
    assert.doesNotMatch(text, /[^\n\x20-\x7e]/, JSON.stringify(args));
    assert.equal(text.split("\n").filter((line) => line.startsWith("/log.jsonl:")).length, 0);
    assert.notEqual(status, null);
  }
});

// What `certcentral-revoke verify` says about a log, a journal and a report, one line each. `text.js` escapes the values.

import { date } from "./text.js";

/** @param {string} path @param {{ line?: number, fault: string }} found */
export const tamperedLine = (path, { line, fault }) =>
  `${path}: TAMPERED WITH: ${line === undefined ? "it" : `line ${line}`} ${fault}`;

/** @param {import("./verify.js").Verified} verified @param {import("./options.js").Options} options @returns {string[]} */
export function logLines(verified, { log, heads, hasWitness }) {
  const { count, head, signature, span, compared } = verified;
  const pruned = head.first > 1 ? `; retention has removed those up to ${head.first - 1}` : "";
  const lines = [
    `${log}: complete and unchanged`,
    `  entries    ${count} (${head.first} to ${head.last}${pruned})`,
    `  time       ${span ? `${date(span.from)} to ${date(span.to)}` : "none"}`,
    `  log        ${JSON.stringify(head.log)}, created ${date(head.created)}`,
    `  head       ${head.hash}, created ${date(head.time)}`,
    `  signature  ${signatureText(signature)}`,
  ];
  if (heads.length > 0) lines.push(`  kept heads ${compared} of ${heads.length} found`);
  if (compared < heads.length)
    lines.push("             the others are older than the first remaining entry");
  if (hasWitness) lines.push(...witnessLines(verified));
  lines.push(...timestampLines(verified.stamped));
  return lines;
}

/** @param {import("./verify.js").Signature} signature */
function signatureText({ state, key }) {
  if (state === "valid") return `valid, key ${key}`;
  if (state === "unsigned") return "NONE: anyone who can write this file can forge it";
  return `NOT VERIFIED: signed with key ${key}; pass its public key with --public-key`;
}

/** @param {import("./verify.js").Verified} verified */
function witnessLines({ head, witnessed: { found, pruned, foreign, newest } }) {
  const lines = [
    `  published  ${found + pruned} heads; the newest is of entry ${newest} of ${head.last}`,
  ];
  if (pruned > 0) lines.push(`             ${pruned} are older than the first remaining entry`);
  if (foreign > 0) lines.push(`             ${foreign} more are of other logs`);
  return lines;
}

/** @param {import("./stamped.js").Stamped} stamped */
function timestampLines({ valid, unchecked, newest }) {
  if (!newest) return [];
  const state =
    unchecked > 0 ? `NOT VERIFIED: pass the certificate with --tsa-certificate` : "valid";
  const about = `the newest is of entry ${newest.seq}, ${date(newest.time)}`;
  return [`  time stamps ${valid + unchecked}, ${state}; ${about}`];
}

/** @param {import("./journal.js").VerifiedJournal} verified @param {string} file @returns {string[]} */
export function journalLines({ job, lines, before, after }, file) {
  const text = [
    `${file}: matches the audit log`,
    `  job        ${JSON.stringify(job)}`,
    `  lines      ${lines}`,
  ];
  if (before > 0)
    text.push(
      `             ${before} at the beginning have no digest any more, because of retention`,
    );
  if (after > 0) text.push(`             ${after} at the end are not in this audit log yet`);
  return text;
}

/** @param {import("./report.js").Checked} checked @param {string} file @returns {string[]} */
export function reportLines({ orders, named, pruned, unnamed }, file) {
  const text = [
    `${file}: matches the journal`,
    `  orders     ${orders}`,
    `  in the log ${named}: the entry that each of them names has the digest of its line`,
  ];
  if (pruned > 0) text.push(`             ${pruned} name entries that retention has removed`);
  if (unnamed > 0)
    text.push(`             ${unnamed} name none, because they are after the last digest`);
  return text;
}

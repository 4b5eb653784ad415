#!/usr/bin/env node
// The command `certcentral-revoke verify`: verifies an exported audit log, and with it the journal and the report of a run. It only
// reads files.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyJournal } from "./journal.js";
import { publicKeyFrom } from "./keys.js";
import { headFrom, verifyLog } from "./verify.js";

const HELP = `certcentral-revoke verify <log.jsonl> [--journal <journal.jsonl> [--report <report.json>]]
                                 [--public-key <key>]... [--head <file>]...

Verifies that an exported audit log is complete and unchanged. Works offline. "-" reads standard input.

  --public-key <key>  the public key, or a file with it: PEM, base64 or JWK (Ed25519). Repeat it after a rotation.
                      Without it the signature is not verified, and anyone who can write the file can forge it.
  --journal <file>    the journal of a bulk run: verifies each line against the digests in the audit log.
  --report <file>     the report of that run, as JSON: verifies every order against the journal, and the entry of
                      the audit log that it names.
  --head <file>       the head (last line) of an earlier export, kept elsewhere: verifies that the log still
                      contains everything up to it.

Exit code: 0 complete and unchanged, 1 tampered with, 2 cannot be read.
`;

/** Exits with code 2: nothing could be verified. @param {string} message @returns {never} */
function exitUnreadable(message) {
  process.stderr.write(`certcentral-revoke: ${message}\n`);
  process.exit(2);
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        "public-key": { type: "string", multiple: true, default: [] },
        head: { type: "string", multiple: true, default: [] },
        journal: { type: "string" },
        report: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    return exitUnreadable(`${messageOf(error)}\n\n${HELP}`);
  }
}

/** @template T @param {string} option @param {string[]} values @param {(value: string) => T} read */
function readEach(option, values, read) {
  return values.map((value) => {
    try {
      return read(value);
    } catch (error) {
      return exitUnreadable(`--${option} ${value.slice(0, 80)}: ${messageOf(error)}`);
    }
  });
}

/** @param {number} ms */
function date(ms) {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`;
}

/** @param {import("./verify.js").Signature} signature */
function signatureText({ state, key }) {
  if (state === "valid") return `valid, key ${key}`;
  if (state === "unsigned") return "NONE: anyone who can write this file can forge it";
  return `NOT VERIFIED: signed with key ${key}; pass its public key with --public-key`;
}

/** @param {import("./journal.js").VerifiedJournal} verified @param {string} file */
function journalText({ job, lines, before, after }, file) {
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
  return `${text.join("\n")}\n`;
}

/** @param {import("./report.js").Checked} checked @param {string} file */
function reportText({ orders, named, pruned, unnamed }, file) {
  const text = [
    `${file}: matches the journal`,
    `  orders     ${orders}`,
    `  in the log ${named}: the entry that each of them names has the digest of its line`,
  ];
  if (pruned > 0) text.push(`             ${pruned} name entries that retention has removed`);
  if (unnamed > 0)
    text.push(`             ${unnamed} name none, because they are after the last digest`);
  return `${text.join("\n")}\n`;
}

/** @param {import("./verify.js").Verified} verified @param {string} file @param {number} kept */
function logText({ count, head, signature, span, compared }, file, kept) {
  const pruned = head.first > 1 ? `; retention has removed those up to ${head.first - 1}` : "";
  const lines = [
    `${file}: complete and unchanged`,
    `  entries    ${count} (${head.first} to ${head.last}${pruned})`,
    `  time       ${span ? `${date(span.from)} to ${date(span.to)}` : "none"}`,
    `  log        ${JSON.stringify(head.log)}, created ${date(head.created)}`,
    `  head       ${head.hash}, created ${date(head.time)}`,
    `  signature  ${signatureText(signature)}`,
  ];
  if (kept > 0) lines.push(`  kept heads ${compared} of ${kept} found`);
  if (compared < kept)
    lines.push("             the others are older than the first remaining entry");
  return `${lines.join("\n")}\n`;
}

const { values, positionals } = parseArguments();
const [command, file, ...others] = positionals;
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (command !== "verify" || file === undefined || others.length > 0)
  exitUnreadable(`expected the command "verify" and one file\n\n${HELP}`);
if (values.report !== undefined && values.journal === undefined)
  exitUnreadable(
    `--report requires --journal, because a report is verified against its journal\n\n${HELP}`,
  );
const publicKeys = readEach("public-key", values["public-key"], (key) =>
  publicKeyFrom(existsSync(key) ? readFileSync(key, "utf8") : key),
);
const heads = readEach("head", values.head, (path) =>
  headFrom(readFileSync(path, "utf8").trimEnd().split("\n").at(-1) ?? ""),
);
/** @param {string} path */
const source = (path) =>
  path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });

/** @param {string} path @param {{ line?: number, fault: string }} found */
const tampered = (path, { line, fault }) =>
  `${path}: TAMPERED WITH: ${line === undefined ? "it" : `line ${line}`} ${fault}\n`;

const log = String(file);
const { journal, report: reportFile } = values;
const keys = { publicKeys, heads };
/** @type {string[]} */
const output = [];

/** Verifies the journal and, if there is one, the report. @param {string} journal */
async function verifyRun(journal) {
  /** @type {string[]} */
  const lines = [];
  const onLine = (/** @type {string} */ text) => lines.push(text);
  const options = reportFile === undefined ? keys : { ...keys, onLine };
  const verified = await verifyJournal(source(log), source(journal), options);
  if (!verified.ok) {
    output.push(tampered(verified.file === "log" ? log : journal, verified));
    return false;
  }
  output.push(logText(verified.log, log, heads.length), journalText(verified, journal));
  if (reportFile === undefined) return true;
  // Only this loads the core.
  const { verifyReport } = await import("./report.js");
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  const auditLog = { digests: verified.digests, first: verified.log.head.first };
  const checked = await verifyReport(report, lines, auditLog);
  output.push(checked.ok ? reportText(checked, reportFile) : tampered(reportFile, checked));
  return checked.ok;
}

async function verifyAuditLog() {
  const verified = await verifyLog(source(log), keys);
  output.push(verified.ok ? logText(verified, log, heads.length) : tampered(log, verified));
  return verified.ok;
}

try {
  const isValid = await (journal === undefined ? verifyAuditLog() : verifyRun(journal));
  process.stdout.write(output.join(""));
  process.exitCode = isValid ? 0 : 1;
} catch (error) {
  exitUnreadable(
    `${[file, journal, reportFile].filter(Boolean).join(" or ")} cannot be read: ${messageOf(error)}`,
  );
}

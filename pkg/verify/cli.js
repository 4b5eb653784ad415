#!/usr/bin/env node
// The command: `certcentral-revoke verify log.jsonl`, and with it the journal of a run and its report. It reads files and
// nothing else; no network, nothing is written.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyJournal } from "./journal.js";
import { publicKeyFrom } from "./keys.js";
import { headFrom, verifyLog } from "./verify.js";

const HELP = `certcentral-revoke verify <log.jsonl> [--journal <journal.jsonl> [--report <report.json>]]
                                 [--public-key <key>]... [--head <file>]...

Says whether an exported record is whole and unchanged. Works offline. "-" reads standard input.

  --public-key <key>  a file or the key itself: PEM, base64 or JWK (Ed25519). More than one after a rotation.
                      Without it the signature is not checked, and whoever could write the file could have
                      made it up.
  --journal <file>    the journal of a run of many orders: whether it is the one that this record has digests of,
                      line by line.
  --report <file>     the report of that run, as JSON: whether it says of every order what the journal says, and
                      names the entry of the record that stands for it.
  --head <file>       the head (last line) of an earlier export, kept elsewhere: what it saw must still be there.

Exit code: 0 whole and unchanged, 1 tampered with, 2 cannot be read.
`;

/** Ends with 2: nothing can be said about the log. @param {string} message @returns {never} */
function cannot(message) {
  process.stderr.write(`certcentral-revoke: ${message}\n`);
  process.exit(2);
}

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error));

function given() {
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
    return cannot(`${reason(error)}\n\n${HELP}`);
  }
}

/** @template T @param {string} option @param {string[]} values @param {(value: string) => T} read */
function each(option, values, read) {
  return values.map((value) => {
    try {
      return read(value);
    } catch (error) {
      return cannot(`--${option} ${value.slice(0, 80)}: ${reason(error)}`);
    }
  });
}

/** @param {number} ms */
function date(ms) {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`;
}

/** @param {import("./verify.js").Signature} signature */
function told({ state, key }) {
  if (state === "valid") return `valid, key ${key}`;
  if (state === "unsigned") return "NONE: whoever could write this log could have made it up";
  return `NOT CHECKED: made with key ${key}; pass it with --public-key`;
}

/** @param {import("./journal.js").Tied} tied @param {string} file */
function reportJournal({ job, lines, before, after }, file) {
  const told = [
    `${file}: as the record has it`,
    `  job        ${JSON.stringify(job)}`,
    `  lines      ${lines}`,
  ];
  if (before > 0)
    told.push(`             ${before} at the beginning: retention took their digests`);
  if (after > 0) told.push(`             ${after} at the end are not on this record yet`);
  return `${told.join("\n")}\n`;
}

/** @param {import("./report.js").Checked} checked @param {string} file */
function reportReport({ orders, named, pruned, unnamed }, file) {
  const told = [
    `${file}: as the journal has it`,
    `  orders     ${orders}`,
    `  on record  ${named}: the entry that each of them names has the digest of its line`,
  ];
  if (pruned > 0) told.push(`             ${pruned} name entries that retention took out`);
  if (unnamed > 0) told.push(`             ${unnamed} name none: they came after the last digest`);
  return `${told.join("\n")}\n`;
}

/** @param {import("./verify.js").Whole} whole @param {string} file @param {number} kept */
function report({ count, head, signature, span, compared }, file, kept) {
  const pruned =
    head.first > 1 ? `; older ones were taken out by retention, up to ${head.first - 1}` : "";
  const lines = [
    `${file}: whole and unchanged`,
    `  entries    ${count} (${head.first} to ${head.last}${pruned})`,
    `  time       ${span ? `${date(span.from)} to ${date(span.to)}` : "none"}`,
    `  log        ${JSON.stringify(head.log)}, created ${date(head.created)}`,
    `  head       ${head.hash}, made ${date(head.time)}`,
    `  signature  ${told(signature)}`,
  ];
  if (kept > 0) lines.push(`  kept heads ${compared} of ${kept} found again`);
  if (compared < kept) lines.push("             the others are older than what retention has left");
  return `${lines.join("\n")}\n`;
}

const { values, positionals } = given();
const [command, file, ...others] = positionals;
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (command !== "verify" || file === undefined || others.length > 0)
  cannot(`how to use it:\n\n${HELP}`);
if (values.report !== undefined && values.journal === undefined)
  cannot(`--report needs --journal: a report is held against its journal\n\n${HELP}`);
const publicKeys = each("public-key", values["public-key"], (key) =>
  publicKeyFrom(existsSync(key) ? readFileSync(key, "utf8") : key),
);
const heads = each("head", values.head, (path) =>
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
const said = [];

/** Whether the journal, and the report where there is one, are as the record has them. @param {string} journal */
async function isTied(journal) {
  /** @type {string[]} */
  const lines = [];
  const line = (/** @type {string} */ text) => lines.push(text);
  const asked = reportFile === undefined ? keys : { ...keys, line };
  const tied = await verifyJournal(source(log), source(journal), asked);
  if (!tied.ok) {
    said.push(tampered(tied.file === "log" ? log : journal, tied));
    return false;
  }
  said.push(report(tied.log, log, heads.length), reportJournal(tied, journal));
  if (reportFile === undefined) return true;
  // The core is loaded for this alone.
  const { verifyReport } = await import("./report.js");
  const told = JSON.parse(readFileSync(reportFile, "utf8"));
  const record = { digests: tied.digests, first: tied.log.head.first };
  const checked = await verifyReport(told, lines, record);
  said.push(checked.ok ? reportReport(checked, reportFile) : tampered(reportFile, checked));
  return checked.ok;
}

async function isWhole() {
  const whole = await verifyLog(source(log), keys);
  said.push(whole.ok ? report(whole, log, heads.length) : tampered(log, whole));
  return whole.ok;
}

try {
  const isSo = await (journal === undefined ? isWhole() : isTied(journal));
  process.stdout.write(said.join(""));
  process.exitCode = isSo ? 0 : 1;
} catch (error) {
  cannot(
    `${[file, journal, reportFile].filter(Boolean).join(" or ")} cannot be read: ${reason(error)}`,
  );
}

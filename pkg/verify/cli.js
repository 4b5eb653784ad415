#!/usr/bin/env node
// The command `certcentral-revoke verify`: verifies an exported audit log, and with it the journal and the report of a run. It only
// reads files.

import { createReadStream, readFileSync } from "node:fs";
import { verifyJournal } from "./journal.js";
import { HELP, messageOf, optionsFrom, UsageError } from "./options.js";
import { journalLines, logLines, reportLines, tamperedLine } from "./output.js";
import { unmetRequirements } from "./requirements.js";
import { linesOfText, printable } from "./text.js";
import { verifyLog } from "./verify.js";

/** @typedef {import("./options.js").Options} Options */
/** @typedef {{ code: number, lines: string[] }} Result the exit code and the output */

const TAMPERED = 1;
const UNREADABLE = 2;

/** @param {string} path */
const source = (path) =>
  path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });

/** @param {Options} options @returns {Promise<Result>} */
async function run(options) {
  if (options.journal !== undefined) return verifyRun(options, options.journal);
  const verified = await verifyLog(source(options.log), options);
  return verified.ok
    ? withRequirements(verified, options, [])
    : { code: TAMPERED, lines: [tamperedLine(options.log, verified)] };
}

/** Verifies the journal and, if there is one, the report. @param {Options} options @param {string} journal @returns {Promise<Result>} */
async function verifyRun(options, journal) {
  const { log, report } = options;
  /** @type {string[]} */
  const lines = [];
  const onLine = (/** @type {string} */ text) => lines.push(text);
  const verified = await verifyJournal(
    ...[source(log), source(journal)],
    report === undefined ? options : { ...options, onLine },
  );
  if (!verified.ok) {
    const file = verified.file === "log" ? log : journal;
    return { code: TAMPERED, lines: [tamperedLine(file, verified)] };
  }
  const result = withRequirements(verified.log, options, journalLines(verified, journal));
  if (report === undefined) return result;
  // Only this loads the core.
  const { verifyReport } = await import("./report.js");
  const auditLog = { digests: verified.digests, first: verified.log.head.first };
  const checked = await verifyReport(JSON.parse(readFileSync(report, "utf8")), lines, auditLog);
  return checked.ok
    ? { code: result.code, lines: [...result.lines, ...reportLines(checked, report)] }
    : { code: TAMPERED, lines: [...result.lines, tamperedLine(report, checked)] };
}

/** @param {import("./verify.js").Verified} verified @param {Options} options @param {string[]} more @returns {Result} */
function withRequirements(verified, options, more) {
  const unmet = unmetRequirements(verified, options, Date.now());
  const faults = unmet.map(({ fault }) => `${options.log}: NOT ACCEPTED: ${fault}`);
  return {
    code: unmet[0]?.code ?? 0,
    lines: [...logLines(verified, options), ...more, ...faults],
  };
}

try {
  const options = optionsFrom(process.argv.slice(2));
  if (options.isHelp) process.stdout.write(HELP);
  else {
    const files = [options.log, options.journal, options.report].filter(Boolean).join(" or ");
    const result = await run(options).catch((error) => {
      throw new UsageError(printable(`${files} cannot be read: ${messageOf(error)}`));
    });
    process.stdout.write(linesOfText(result.lines));
    process.exitCode = result.code;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`certcentral-revoke: ${error.message}\n`);
  process.exitCode = UNREADABLE;
}

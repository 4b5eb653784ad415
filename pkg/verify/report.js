// Verifies the report of a run against its journal. A second report is derived from the journal and must be equal. Each entry of
// the audit log that an order names must contain a digest over that order's line.

import { readJournal } from "certcentral-revoke/mass";

/** @typedef {import("./journal.js").Digest} Digest */
/** @typedef {Record<string, any>} Facts */
/** @typedef {Facts & { summary: Facts, orders: Facts[] }} Report */
/**
 * @typedef {object} Checked
 * @property {true} ok
 * @property {number} orders
 * @property {number} named the number of orders that name an entry of this audit log
 * @property {number} pruned the number of orders whose entry retention has removed
 * @property {number} unnamed the number of orders after the last digest, which name no entry
 */
/** @typedef {{ ok: false, fault: string }} Rejected */

/**
 * @param {unknown} input the parsed export @param {readonly string[]} journal its lines, at least those that the report was derived from
 * @param {{ digests: readonly Digest[], first: number }} auditLog its digests of the journal, and the number of its first entry
 * @returns {Promise<Checked | Rejected>}
 */
export async function verifyReport(input, journal, { digests, first }) {
  if (!isReport(input)) return rejected("is not the report of a run");
  const report = input;
  if (report.rehearsal)
    return rejected("is the report of a rehearsal, which sends nothing and has no journal");
  const lines = report.journalLines;
  if (!Number.isSafeInteger(lines) || lines < 1) return rejected("is not the report of a run");
  if (lines > journal.length)
    return rejected(`was derived from ${lines} lines, but the journal has ${journal.length}`);
  const { atUnixMs } = report;
  if (report.orders.some(({ knownUnixMs }) => knownUnixMs > atUnixMs))
    return rejected("has a time before the last change that it contains");
  const run = await readJournal(journal.slice(0, lines));
  const derived = await parse(run.reportJson({ atUnixMs }));
  // The end of a run is an estimate until the run is over.
  const isOver = run.snapshot().status.state === "finished";
  const fault =
    differenceOf(headOf(report, isOver), headOf(derived, isOver)) ??
    orderDifference(report, derived);
  if (fault) return rejected(fault);
  const checked = { named: 0, pruned: 0, unnamed: 0 };
  for (const order of report.orders) {
    const { orderId, journalLine, auditEntry } = order;
    const inLog = digests.find((digest) => covers(digest, journalLine));
    if (auditEntry === undefined && inLog)
      return rejected(
        `names no entry of the audit log for order ${orderId}, but entry ${inLog.entry} has a digest over line ${journalLine}`,
      );
    if (auditEntry === undefined) checked.unnamed += 1;
    else if (!Number.isSafeInteger(auditEntry) || auditEntry < 1)
      return rejected(
        `names entry ${canonical(auditEntry)} of the audit log for order ${orderId}, which is no number of an entry`,
      );
    else if (first > 1 && auditEntry < first) checked.pruned += 1;
    else if (digests.some((digest) => digest.entry === auditEntry && covers(digest, journalLine)))
      checked.named += 1;
    else
      return rejected(
        `names entry ${auditEntry} of the audit log for order ${orderId}, but that entry has no digest over line ${journalLine}`,
      );
  }
  return { ok: true, orders: report.orders.length, ...checked };
}

/** @param {Digest} digest @param {number} line */
const covers = ({ first, last }, line) => first <= line && line <= last;

/** @param {unknown} input @returns {input is Report} */
function isReport(input) {
  return isObject(input) && Array.isArray(input.orders) && input.orders.every(isObject);
}

/** @param {unknown} value @returns {value is Facts} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {string} fault @returns {Rejected} */
const rejected = (fault) => ({ ok: false, fault });

/** @param {AsyncIterable<string>} pieces @returns {Promise<Report>} */
async function parse(pieces) {
  let text = "";
  for await (const piece of pieces) text += piece;
  return JSON.parse(text);
}

/** @param {Report} report @param {boolean} isOver */
function headOf({ orders: _, summary, ...facts }, isOver) {
  if (isOver) return { ...facts, ...summary };
  const { doneUnixMs: __, ...known } = facts;
  return { ...known, ...summary, ccadb: { ...summary?.ccadb, doneUnixMs: undefined } };
}

/** @param {Report} report @param {Report} derived */
function orderDifference({ orders }, { orders: known }) {
  if (orders.length !== known.length)
    return `has ${orders.length} orders, but the journal has ${known.length}`;
  for (const [nth, { auditEntry: _, ...order }] of orders.entries()) {
    const fault = differenceOf(order, known[nth] ?? {});
    if (fault) return `${fault}, for order ${known[nth]?.orderId}`;
  }
  return undefined;
}

/** Describes the first field in which a report differs from the journal. @param {Facts} reported @param {Facts} known */
function differenceOf(reported, known) {
  for (const name of new Set([...Object.keys(known), ...Object.keys(reported)])) {
    const [one, other] = [reported[name], known[name]].map((value) => canonical(value));
    if (one !== other) return `has ${name} ${one}, but the journal has ${other}`;
  }
  return undefined;
}

/** JSON with sorted fields, for comparisons. @param {unknown} value */
function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

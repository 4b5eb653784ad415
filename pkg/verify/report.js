// Holds the report of a run against its journal: it is written anew from the journal's lines, and has to say the same of every
// order; and each entry of the record that an order names has to have the digest of that order's line. Not here: whether journal
// and record are whole (`journal.js`), and what a report says; that is the core's.

import { readJournal } from "certcentral-revoke/mass";

/** @typedef {import("./journal.js").Digest} Digest */
/** @typedef {Record<string, any>} Facts */
/** @typedef {Facts & { summary: Facts, orders: Facts[] }} Report */
/**
 * @typedef {object} Checked
 * @property {true} ok
 * @property {number} orders
 * @property {number} named so many of them name an entry of this record
 * @property {number} pruned so many name one that retention took out of the record
 * @property {number} unnamed so many name none: they came after the last digest
 */
/** @typedef {{ ok: false, fault: string }} NotChecked */

/**
 * @param {Report} report as it was exported, parsed @param {readonly string[]} journal its lines, at least as many as there were then
 * @param {{ digests: readonly Digest[], first: number }} record what it has of the journal, and its first entry
 * @returns {Promise<Checked | NotChecked>}
 */
export async function verifyReport(report, journal, { digests, first }) {
  if (report.rehearsal) return wrong("is of a rehearsal: nothing of it was ever sent or written");
  const lines = report.journalLines;
  if (!Number.isSafeInteger(lines) || lines < 1 || !Array.isArray(report.orders))
    return wrong("is no report of a run");
  if (lines > journal.length)
    return wrong(`was made of ${lines} lines, and the journal has ${journal.length}`);
  const { atUnixMs } = report;
  if (report.orders.some(({ knownAt }) => Date.parse(knownAt) > atUnixMs))
    return wrong("says that it was made before what it tells was known");
  const run = await readJournal(journal.slice(0, lines));
  const anew = await parsed(run.reportJson({ atUnixMs }));
  // When a run will be done is a guess of its time; when it was is known.
  const isOver = run.snapshot().status.is === "over";
  const fault = differs(headOf(report, isOver), headOf(anew, isOver)) ?? ordersDiffer(report, anew);
  if (fault) return wrong(fault);
  const checked = { named: 0, pruned: 0, unnamed: 0 };
  for (const { orderId, journalLine, recordEntry } of report.orders) {
    if (recordEntry === undefined) checked.unnamed += 1;
    else if (recordEntry < first) checked.pruned += 1;
    else if (digests.some((digest) => stands(digest, recordEntry, journalLine))) checked.named += 1;
    else
      return wrong(
        `says that entry ${recordEntry} of the record stands for order ${orderId}, and it has no digest of line ${journalLine}`,
      );
  }
  return { ok: true, orders: report.orders.length, ...checked };
}

/** @param {Digest} digest @param {number} entry @param {number} line */
const stands = ({ entry: at, first, last }, entry, line) =>
  at === entry && first <= line && line <= last;

/** @param {string} fault @returns {NotChecked} */
const wrong = (fault) => ({ ok: false, fault });

/** @param {AsyncIterable<string>} pieces @returns {Promise<Report>} */
async function parsed(pieces) {
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

/** @param {Report} report @param {Report} anew */
function ordersDiffer({ orders }, { orders: known }) {
  if (orders.length !== known.length)
    return `has ${orders.length} orders, and the journal ${known.length}`;
  for (const [nth, { recordEntry: _, ...order }] of orders.entries()) {
    const fault = differs(order, known[nth] ?? {});
    if (fault) return `${fault}, of order ${known[nth]?.orderId}`;
  }
  return undefined;
}

/** The first field of which they say different things. @param {Facts} told @param {Facts} known */
function differs(told, known) {
  for (const name of new Set([...Object.keys(known), ...Object.keys(told)])) {
    const [one, other] = [told[name], known[name]].map((value) => inOrder(value));
    if (one !== other) return `says ${name}: ${one}, and the journal ${other}`;
  }
  return undefined;
}

/** As text, whatever order its fields came in; nothing for none. @param {unknown} value */
function inOrder(value) {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

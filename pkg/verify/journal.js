// Holds the journal of a run against the record: the record has digests of it, each over some of its lines, written while it
// ran. Not here: whether the record itself is whole (`verify.js`).

import { createHash } from "node:crypto";
import { linesOf } from "./lines.js";
import { verifyLog } from "./verify.js";

/** @typedef {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} Chunks */
/** @typedef {{ first: number, last: number, sha256: string, entry: number }} Digest in that entry of the record, over the lines from first to last, each with its line end */

/**
 * @typedef {object} Tied
 * @property {true} ok
 * @property {string} job which job of the record it is
 * @property {number} lines
 * @property {number} before so many lines at its beginning have no digest left: retention took them out of the record
 * @property {number} after so many lines came after the last digest, and are not on the record yet
 * @property {readonly Digest[]} digests
 * @property {import("./verify.js").Whole} log
 */
/** @typedef {{ ok: false, fault: string, line?: number, file: "log" | "journal" }} NotTied */

/**
 * @param {Chunks} log an exported record @param {Chunks} journal
 * @param {Parameters<typeof verifyLog>[1] & { line?: (text: string) => void }} [options] `line` is told of each line of the journal @returns {Promise<Tied | NotTied>}
 */
export async function verifyJournal(log, journal, options = {}) {
  /** @type {Map<string, Digest[]>} */
  const jobs = new Map();
  const whole = await verifyLog(log, { ...options, seen: (entry) => take(jobs, entry) });
  if (!whole.ok) return { ...whole, file: "log" };
  const readings = [...jobs].map(([job, digests]) => new Reading(job, digests));
  let lines = 0;
  for await (const { bytes, state } of linesOf(journal, MOST_LINE)) {
    lines += 1;
    if (state !== "whole")
      return { ok: false, file: "journal", line: lines, fault: "is cut off or too long" };
    for (const reading of readings) reading.take(lines, bytes);
    options.line?.(utf8.decode(bytes));
  }
  for (const reading of readings) reading.end(lines);
  const tied = readings.find(({ fault, matched }) => fault === undefined && matched > 0);
  if (tied) {
    const { job, before, last, digests } = tied;
    return { ok: true, job, lines, before, after: lines - last, digests, log: whole };
  }
  // The one that it was, before it was changed.
  const [nearest] = readings.sort((a, b) => b.matched - a.matched);
  if (nearest === undefined || nearest.matched === 0)
    return { ok: false, file: "journal", fault: "is of no job that this record knows" };
  return { ok: false, file: "journal", ...nearest.fault, fault: nearest.fault?.fault ?? "" };
}

/** A line may hold as many orders as an entry of a journal may. */
const MOST_LINE = 8 << 20;
const utf8 = new TextDecoder();

/** @param {Map<string, Digest[]>} jobs @param {Record<string, any>} entry */
function take(jobs, { action, actor, details, seq }) {
  if (action !== "job-digest" || actor?.id !== "gateway" || actor.how !== "setting") return;
  const { job, first, last, sha256 } = details ?? {};
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first < 1 || last < first)
    return;
  const digests = jobs.get(String(job)) ?? [];
  digests.push({ first, last, sha256: String(sha256), entry: Number(seq) });
  jobs.set(String(job), digests);
}

/** One job's digests, held against the lines as they come. */
class Reading {
  /** @type {{ fault: string, line: number } | undefined} */
  fault;
  matched = 0;
  digests;
  /** @type {Array<Digest & { hash: import("node:crypto").Hash }>} */
  #open = [];
  #next = 0;

  /** @param {string} job @param {Digest[]} digests as they were written */
  constructor(job, digests) {
    this.job = job;
    // After a crash the same lines may have been digested again.
    this.digests = [...digests].sort((a, b) => a.first - b.first || a.last - b.last);
    this.before = (this.digests[0]?.first ?? 1) - 1;
    this.last = Math.max(...digests.map(({ last }) => last));
    let reach = this.before;
    for (const { first, last } of this.digests) {
      if (first > reach + 1)
        this.fault = { line: reach + 1, fault: "is on no digest, though later lines are" };
      reach = Math.max(reach, last);
    }
  }

  /** @param {number} nth @param {Uint8Array} bytes */
  take(nth, bytes) {
    for (let next = this.digests[this.#next]; next?.first === nth; ) {
      this.#open.push({ ...next, hash: createHash("sha256") });
      next = this.digests[++this.#next];
    }
    for (const { hash } of this.#open) hash.update(bytes).update("\n");
    for (const { first, hash, sha256 } of this.#open.filter(({ last }) => last === nth)) {
      if (hash.digest("hex") === sha256) this.matched += 1;
      else
        this.fault ??= {
          line: first,
          fault: `and those up to line ${nth} are not what they were when the record was written`,
        };
    }
    this.#open = this.#open.filter(({ last }) => last !== nth);
  }

  /** @param {number} lines */
  end(lines) {
    if (lines >= this.last) return;
    const fault = `is the last one, but the record knows ${this.last}: lines are missing`;
    this.fault ??= { line: lines, fault };
  }
}

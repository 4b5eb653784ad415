// Verifies the journal of a run against an exported audit log, which contains digests over ranges of the journal's lines.

import { createHash } from "node:crypto";
import { linesOf } from "./lines.js";
import { verifyLog } from "./verify.js";

/** @typedef {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} Chunks */
/** @typedef {{ first: number, last: number, sha256: string, entry: number }} Digest over the lines from first to last, each with its line end; in `entry` of the audit log */

/**
 * @typedef {object} VerifiedJournal
 * @property {true} ok
 * @property {string} job the id of the job in the audit log
 * @property {number} lines
 * @property {number} before the number of first lines without a digest: retention removed them from the audit log
 * @property {number} after the number of lines after the last digest, which are not in the audit log yet
 * @property {readonly Digest[]} digests
 * @property {import("./verify.js").Verified} log
 */
/** @typedef {{ ok: false, fault: string, line?: number, file: "log" | "journal" }} Rejected */

/**
 * @param {Chunks} log an exported audit log @param {Chunks} journal
 * @param {Parameters<typeof verifyLog>[1] & { onLine?: (text: string) => void }} [options] `onLine` is called for each line of the journal
 * @returns {Promise<VerifiedJournal | Rejected>}
 */
export async function verifyJournal(log, journal, options = {}) {
  /** @type {Map<string, Digest[]>} */
  const jobs = new Map();
  const verified = await verifyLog(log, { ...options, onEntry: (entry) => addDigest(jobs, entry) });
  if (!verified.ok) return { ...verified, file: "log" };
  const candidates = [...jobs].map(([job, digests]) => new Candidate(job, digests));
  let lines = 0;
  for await (const { bytes, state } of linesOf(journal, MAX_LINE_BYTES)) {
    lines += 1;
    if (state !== "whole")
      return { ok: false, file: "journal", line: lines, fault: "is cut off or too long" };
    for (const candidate of candidates) candidate.addLine(lines, bytes);
    options.onLine?.(utf8.decode(bytes));
  }
  for (const candidate of candidates) candidate.finish(lines);
  const found = candidates.find(({ fault, matched }) => fault === undefined && matched > 0);
  if (found) {
    const { job, before, last, digests } = found;
    return { ok: true, job, lines, before, after: lines - last, digests, log: verified };
  }
  // The job whose journal it most likely was before a change.
  const [nearest] = candidates.sort((a, b) => b.matched - a.matched);
  if (nearest === undefined || nearest.matched === 0)
    return { ok: false, file: "journal", fault: "belongs to no job of this audit log" };
  return { ok: false, file: "journal", ...nearest.fault, fault: nearest.fault?.fault ?? "" };
}

/** One line can contain all orders of a list. */
const MAX_LINE_BYTES = 8 << 20;
const utf8 = new TextDecoder();

/** @param {Map<string, Digest[]>} jobs @param {Record<string, any>} entry */
function addDigest(jobs, { action, actor, details, seq }) {
  if (action !== "job-digest" || actor?.id !== "gateway" || actor.how !== "setting") return;
  const { job, first, last, sha256 } = details ?? {};
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first < 1 || last < first)
    return;
  const digests = jobs.get(String(job)) ?? [];
  digests.push({ first, last, sha256: String(sha256), entry: Number(seq) });
  jobs.set(String(job), digests);
}

/** One job of the audit log, whose digests are compared with the lines of the journal. */
class Candidate {
  /** @type {{ fault: string, line: number } | undefined} */
  fault;
  matched = 0;
  digests;
  /** @type {Array<Digest & { hash: import("node:crypto").Hash }>} */
  #open = [];
  #next = 0;

  /** @param {string} job @param {Digest[]} digests in the order of the audit log */
  constructor(job, digests) {
    this.job = job;
    // After a crash, lines can have a second digest.
    this.digests = [...digests].sort((a, b) => a.first - b.first || a.last - b.last);
    this.before = (this.digests[0]?.first ?? 1) - 1;
    this.last = Math.max(...digests.map(({ last }) => last));
    let reach = this.before;
    for (const { first, last } of this.digests) {
      if (first > reach + 1)
        this.fault = { line: reach + 1, fault: "has no digest, but later lines have" };
      reach = Math.max(reach, last);
    }
  }

  /** @param {number} nth @param {Uint8Array} bytes */
  addLine(nth, bytes) {
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
          fault: `and the lines up to ${nth} have another digest than the audit log states`,
        };
    }
    this.#open = this.#open.filter(({ last }) => last !== nth);
  }

  /** @param {number} lines */
  finish(lines) {
    if (lines >= this.last) return;
    const fault = `is the last one, but the audit log has digests up to line ${this.last}: lines are missing`;
    this.fault ??= { line: lines, fault };
  }
}

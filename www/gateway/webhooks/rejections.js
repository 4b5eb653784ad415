// Counts rejected events in this isolate, so that a flood of forged events reaches the account once in a while, not each
// time.

/** Why an event was rejected: a wrong secret, or a body that is not an event. @typedef {"secret" | "body"} RejectionCause */
/** @typedef {Partial<Record<RejectionCause, number>>} RejectionCounts */

const INTERVAL_MS = 10_000;

export class RejectionCounter {
  /** @type {RejectionCounts} */
  #counts = {};
  #reportedMs = Number.NEGATIVE_INFINITY;

  /** Counts a rejection. Returns the counts to report to the account, if it is time. @param {RejectionCause} cause @param {number} nowMs @returns {RejectionCounts | undefined} */
  add(cause, nowMs) {
    this.#counts[cause] = (this.#counts[cause] ?? 0) + 1;
    if (nowMs - this.#reportedMs < INTERVAL_MS) return undefined;
    const counts = this.#counts;
    this.#counts = {};
    this.#reportedMs = nowMs;
    return counts;
  }
}

// The rate limiter of one API key. It stores every admission in the account's SQLite before the request is sent, so that a
// restart opens no window. The core decides the order and the times (`src/policy/pacing`).

import { InvalidInputError, RateLimiter as KeyRateLimiter } from "certcentral-revoke/pacing";

/** @import { KeyPause } from "certcentral-revoke/pacing" */
/** @typedef {{ isAdmitted: boolean, waitMs: number }} Admission `waitMs`: when a retry may succeed, if the request was not admitted */

export class RateLimiter {
  /** @type {Map<number, (admission: Admission) => void>} */
  #waiting = new Map();
  #tickets = 0;
  /** @type {KeyRateLimiter} */
  #limiter;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Identifies the key without revealing it. */
  #key = "";

  /** @param {any} sql of a Durable Object @param {string} [limits] JSON; default: DigiCert's limits */
  constructor(sql, limits) {
    this.sql = sql;
    this.limits = parseLimits(limits);
    /** Why the limits are invalid. While it is set, nothing may be sent. @type {string | undefined} */
    this.issue = undefined;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS sent (nth INTEGER PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL)",
    );
    sql.exec("CREATE TABLE IF NOT EXISTS pause (key TEXT PRIMARY KEY, state TEXT NOT NULL)");
    this.#limiter = this.#restore();
  }

  /**
   * Continues with the state of a key. DigiCert's windows belong to the key, and the account outlives it. Call it before the
   * first request.
   * @param {string} key identifies the key without revealing it
   */
  useKey(key) {
    this.#key = key;
    this.#limiter = this.#restore();
  }

  /** @returns {KeyRateLimiter} */
  #restore() {
    const key = this.#key;
    const rows = this.sql
      .exec("SELECT nth, at FROM sent WHERE key = ? ORDER BY nth", key)
      .toArray();
    const [pause] = this.sql.exec("SELECT state FROM pause WHERE key = ?", key).toArray();
    const stored = {
      sentUnixMs: rows.map((/** @type {{ at: number }} */ { at }) => at),
      sentBefore: (rows[0]?.nth ?? 1) - 1,
      pause: parsePause(pause?.state),
    };
    try {
      return new KeyRateLimiter({ ...stored, limits: this.limits });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.issue = error.issues
        .map(({ message }) => message.replace(/^limits/, "LIMITS"))
        .join("; ");
      return new KeyRateLimiter(stored);
    }
  }

  /**
   * Waits for permission to send one request. An interactive request is rejected after a maximum wait; a job waits as long as
   * necessary.
   * @param {"interactive" | "bulk"} lane @param {string} [job] id of the job, in the bulk lane @returns {Promise<Admission>}
   */
  acquire(lane, job = "") {
    const ticket = this.#tickets++;
    const nowMs = Date.now();
    if (lane === "bulk") this.#limiter.enqueueBulk(job, ticket);
    else this.#limiter.enqueue(ticket, nowMs);
    return new Promise((resolve) => {
      this.#waiting.set(ticket, resolve);
      this.#advance();
    });
  }

  /** Rejects the waiting requests of a job that was paused or has ended. @param {string} job */
  cancelJob(job) {
    for (const ticket of this.#limiter.removeJob(job)) this.#settle(ticket, false, 0);
  }

  /** Pauses the key after a 429. @param {string | null} retryAfter value of the header */
  onRejected(retryAfter) {
    const { untilUnixMs, share, shareSinceUnixMs } = this.#limiter.onRejected(
      retryAfter,
      Date.now(),
    );
    const state = JSON.stringify([untilUnixMs, share, shareSinceUnixMs]);
    this.sql.exec("INSERT OR REPLACE INTO pause VALUES (?, ?)", this.#key, state);
  }

  /** Estimates the milliseconds until a number of further requests of a job are sent. @param {string} job @param {number} calls @returns {number} */
  msUntil(job, calls) {
    return this.estimate(job, calls).durationMs;
  }

  /** Estimates rate and limiting factor for a number of further requests of a job. @param {string} job @param {number} calls */
  estimate(job, calls) {
    return this.#limiter.estimate(job, calls, Date.now());
  }

  #advance() {
    clearTimeout(this.#timer);
    while (this.#waiting.size > 0) {
      const nowMs = Date.now();
      const { ticket, maySend, waitMs = 0 } = this.#limiter.next(nowMs);
      if (ticket === undefined) {
        this.#timer = setTimeout(() => this.#advance(), waitMs);
        return;
      }
      if (maySend) this.#record(nowMs);
      this.#settle(ticket, maySend, waitMs);
    }
  }

  /** A Durable Object sends no request before this row is on disk. @param {number} nowMs */
  #record(nowMs) {
    const [{ nth }] = this.sql
      .exec("INSERT INTO sent (key, at) VALUES (?, ?) RETURNING nth", this.#key, nowMs)
      .toArray();
    const oldest = nth - this.#limiter.historySize;
    this.sql.exec("DELETE FROM sent WHERE key = ? AND nth <= ?", this.#key, oldest);
  }

  /** @param {number} ticket @param {boolean} isAdmitted @param {number} waitMs */
  #settle(ticket, isAdmitted, waitMs) {
    this.#waiting.get(ticket)?.({ isAdmitted, waitMs });
    this.#waiting.delete(ticket);
  }
}

/** Parses the stored pause: its end, the share that other clients leave, and since when. @param {string} [state] @returns {KeyPause | undefined} */
function parsePause(state) {
  if (state === undefined) return undefined;
  const [untilUnixMs, share, shareSinceUnixMs] = JSON.parse(state);
  return { untilUnixMs, share, shareSinceUnixMs };
}

/** Returns text that is not JSON unchanged; the core rejects it. @param {string} [text] */
function parseLimits(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

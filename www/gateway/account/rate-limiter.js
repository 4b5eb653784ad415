// The rate limiter of one API key. It stores every admission in the account's SQLite before the request is sent, so that a
// restart opens no window. The core decides the order and the times (`src/policy/pacing`).

import { InvalidInputError, RateLimiter as KeyRateLimiter } from "certcentral-revoke/pacing";

/** @import { KeyPause, Lane, Limits, RateLimiterOptions } from "certcentral-revoke/pacing" */
/** @typedef {{ isAdmitted: boolean, waitMs: number }} Admission `waitMs`: when a retry may succeed, if the request was not admitted */
/** @typedef {{ lane: Lane, person: string, job?: string | undefined }} Sender `person`: the id of the actor or of the owner of the job. `job`: in the bulk lane */
/** @typedef {Sender & { resolve: (admission: Admission) => void }} Waiting */

export class RateLimiter {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #tickets = 0;
  /** @type {KeyRateLimiter} */
  #limiter;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Identifies the key without revealing it. */
  #key = "";
  /** @type {Pick<RateLimiterOptions, "limits" | "lanes">} */
  #settings;

  /**
   * @param {any} sql of a Durable Object @param {string} [limits] JSON; default: DigiCert's limits
   * @param {string} [lanes] JSON; default: the core's
   */
  constructor(sql, limits, lanes) {
    this.sql = sql;
    this.#settings = { limits: parseSetting(limits), lanes: parseSetting(lanes) };
    /** Why the settings are invalid. While it is set, nothing may be sent. @type {string | undefined} */
    this.issue = issueOf(this.#settings);
    sql.exec(
      "CREATE TABLE IF NOT EXISTS sent_requests (nth INTEGER PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL, lane TEXT NOT NULL, person TEXT NOT NULL)",
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
      .exec(
        "SELECT nth, at AS unixMs, lane, person FROM sent_requests WHERE key = ? ORDER BY nth",
        key,
      )
      .toArray();
    const [pause] = this.sql.exec("SELECT state FROM pause WHERE key = ?", key).toArray();
    const stored = {
      sent: rows,
      sentBefore: (rows[0]?.nth ?? 1) - 1,
      pause: parsePause(pause?.state),
    };
    return new KeyRateLimiter(this.issue ? stored : { ...stored, ...this.#settings });
  }

  /** The limits of jobs: the limits of the key without the reserve for writes. @returns {Limits} */
  get bulkLimits() {
    return this.#limiter.bulkLimits;
  }

  /**
   * Waits for permission to send one request. A request of a person is rejected after a maximum wait, or if too many of that
   * person wait; a job waits as long as necessary.
   * @param {Sender} sender @returns {Promise<Admission>}
   */
  async acquire(sender) {
    const ticket = this.#tickets++;
    const waitMs = this.#enqueue(sender, ticket);
    if (waitMs !== undefined) return { isAdmitted: false, waitMs };
    return new Promise((resolve) => {
      this.#waiting.set(ticket, { ...sender, resolve });
      this.#advance();
    });
  }

  /** Rejects the waiting requests of a job that was paused or has ended. @param {string} job */
  cancelJob(job) {
    for (const ticket of this.#limiter.removeJob(job)) this.#settle(ticket, false, 0);
  }

  /**
   * Pauses the key after a 429. Returns the rest of the pause, in milliseconds.
   * @param {string | null} retryAfter value of the header @returns {number}
   */
  onRejected(retryAfter) {
    const nowMs = Date.now();
    const { untilUnixMs, share, shareSinceUnixMs } = this.#limiter.onRejected(retryAfter, nowMs);
    const state = JSON.stringify([untilUnixMs, share, shareSinceUnixMs]);
    this.sql.exec("INSERT OR REPLACE INTO pause VALUES (?, ?)", this.#key, state);
    return untilUnixMs - nowMs;
  }

  /**
   * Estimates rate and limiting factor for a number of further requests of a job.
   * @param {string} person the owner of the job @param {string} job @param {number} calls
   */
  estimate(person, job, calls) {
    return this.#limiter.estimate(person, job, calls, Date.now());
  }

  /** @param {Sender} sender @param {number} ticket @returns {number | undefined} the wait until another attempt, if the request was not added */
  #enqueue({ lane, person, job = "" }, ticket) {
    if (lane !== "bulk") return this.#limiter.enqueue(lane, person, ticket, Date.now());
    this.#limiter.enqueueBulk(person, job, ticket);
    return undefined;
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
      if (maySend) this.#record(ticket, nowMs);
      this.#settle(ticket, maySend, waitMs);
    }
  }

  /** A Durable Object sends no request before this row is on disk. @param {number} ticket @param {number} nowMs */
  #record(ticket, nowMs) {
    const { lane, person } = /** @type {Waiting} */ (this.#waiting.get(ticket));
    const [{ nth }] = this.sql
      .exec(
        "INSERT INTO sent_requests (key, at, lane, person) VALUES (?, ?, ?, ?) RETURNING nth",
        ...[this.#key, nowMs, lane, person],
      )
      .toArray();
    const oldest = nth - this.#limiter.historySize;
    this.sql.exec("DELETE FROM sent_requests WHERE key = ? AND nth <= ?", this.#key, oldest);
  }

  /** @param {number} ticket @param {boolean} isAdmitted @param {number} waitMs */
  #settle(ticket, isAdmitted, waitMs) {
    this.#waiting.get(ticket)?.resolve({ isAdmitted, waitMs });
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
function parseSetting(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns what is invalid about the settings, with their names. @param {{ limits?: any, lanes?: any }} settings */
function issueOf({ limits, lanes }) {
  const issues = [...issuesOf("limits", { limits }), ...issuesOf("lanes", { lanes })];
  return issues.length === 0 ? undefined : issues.join("; ");
}

/** @param {"limits" | "lanes"} option @param {RateLimiterOptions} options @returns {string[]} */
function issuesOf(option, options) {
  const name = option.toUpperCase();
  if (options[option] === undefined) return [];
  try {
    new KeyRateLimiter(options);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const named = new RegExp(`^${option}(?=\\W)`);
    return error.issues.map(({ message }) =>
      named.test(message) ? message.replace(named, name) : `${name}: ${message}`,
    );
  }
}

// Waiting for leave to send with one key. Every send is noted in the account's SQLite before it is made, so that no window
// is opened by a restart. Not here: who may go when; that is said by the core (`src/policy/pacing`).

import { InvalidInputError, Turns as KeyTurns } from "certcentral-revoke/pacing";

/** @import { KeyPause } from "certcentral-revoke/pacing" */
/** @typedef {{ may: boolean, waitMs: number }} Leave whether to send now; if not, when it may be worth trying */

export class Turns {
  /** @type {Map<number, (leave: Leave) => void>} */
  #waiting = new Map();
  #tickets = 0;
  /** Who goes when. */
  #turns;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {any} sql of a Durable Object @param {string} [limits] JSON; DigiCert's if left out */
  constructor(sql, limits) {
    this.sql = sql;
    /** What is wrong with the limits: then nothing may be sent. @type {string | undefined} */
    this.fault = undefined;
    sql.exec("CREATE TABLE IF NOT EXISTS sent (nth INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
    sql.exec("CREATE TABLE IF NOT EXISTS pause (one INTEGER PRIMARY KEY, state TEXT NOT NULL)");
    const rows = sql.exec("SELECT nth, at FROM sent ORDER BY nth").toArray();
    const [pause] = sql.exec("SELECT state FROM pause").toArray();
    const kept = {
      sentMs: rows.map((/** @type {{ at: number }} */ { at }) => at),
      before: (rows[0]?.nth ?? 1) - 1,
      pause: pauseOf(pause?.state),
    };
    try {
      this.#turns = new KeyTurns({ ...kept, limits: jsonOf(limits) });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.fault = error.issues
        .map(({ message }) => message.replace(/^limits/, "LIMITS"))
        .join("; ");
      this.#turns = new KeyTurns(kept);
    }
  }

  /**
   * Waits for leave to send one call. A person is told after a while to come again, a job waits as long as it takes.
   * @param {"interactive" | "bulk"} lane @param {string} [job] whose call it is, in bulk @returns {Promise<Leave>}
   */
  take(lane, job = "") {
    const ticket = this.#tickets++;
    const nowMs = Date.now();
    if (lane === "bulk") this.#turns.job(job, ticket);
    else this.#turns.person(ticket, nowMs);
    return new Promise((end) => {
      this.#waiting.set(ticket, end);
      this.#look();
    });
  }

  /** A job was paused or has ended: none of its calls gets leave any more. @param {string} job */
  leave(job) {
    for (const ticket of this.#turns.leave(job)) this.#end(ticket, false, 0);
  }

  /** A 429: the whole key pauses. @param {string | null} retryAfter as the header says */
  refused(retryAfter) {
    const { untilMs, share, shareSinceMs } = this.#turns.refused(retryAfter, Date.now());
    const state = JSON.stringify([untilMs, share, shareSinceMs]);
    this.sql.exec("INSERT OR REPLACE INTO pause (one, state) VALUES (1, ?)", state);
  }

  /** How many milliseconds until so many more calls of a job were sent, as things are. @param {string} job @param {number} calls @returns {number} */
  msUntil(job, calls) {
    return this.#turns.msUntil(job, calls, Date.now());
  }

  /** How things stand for so many more calls of a job. @param {string} job @param {number} calls */
  outlook(job, calls) {
    return this.#turns.outlook(job, calls, Date.now());
  }

  #look() {
    clearTimeout(this.#timer);
    while (this.#waiting.size > 0) {
      const nowMs = Date.now();
      const { ticket, maySend, waitMs = 0 } = this.#turns.next(nowMs);
      if (ticket === undefined) {
        this.#timer = setTimeout(() => this.#look(), waitMs);
        return;
      }
      if (maySend) this.#note(nowMs);
      this.#end(ticket, maySend, waitMs);
    }
  }

  /** Nothing leaves a Durable Object before this is on its disk. @param {number} nowMs */
  #note(nowMs) {
    const [{ nth }] = this.sql
      .exec("INSERT INTO sent (at) VALUES (?) RETURNING nth", nowMs)
      .toArray();
    this.sql.exec("DELETE FROM sent WHERE nth <= ?", nth - this.#turns.keep);
  }

  /** @param {number} ticket @param {boolean} may @param {number} waitMs */
  #end(ticket, may, waitMs) {
    this.#waiting.get(ticket)?.({ may, waitMs });
    this.#waiting.delete(ticket);
  }
}

/** As it was kept: until when, the share that others leave, and since when. @param {string} [state] @returns {KeyPause | undefined} */
function pauseOf(state) {
  if (state === undefined) return undefined;
  const [untilMs, share, shareSinceMs] = JSON.parse(state);
  return { untilMs, share, shareSinceMs };
}

/** What is no JSON is text, and refused as such. @param {string} [text] */
function jsonOf(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

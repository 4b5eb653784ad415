// Waiting for leave to send with one key. Every send is noted in the account's SQLite before it is made, so that no window
// is opened by a restart. Not here: who may go when; that is said by the core (`src/policy/pacing`).

/** @typedef {import("./pacing.js").Pace} Pace */
/** @typedef {{ may: boolean, waitMs: number }} Leave whether to send now; if not, when it may be worth trying */

/** The windows that DigiCert documents. */
const DIGICERT = [
  [100, 5000],
  [1000, 180_000],
];

export class Turns {
  /** @type {Map<number, (leave: Leave) => void>} */
  #waiting = new Map();
  #tickets = 0;
  /** How many sends to keep. */
  #keep = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {any} sql of a Durable Object @param {Pace} pace @param {string} [limits] JSON; DigiCert's if left out */
  constructor(sql, pace, limits) {
    this.sql = sql;
    this.pace = pace;
    /** @type {number[][]} */
    this.windows = jsonOf(limits)?.windows ?? DIGICERT;
    sql.exec("CREATE TABLE IF NOT EXISTS sent (nth INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
    sql.exec("CREATE TABLE IF NOT EXISTS pause (one INTEGER PRIMARY KEY, state TEXT NOT NULL)");
    const rows = sql.exec("SELECT nth, at FROM sent ORDER BY nth").toArray();
    const [pause] = sql.exec("SELECT state FROM pause").toArray();
    const { keep, fault } = pace({
      event: "opened",
      limits: jsonOf(limits),
      sentMs: rows.map((/** @type {{ at: number }} */ { at }) => at),
      before: (rows[0]?.nth ?? 1) - 1,
      pause: jsonOf(pause?.state),
    });
    this.#keep = keep;
    /** What is wrong with the limits: then nothing may be sent. @type {string | undefined} */
    this.fault = fault;
  }

  /**
   * Waits for leave to send one call. A person is told after a while to come again, a job waits as long as it takes.
   * @param {"interactive" | "bulk"} lane @param {string} [job] whose call it is, in bulk @returns {Promise<Leave>}
   */
  take(lane, job = "") {
    const ticket = this.#tickets++;
    const nowMs = Date.now();
    this.pace({ event: "came", ticket, nowMs, ...(lane === "bulk" ? { job } : {}) });
    return new Promise((end) => {
      this.#waiting.set(ticket, end);
      this.#look();
    });
  }

  /** A job was paused or has ended: none of its calls gets leave any more. @param {string} job */
  leave(job) {
    for (const ticket of this.pace({ event: "left", job }).left) this.#end(ticket, false, 0);
  }

  /** A 429: the whole key pauses. @param {string | null} retryAfter as the header says */
  refused(retryAfter) {
    const { pause } = this.pace({ event: "refused", retryAfter, nowMs: Date.now() });
    this.sql.exec("INSERT OR REPLACE INTO pause (one, state) VALUES (1, ?)", JSON.stringify(pause));
  }

  /** How many milliseconds until so many more calls of a job were sent, as things are. @param {string} job @param {number} calls @returns {number} */
  msUntil(job, calls) {
    return this.pace({ event: "guessed", job, calls, nowMs: Date.now() }).ms;
  }

  /** How things stand for so many more calls of a job. @param {string} job @param {number} calls */
  outlook(job, calls) {
    const nowMs = Date.now();
    const [pause] = this.sql.exec("SELECT state FROM pause").toArray();
    const [pausedUntilMs = 0] = jsonOf(pause?.state) ?? [];
    const windows = this.windows.map(([calls = 0, ms = 0]) => {
      const [{ used }] = this.sql
        .exec("SELECT COUNT(*) AS used FROM sent WHERE at > ?", nowMs - ms)
        .toArray();
      return { calls, ms, used };
    });
    return { ms: this.msUntil(job, calls), pausedMs: Math.max(0, pausedUntilMs - nowMs), windows };
  }

  #look() {
    clearTimeout(this.#timer);
    while (this.#waiting.size > 0) {
      const nowMs = Date.now();
      const { go, tooLate, waitMs } = this.pace({ event: "asked", nowMs });
      if (go !== undefined) {
        this.#note(nowMs);
        this.#end(go, true, 0);
      } else if (tooLate !== undefined) this.#end(tooLate, false, waitMs);
      else {
        this.#timer = setTimeout(() => this.#look(), waitMs);
        return;
      }
    }
  }

  /** Nothing leaves a Durable Object before this is on its disk. @param {number} nowMs */
  #note(nowMs) {
    const [{ nth }] = this.sql
      .exec("INSERT INTO sent (at) VALUES (?) RETURNING nth", nowMs)
      .toArray();
    this.sql.exec("DELETE FROM sent WHERE nth <= ?", nth - this.#keep);
  }

  /** @param {number} ticket @param {boolean} may @param {number} waitMs */
  #end(ticket, may, waitMs) {
    this.#waiting.get(ticket)?.({ may, waitMs });
    this.#waiting.delete(ticket);
  }
}

/** What is no JSON is text, and refused as such. @param {string} [text] */
function jsonOf(text) {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

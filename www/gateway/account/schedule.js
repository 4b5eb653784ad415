// The one alarm that a Durable Object has, for everything of the account that has to be done later. What is due stays in
// the table until whoever does it has said when the next time is: a crash in between forgets nothing.

/** So much later it is tried again where nobody has said anything else. */
const AGAIN_MS = 10_000;

export class Schedule {
  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS schedule (what TEXT PRIMARY KEY, at INTEGER NOT NULL)",
    );
  }

  /** @param {string} what @param {number} at UTC milliseconds */
  async set(what, at) {
    this.storage.sql.exec(
      "INSERT OR REPLACE INTO schedule VALUES (?, ?)",
      what,
      Math.max(0, Math.ceil(at)),
    );
    await this.arm();
  }

  /** Unless it is there already. @param {string} what @param {number} at */
  async setOnce(what, at) {
    this.storage.sql.exec("INSERT OR IGNORE INTO schedule VALUES (?, ?)", what, Math.ceil(at));
    await this.arm();
  }

  /** Whatever begins so was on its way when the last instance ended: it goes on now. @param {string} beginning */
  async hasten(beginning) {
    this.storage.sql.exec(
      "UPDATE schedule SET at = MIN(at, ?) WHERE substr(what, 1, ?) = ?",
      ...[Date.now(), beginning.length, beginning],
    );
    await this.arm();
  }

  /** @param {string} what */
  drop(what) {
    this.storage.sql.exec("DELETE FROM schedule WHERE what = ?", what);
  }

  /** What is due, which comes again soon unless something else is said of it. @param {number} nowMs @returns {Promise<string[]>} */
  async take(nowMs) {
    const rows = this.storage.sql.exec("SELECT what FROM schedule WHERE at <= ?", nowMs).toArray();
    this.storage.sql.exec("UPDATE schedule SET at = ? WHERE at <= ?", nowMs + AGAIN_MS, nowMs);
    await this.arm();
    return rows.map((/** @type {{ what: string }} */ { what }) => what);
  }

  /** Sets the alarm to the first of all. */
  async arm() {
    const [{ at }] = this.storage.sql.exec("SELECT MIN(at) AS at FROM schedule").toArray();
    if (at === null) await this.storage.deleteAlarm();
    else await this.storage.setAlarm(Math.max(at, Date.now()));
  }
}

// Schedules the account's tasks with the single alarm of a Durable Object. A due task stays in the table until its worker
// sets the next time or removes it, so that a crash loses nothing.

/** Delay until a claimed task runs again, unless its worker sets another time. */
const RETRY_MS = 10_000;

export class Schedule {
  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS schedule (what TEXT PRIMARY KEY, at INTEGER NOT NULL)",
    );
  }

  /** Schedules a task. @param {string} what @param {number} at UTC milliseconds */
  async set(what, at) {
    this.storage.sql.exec(
      "INSERT OR REPLACE INTO schedule VALUES (?, ?)",
      what,
      Math.max(0, Math.ceil(at)),
    );
    await this.setAlarm();
  }

  /** Schedules a task unless it is already scheduled. @param {string} what @param {number} at UTC milliseconds */
  async setIfAbsent(what, at) {
    this.storage.sql.exec("INSERT OR IGNORE INTO schedule VALUES (?, ?)", what, Math.ceil(at));
    await this.setAlarm();
  }

  /** Makes all tasks with a prefix due: they were in progress when the last instance ended. @param {string} prefix */
  async runNow(prefix) {
    this.storage.sql.exec(
      "UPDATE schedule SET at = MIN(at, ?) WHERE substr(what, 1, ?) = ?",
      ...[Date.now(), prefix.length, prefix],
    );
    await this.setAlarm();
  }

  /** @param {string} what */
  remove(what) {
    this.storage.sql.exec("DELETE FROM schedule WHERE what = ?", what);
  }

  /** Returns the due tasks. Each is due again after `RETRY_MS` unless its worker sets another time. @param {number} nowMs @returns {Promise<string[]>} */
  async claimDue(nowMs) {
    const rows = this.storage.sql.exec("SELECT what FROM schedule WHERE at <= ?", nowMs).toArray();
    this.storage.sql.exec("UPDATE schedule SET at = ? WHERE at <= ?", nowMs + RETRY_MS, nowMs);
    await this.setAlarm();
    return rows.map((/** @type {{ what: string }} */ { what }) => what);
  }

  /** Sets the alarm to the earliest task. */
  async setAlarm() {
    const [{ at }] = this.storage.sql.exec("SELECT MIN(at) AS at FROM schedule").toArray();
    if (at === null) await this.storage.deleteAlarm();
    else await this.storage.setAlarm(Math.max(at, Date.now()));
  }
}

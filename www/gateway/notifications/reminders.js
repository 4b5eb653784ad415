// What ends by itself: a pending approval and a hold. Each is announced once before its end, and its end wakes the account.
// The audit log entry that starts it adds it here; the one that ends it early removes it.

/** @typedef {Extract<import("./events.js").NotificationEvent, { type: "approval-expiring" | "hold-ending" }>} Reminder */

const HOUR_MS = 3_600_000;
/** A reminder comes when a quarter of the time is left, but not earlier than this before the end. */
const LEAD_MS = { "approval-expiring": HOUR_MS, "hold-ending": 24 * HOUR_MS };
/** Pending approvals and holds have smaller limits of their own. */
const MAX_REMINDERS = 20_000;

/** Returns when to remind. @param {Reminder["type"]} type @param {number} startMs @param {number} endMs */
export function reminderAt(type, startMs, endMs) {
  return Math.round(endMs - Math.min(LEAD_MS[type], Math.max(0, endMs - startMs) / 4));
}

export class Reminders {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS notification_reminders (key TEXT PRIMARY KEY, at INTEGER NOT NULL, ends INTEGER NOT NULL, event TEXT NOT NULL)",
    );
  }

  /** @param {string} key @param {Reminder} event @param {number} nowMs */
  set(key, event, nowMs) {
    const [{ count }] = this.sql
      .exec("SELECT COUNT(*) AS count FROM notification_reminders WHERE key <> ?", key)
      .toArray();
    if (count >= MAX_REMINDERS) return;
    const ends = event.type === "hold-ending" ? event.until : event.expires;
    this.sql.exec(
      "INSERT OR REPLACE INTO notification_reminders VALUES (?, ?, ?, ?)",
      ...[key, reminderAt(event.type, nowMs, ends), ends, JSON.stringify(event)],
    );
  }

  /** @param {string} key */
  remove(key) {
    this.sql.exec("DELETE FROM notification_reminders WHERE key = ?", key);
  }

  /**
   * Returns the due reminders, each once, and whether something has ended.
   * @param {number} nowMs @returns {{ events: Reminder[], hasEnded: boolean }}
   */
  take(nowMs) {
    const ended = this.sql.exec("DELETE FROM notification_reminders WHERE ends <= ?", nowMs);
    const hasEnded = ended.rowsWritten > 0;
    const rows = this.sql
      .exec(
        "SELECT event FROM notification_reminders WHERE at <= ? AND at < ends ORDER BY at",
        nowMs,
      )
      .toArray();
    // The next time of these rows is their end.
    this.sql.exec("UPDATE notification_reminders SET at = ends WHERE at <= ?", nowMs);
    const events = rows.map((/** @type {{ event: string }} */ { event }) => JSON.parse(event));
    return { events, hasEnded };
  }

  /** @returns {number | undefined} */
  nextAt() {
    const [{ at }] = this.sql.exec("SELECT MIN(at) AS at FROM notification_reminders").toArray();
    return at ?? undefined;
  }
}

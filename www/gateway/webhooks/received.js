// Stores what DigiCert's webhook has sent: each event once, how far its confirmation is, and counts of everything else.

/** @typedef {import("./rejections.js").RejectionCounts} RejectionCounts */
/**
 * `pending`: a read will confirm it. `covered`: an event of another certificate of the order is pending or confirmed.
 * `run`: a bulk run revokes the order, and confirms it. `unrelated`: the gateway never changed the order. `unconfirmed`: no read has shown it.
 * @typedef {"pending" | "covered" | "run" | "unrelated" | "confirmed" | "unconfirmed"} EventState
 */
/** @typedef {{ order: string, certificate: string, rounds: number }} PendingEvent */
/** @typedef {"received" | "repeated" | "other" | "rejected-secret" | "rejected-body"} CountName */

/** Rows. The oldest one makes room; without it a repeated event costs one more read, and changes nothing. */
const MAX_EVENTS = 20_000;
/** Characters of the data of another event. */
const MAX_DATA = 1000;

const TABLES = [
  `CREATE TABLE IF NOT EXISTS digicert_events (
    n INTEGER PRIMARY KEY AUTOINCREMENT, "order" TEXT NOT NULL, certificate TEXT NOT NULL, at INTEGER NOT NULL,
    state TEXT NOT NULL, rounds INTEGER NOT NULL DEFAULT 0, next INTEGER, UNIQUE ("order", certificate))`,
  "CREATE INDEX IF NOT EXISTS digicert_events_next ON digicert_events (next) WHERE next IS NOT NULL",
  "CREATE TABLE IF NOT EXISTS digicert_counts (name TEXT PRIMARY KEY, count INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS digicert_other (one INTEGER PRIMARY KEY CHECK (one = 1), event TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL)",
];

export class ReceivedEvents {
  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    for (const statement of TABLES) sql.exec(statement);
  }

  /** @param {string} order @param {string} certificate */
  isKnown(order, certificate) {
    return (
      this.sql
        .exec(
          'SELECT 1 FROM digicert_events WHERE "order" = ? AND certificate = ?',
          order,
          certificate,
        )
        .toArray().length > 0
    );
  }

  /** Returns whether a read has confirmed an order, or will try. @param {string} order */
  isHandled(order) {
    return (
      this.sql
        .exec(
          `SELECT 1 FROM digicert_events WHERE "order" = ? AND state IN ('pending', 'confirmed') LIMIT 1`,
          order,
        )
        .toArray().length > 0
    );
  }

  /** @param {{ order: string, certificate: string }} event @param {EventState} state @param {number} nowMs @param {number | null} next time of the read */
  add({ order, certificate }, state, nowMs, next) {
    this.sql.exec(
      'INSERT INTO digicert_events ("order", certificate, at, state, next) VALUES (?, ?, ?, ?, ?)',
      ...[order, certificate, nowMs, state, next],
    );
    this.sql.exec(
      "DELETE FROM digicert_events WHERE n <= (SELECT MAX(n) FROM digicert_events) - ?",
      MAX_EVENTS,
    );
  }

  /** @param {number} nowMs @param {number} limit @returns {PendingEvent[]} */
  due(nowMs, limit) {
    return this.sql
      .exec(
        'SELECT "order", certificate, rounds FROM digicert_events WHERE next <= ? ORDER BY next LIMIT ?',
        ...[nowMs, limit],
      )
      .toArray();
  }

  /** @param {string} order @param {EventState} state @param {number | null} next time of the next read */
  set(order, state, next) {
    this.sql.exec(
      `UPDATE digicert_events SET state = ?, next = ?, rounds = rounds + 1 WHERE "order" = ? AND state = 'pending'`,
      ...[state, next, order],
    );
  }

  /** @returns {number | undefined} */
  nextAt() {
    const [{ at }] = this.sql.exec("SELECT MIN(next) AS at FROM digicert_events").toArray();
    return at ?? undefined;
  }

  /** @param {CountName} name @param {number} [by] */
  count(name, by = 1) {
    this.sql.exec(
      "INSERT INTO digicert_counts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count",
      ...[name, by],
    );
  }

  /** Keeps the last event of another kind: the verification challenge of a new webhook is one. @param {string} event @param {string} data @param {number} nowMs */
  setOther(event, data, nowMs) {
    this.sql.exec(
      "INSERT OR REPLACE INTO digicert_other VALUES (1, ?, ?, ?)",
      ...[event, data.slice(0, MAX_DATA), nowMs],
    );
  }

  state() {
    const counts = this.sql.exec("SELECT name, count FROM digicert_counts").toArray();
    const states = this.sql
      .exec("SELECT state AS name, COUNT(*) AS count FROM digicert_events GROUP BY state")
      .toArray();
    const [lastOther] = this.sql.exec("SELECT event, data, at FROM digicert_other").toArray();
    const named = [...counts, ...states].map(({ name, count }) => [name, count]);
    return { ...Object.fromEntries(named), ...(lastOther ? { lastOther } : {}) };
  }
}

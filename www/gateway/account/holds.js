// Stores the holds: orders that cannot be revoked, each with a reason and the person who set it.

/** @typedef {{ orderId: string, reason: string, by: string, time: number }} Hold */

export class Holds {
  /** Incremented by every change, so that a caller can detect that an earlier check is stale. */
  version = 0;

  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS holds ("order" TEXT PRIMARY KEY, reason TEXT NOT NULL, by TEXT NOT NULL, time INTEGER NOT NULL)',
    );
  }

  /** Newest first. @returns {Hold[]} */
  list() {
    return this.sql.exec("SELECT * FROM holds ORDER BY time DESC").toArray().map(holdFrom);
  }

  /** @param {string} orderId @returns {Hold | undefined} */
  of(orderId) {
    return this.sql
      .exec('SELECT * FROM holds WHERE "order" = ?', orderId)
      .toArray()
      .map(holdFrom)[0];
  }

  /** Sets a hold, or replaces its reason. @param {Hold} hold */
  set({ orderId, reason, by, time }) {
    this.version += 1;
    this.sql.exec("INSERT OR REPLACE INTO holds VALUES (?, ?, ?, ?)", orderId, reason, by, time);
  }

  /** @param {string} orderId @returns {boolean} whether the order was on hold */
  lift(orderId) {
    this.version += 1;
    return this.sql.exec('DELETE FROM holds WHERE "order" = ?', orderId).rowsWritten > 0;
  }
}

/** @param {Record<string, any>} row @returns {Hold} */
function holdFrom({ order, reason, by, time }) {
  return { orderId: order, reason, by, time };
}

// Counts revoked orders in the account's SQLite, so that the revocation limit survives a restart. An order counts once an
// hour, even if it is requested and approved in that time.

import { brakeUntil, HOUR_MS } from "./rules/brake.js";

export class Brake {
  /** @param {any} sql of a Durable Object @param {import("./rules/brake.js").BrakePolicy} policy */
  constructor(sql, policy) {
    this.sql = sql;
    this.policy = policy;
    sql.exec("CREATE TABLE IF NOT EXISTS braked (subject TEXT PRIMARY KEY, at INTEGER NOT NULL)");
  }

  /**
   * Counts subjects that are about to be revoked: all of them, or none if the limit does not allow it.
   * @param {string[]} subjects @param {number} [nowMs]
   * @returns {number} as `brakeUntil`: 0 if they may be revoked now and are counted
   */
  acquire(subjects, nowMs = Date.now()) {
    this.sql.exec("DELETE FROM braked WHERE at <= ?", nowMs - HOUR_MS);
    const others = this.sql
      .exec("SELECT subject, at FROM braked ORDER BY at")
      .toArray()
      .filter((/** @type {{ subject: string }} */ { subject }) => !subjects.includes(subject));
    const counted = others.map((/** @type {{ at: number }} */ { at }) => at);
    const until = brakeUntil(counted, this.policy, subjects.length, nowMs);
    if (until > 0) return until;
    for (const subject of subjects)
      this.sql.exec("INSERT OR REPLACE INTO braked VALUES (?, ?)", subject, nowMs);
    return 0;
  }
}

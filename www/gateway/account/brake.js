// What the brake has counted, kept over a restart. An order counts once an hour, however often it is asked for: made into
// a request and approved, it is still one. Not here: the arithmetic (`rules/brake.js`).

import { brakeUntil, HOUR_MS } from "./rules/brake.js";

export class Brake {
  /** @param {any} sql of a Durable Object @param {import("./rules/brake.js").BrakePolicy} policy */
  constructor(sql, policy) {
    this.sql = sql;
    this.policy = policy;
    sql.exec("CREATE TABLE IF NOT EXISTS braked (subject TEXT PRIMARY KEY, at INTEGER NOT NULL)");
  }

  /**
   * Counts what is about to be revoked, all of it or nothing, in one step.
   * @param {string[]} subjects @param {number} [nowMs]
   * @returns {number} as `brakeUntil`: 0 where they may go, and are counted
   */
  take(subjects, nowMs = Date.now()) {
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

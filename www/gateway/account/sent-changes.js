// Stores the revocations that were sent: what the two-person rule adds up for a person and an order, and what the revocation
// limit counts. An entry is stored in the same step in which the rules allow the change, and given back if CertCentral
// refused it without an effect.

import { identityOf, personKeys } from "../auth/actor.js";
import { toPerson } from "./person.js";

/** @import { SentChange } from "certcentral-revoke/guard" */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {Omit<SentChange, "person" | "sentUnixMs" | "refundedOrders">} NewChange */

export const HOUR_MS = 3_600_000;

export class SentChanges {
  /** @param {any} sql of a Durable Object @param {number} keepMs the longest time in which a rule counts a change */
  constructor(sql, keepMs) {
    this.sql = sql;
    this.keepMs = Math.max(keepMs, HOUR_MS);
    sql.exec(
      `CREATE TABLE IF NOT EXISTS sent_changes (
        n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, subject TEXT NOT NULL, "order" TEXT, orders INTEGER NOT NULL,
        certificates INTEGER, at INTEGER NOT NULL, approved INTEGER NOT NULL, refunded INTEGER NOT NULL DEFAULT 0)`,
    );
    sql.exec("CREATE INDEX IF NOT EXISTS sent_changes_at ON sent_changes (at)");
    sql.exec('CREATE INDEX IF NOT EXISTS sent_changes_order ON sent_changes ("order")');
    sql.exec(
      "CREATE TABLE IF NOT EXISTS sent_change_people (key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID",
    );
  }

  /** Stores a change that is about to be sent. @param {Identity} by @param {NewChange} change @param {number} [nowMs] @returns {number} its number */
  add(by, { subject, orderId, orders, certificates, isApproved }, nowMs = Date.now()) {
    this.#forgetOld(nowMs);
    const [{ n }] = this.sql
      .exec(
        'INSERT INTO sent_changes (person, subject, "order", orders, certificates, at, approved) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING n',
        ...[JSON.stringify(identityOf(by)), subject, orderId, orders, certificates, nowMs],
        isApproved ? 1 : 0,
      )
      .toArray();
    for (const key of personKeys(by))
      this.sql.exec("INSERT OR IGNORE INTO sent_change_people VALUES (?, ?)", key, n);
    return n;
  }

  /** Gives back orders that CertCentral refused without an effect. @param {number} n @param {number} orders */
  refund(n, orders) {
    this.sql.exec(
      "UPDATE sent_changes SET refunded = MIN(orders, refunded + ?) WHERE n = ?",
      orders,
      n,
    );
  }

  /** Returns the changes of the last hour, for the revocation limit. @param {number} nowMs */
  ofLastHour(nowMs) {
    return this.#all("WHERE at > ?", nowMs - HOUR_MS);
  }

  /** Returns the changes of a person, and those of the given orders. @param {Identity} by @param {string[]} orderIds */
  concerning(by, orderIds) {
    return this.#all(
      `WHERE n IN (SELECT n FROM sent_change_people WHERE key IN (SELECT value FROM json_each(?)))
        OR "order" IN (SELECT value FROM json_each(?))`,
      ...[JSON.stringify(personKeys(by)), JSON.stringify(orderIds)],
    );
  }

  /** Returns the orders that were changed one by one. @returns {Set<string>} */
  orders() {
    const rows = this.sql
      .exec('SELECT DISTINCT "order" FROM sent_changes WHERE "order" IS NOT NULL')
      .toArray();
    return new Set(rows.map((/** @type {{ order: string }} */ { order }) => order));
  }

  /** @param {number} nowMs */
  #forgetOld(nowMs) {
    this.sql.exec("DELETE FROM sent_changes WHERE at <= ?", nowMs - this.keepMs);
    this.sql.exec(
      "DELETE FROM sent_change_people WHERE n < (SELECT COALESCE(MIN(n), 9007199254740991) FROM sent_changes)",
    );
  }

  /** @param {string} clause @param {...(string | number)} values @returns {SentChange[]} */
  #all(clause, ...values) {
    return this.sql
      .exec(`SELECT * FROM sent_changes ${clause} ORDER BY n`, ...values)
      .toArray()
      .map(changeFrom);
  }
}

/** @param {Record<string, any>} row @returns {SentChange} */
function changeFrom({ person, subject, order, orders, certificates, at, approved, refunded }) {
  return {
    ...{ person: toPerson(JSON.parse(person)), subject, orderId: order, orders, certificates },
    ...{ sentUnixMs: at, isApproved: approved === 1, refundedOrders: refunded },
  };
}

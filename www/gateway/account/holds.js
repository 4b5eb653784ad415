// Stores the holds: orders that cannot be revoked, each with a reason, an owner, an end and a ticket, and the history of every
// change. The rules decide which hold may be set, replaced or lifted, and by whom.

import { isHeld } from "certcentral-revoke/guard";
import { toPerson } from "./person.js";

/** @typedef {import("../auth/actor.js").Identity} Identity */
/**
 * @typedef {object} Hold
 * @property {string} orderId
 * @property {string} reason
 * @property {Identity} owner
 * @property {number} time when it was set, UTC milliseconds
 * @property {number | null} ends UTC milliseconds; `null`: until it is lifted
 * @property {string | null} ticket
 */
/** @typedef {"set" | "replaced" | "lifted" | "ended"} HoldEvent */

/** The plan of a list contains every hold. */
export const MAX_HOLDS = 5000;
/** Rows of the history of all orders. */
const MAX_HISTORY = 20_000;

export class Holds {
  /** Incremented by every change, so that a caller can detect that an earlier check is stale. */
  version = 0;
  /** Holds that are being validated. They are in force at once: a revocation may wait in the queue before the read. @type {Map<string, Hold>} */
  #requested = new Map();

  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS order_holds ("order" TEXT PRIMARY KEY, reason TEXT NOT NULL, owner TEXT NOT NULL, time INTEGER NOT NULL, ends INTEGER, ticket TEXT)',
    );
    sql.exec(
      'CREATE TABLE IF NOT EXISTS hold_history (n INTEGER PRIMARY KEY AUTOINCREMENT, "order" TEXT NOT NULL, event TEXT NOT NULL, by TEXT, time INTEGER NOT NULL, note TEXT, hold TEXT NOT NULL)',
    );
    sql.exec('CREATE INDEX IF NOT EXISTS hold_history_order ON hold_history ("order", n)');
  }

  /** The holds in force, newest first. @returns {Hold[]} */
  list() {
    const stored = this.listStored();
    const isNew = (/** @type {Hold} */ { orderId }) =>
      stored.every((hold) => hold.orderId !== orderId);
    return [...[...this.#requested.values()].filter(isNew), ...stored];
  }

  /** The holds in force that were validated, newest first. @returns {Hold[]} */
  listStored() {
    const now = Date.now();
    return this.#all("ORDER BY time DESC").filter((hold) => isHeld(toRuleHold(hold), now));
  }

  /** Puts an order on hold while the hold is validated. @template T @param {Hold} hold @param {() => Promise<T>} validate @returns {Promise<T>} */
  async whileRequested(hold, validate) {
    this.version += 1;
    this.#requested.set(hold.orderId, hold);
    try {
      return await validate();
    } finally {
      if (this.#requested.get(hold.orderId) === hold) this.#requested.delete(hold.orderId);
    }
  }

  /** @param {string} orderId @returns {Hold | undefined} the hold in force */
  of(orderId) {
    return this.stored(orderId) ?? this.#requested.get(orderId);
  }

  /** @param {string} orderId @returns {Hold | undefined} the hold in force that was validated */
  stored(orderId) {
    const [hold] = this.#all('WHERE "order" = ?', orderId);
    return hold && isHeld(toRuleHold(hold), Date.now()) ? hold : undefined;
  }

  /** @returns {number} */
  get count() {
    return this.sql.exec("SELECT COUNT(*) AS count FROM order_holds").one().count;
  }

  /** @param {Hold} hold @param {Identity} by @param {boolean} isReplacement */
  set(hold, by, isReplacement) {
    const { orderId, reason, owner, time, ends, ticket } = hold;
    this.version += 1;
    this.sql.exec(
      "INSERT OR REPLACE INTO order_holds VALUES (?, ?, ?, ?, ?, ?)",
      ...[orderId, reason, JSON.stringify(owner), time, ends, ticket],
    );
    this.#remember(isReplacement ? "replaced" : "set", hold, by, null);
  }

  /** @param {Hold} hold @param {Identity} by @param {string} note why it was lifted */
  lift(hold, by, note) {
    this.#remove(hold);
    this.#remember("lifted", hold, by, note);
  }

  /** Removes the holds whose end has passed. @param {number} nowMs @returns {Hold[]} */
  removeEnded(nowMs) {
    const ended = this.#all("WHERE ends IS NOT NULL AND ends <= ?", nowMs);
    for (const hold of ended) {
      this.#remove(hold);
      this.#remember("ended", hold, null, null);
    }
    return ended;
  }

  /** The next end of a hold, UTC milliseconds. @returns {number | undefined} */
  nextEnd() {
    const { ends } = this.sql.exec("SELECT MIN(ends) AS ends FROM order_holds").one();
    return ends ?? undefined;
  }

  /** The history of an order, newest first. @param {string} orderId @param {{ before?: number | undefined, limit: number }} page */
  history(orderId, { before = Number.MAX_SAFE_INTEGER, limit }) {
    return this.sql
      .exec(
        'SELECT * FROM hold_history WHERE "order" = ? AND n < ? ORDER BY n DESC LIMIT ?',
        ...[orderId, before, limit],
      )
      .toArray()
      .map((/** @type {Record<string, any>} */ { n, event, by, time, note, hold }) => ({
        ...{ n, event, time, hold: toHoldView(JSON.parse(hold)) },
        ...(by === null ? {} : { by: JSON.parse(by).id }),
        ...(note === null ? {} : { note }),
      }));
  }

  /** @param {Hold} hold */
  #remove({ orderId }) {
    this.version += 1;
    this.sql.exec('DELETE FROM order_holds WHERE "order" = ?', orderId);
  }

  /** @param {HoldEvent} event @param {Hold} hold @param {Identity | null} by @param {string | null} note */
  #remember(event, hold, by, note) {
    this.sql.exec(
      'INSERT INTO hold_history ("order", event, by, time, note, hold) VALUES (?, ?, ?, ?, ?, ?)',
      ...[hold.orderId, event, by && JSON.stringify(by), Date.now(), note, JSON.stringify(hold)],
    );
    this.sql.exec(
      "DELETE FROM hold_history WHERE n <= (SELECT MAX(n) FROM hold_history) - ?",
      MAX_HISTORY,
    );
  }

  /** @param {string} clause @param {...(string | number)} values @returns {Hold[]} */
  #all(clause, ...values) {
    return this.sql
      .exec(`SELECT * FROM order_holds ${clause}`, ...values)
      .toArray()
      .map(holdFrom);
  }
}

/** @param {Record<string, any>} row @returns {Hold} */
function holdFrom({ order, reason, owner, time, ends, ticket }) {
  return { orderId: order, reason, owner: JSON.parse(owner), time, ends, ticket };
}

/** @param {Hold} hold @returns {import("certcentral-revoke/guard").Hold} */
export function toRuleHold({ orderId, reason, owner, time, ends, ticket }) {
  return { orderId, reason, owner: toPerson(owner), setUnixMs: time, endsUnixMs: ends, ticket };
}

/** Converts a hold for the console. @param {Hold} hold */
export function toHoldView({ orderId, reason, owner, time, ends, ticket }) {
  return {
    ...{ orderId, reason, by: owner.id, time },
    ...(ends === null ? {} : { ends }),
    ...(ticket === null ? {} : { ticket }),
  };
}

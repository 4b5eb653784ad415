// The stop button: stores who stopped every run and every write, and the first of the two people who release it.

import { freeze, releaseFreeze } from "certcentral-revoke/guard";
import { identityOf } from "../auth/actor.js";
import { deniedResult } from "./change-result.js";
import { toPerson } from "./person.js";

/** @typedef {import("../auth/actor.js").Actor} Actor */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {{ freeze: import("certcentral-revoke/guard").Freeze | null, by: string | null, releasedBy: string | null }} Stored `by` and `releasedBy`: the people as the console shows them */

export class Freezer {
  /** @param {any} sql of a Durable Object @param {{ servicesDecide: boolean }} rules */
  constructor(sql, { servicesDecide }) {
    this.sql = sql;
    this.servicesDecide = servicesDecide;
    sql.exec("CREATE TABLE IF NOT EXISTS freeze (one INTEGER PRIMARY KEY, state TEXT NOT NULL)");
  }

  /** @returns {boolean} whether nothing may be sent */
  get isFrozen() {
    return this.#read().freeze !== null;
  }

  /** Returns the state for the console. */
  view() {
    const { freeze: now, by, releasedBy } = this.#read();
    if (now === null) return { frozen: false };
    const { reason, sinceUnixMs, release } = now;
    const first = release ? { release: { by: releasedBy, time: release.unixMs } } : {};
    return { frozen: true, by, reason, since: sinceUnixMs, ...first };
  }

  /** Returns why nothing may be sent, `undefined` if it may. @returns {ChangeResult | undefined} */
  check() {
    const { freeze: now, by } = this.#read();
    if (now === null) return undefined;
    const since = new Date(now.sinceUnixMs).toISOString();
    const message = `${by} stopped all revocations (${since}): ${now.reason}. Two people must release the stop.`;
    return deniedResult(403, "access_denied|frozen", message, { since: now.sinceUnixMs, by });
  }

  /** @param {Actor} actor @param {string} reason */
  freeze(actor, reason) {
    const stored = this.#read();
    const { freeze: next, result } = freeze({
      ...{ freeze: stored.freeze, by: toPerson(identityOf(actor)), reason, nowUnixMs: Date.now() },
    });
    this.#write({ freeze: next, by: stored.by ?? actor.id, releasedBy: null });
    return result;
  }

  /** @param {Actor} actor */
  release(actor) {
    const stored = this.#read();
    const { freeze: next, result } = releaseFreeze({
      ...{ freeze: stored.freeze, by: toPerson(identityOf(actor)), nowUnixMs: Date.now() },
      servicesDecide: this.servicesDecide,
    });
    const releasedBy = result === "second-person" ? actor.id : stored.releasedBy;
    this.#write({ freeze: next, by: next === null ? null : stored.by, releasedBy });
    return result;
  }

  /** @returns {Stored} */
  #read() {
    const [row] = this.sql.exec("SELECT state FROM freeze").toArray();
    return row ? JSON.parse(row.state) : { freeze: null, by: null, releasedBy: null };
  }

  /** @param {Stored} stored */
  #write(stored) {
    this.sql.exec("INSERT OR REPLACE INTO freeze VALUES (1, ?)", JSON.stringify(stored));
  }
}

// Publishes heads of the audit log to its witnesses, after a number of entries or minutes. A witness that fails is tried again, by
// the schedule, and never stops a revocation: a certificate with a compromised key has to be revoked also while the witness is
// down. The failure and its end are entries, and the status shows them.

import { WitnessError } from "./transport.js";

/** @typedef {import("./destinations.js").Witness} Witness */
/** @typedef {import("../log.js").Head} Head */
/** @typedef {{ witness: string, seq: number, hash: string, at: number, failures: number, since: number, error: string }} WitnessState */

export const PUBLISH = "publish-head";
const GATEWAY = { id: "gateway", how: "setting" };
const MINUTE_MS = 60_000;
const MAX_RETRY_MS = 60 * MINUTE_MS;
/** The publisher's own entries are published with the next one of another kind. */
const OWN_ACTIONS = ["head-timestamped", "witness-failed", "witness-recovered"];

export class HeadPublisher {
  /**
   * @param {object} account
   * @param {import("../schema.js").Sql} account.sql
   * @param {import("../log.js").AuditLog} account.auditLog
   * @param {import("../../account/schedule.js").Schedule} account.schedule
   * @param {Witness[]} account.witnesses
   * @param {number} account.everyEntries
   * @param {number} account.everyMinutes
   * @param {() => number} [account.now]
   */
  constructor({ sql, auditLog, schedule, witnesses, everyEntries, everyMinutes, now = Date.now }) {
    this.sql = sql;
    this.auditLog = auditLog;
    this.schedule = schedule;
    this.witnesses = witnesses;
    this.everyEntries = everyEntries;
    this.everyMs = everyMinutes * MINUTE_MS;
    this.now = now;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS audit_witness (
        witness TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL,
        failures INTEGER NOT NULL, since INTEGER NOT NULL, error TEXT NOT NULL) WITHOUT ROWID`,
    );
    if (witnesses.length > 0)
      auditLog.subscribe(({ action }, { seq }) => {
        if (!OWN_ACTIONS.includes(action)) this.#plan(seq);
      });
  }

  /** Schedules what the last instance has not published. */
  async resume() {
    if (this.witnesses.length === 0) this.schedule.remove(PUBLISH);
    else if (this.#pending().length > 0)
      await this.schedule.setIfAbsent(PUBLISH, this.now() + this.everyMs);
  }

  /** Publishes the head to every witness that does not have it. From an alarm. */
  async publish() {
    const pending = this.#pending();
    if (pending.length > 0) {
      const head = await this.auditLog.head();
      for (const witness of pending) await this.#publishTo(witness, head);
    }
    await this.#scheduleNext();
  }

  /** The witnesses and what each has. */
  status() {
    return this.witnesses.map(({ kind, name }) => {
      const { seq, hash, at, failures, since, error } = this.#stateOf(name);
      return {
        ...{ kind, name, seq, failures },
        ...(seq > 0 ? { hash, at } : {}),
        ...(failures > 0 ? { since, error } : {}),
      };
    });
  }

  /** @param {number} seq of the entry that was written */
  #plan(seq) {
    // The table changes at once; the alarm follows in the same transaction.
    if (this.#isDue(seq) && !this.#isFailing()) this.schedule.set(PUBLISH, this.now());
    else this.schedule.setIfAbsent(PUBLISH, this.now() + this.everyMs);
  }

  /** @param {number} seq of the last entry */
  #isDue(seq) {
    const published = Math.min(...this.witnesses.map(({ name }) => this.#stateOf(name).seq));
    return seq - published >= this.everyEntries;
  }

  #isFailing() {
    return this.witnesses.some(({ name }) => this.#stateOf(name).failures > 0);
  }

  #pending() {
    const last = this.auditLog.lastWithout(OWN_ACTIONS);
    return this.witnesses.filter(({ name }) => this.#stateOf(name).seq < last);
  }

  /** @param {Witness} witness @param {Head} head */
  async #publishTo({ kind, name, publish }, head) {
    const before = this.#stateOf(name);
    const { last: seq, hash, line } = head;
    const at = this.now();
    try {
      const receipt = await publish(head);
      if (receipt)
        await this.#append("head-timestamped", {
          witness: name,
          seq,
          hash,
          head: line,
          ...receipt,
        });
      this.#set({ witness: name, seq, hash, at, failures: 0, since: 0, error: "" });
      if (before.failures > 0)
        await this.#append("witness-recovered", {
          ...{ witness: name, kind, seq, failures: before.failures, since: before.since },
        });
    } catch (error) {
      // The alarm also drives the runs, so no error of a witness may leave it.
      const reason = error instanceof WitnessError ? error.message : "an unexpected error";
      const since = before.failures > 0 ? before.since : at;
      this.#set({ ...before, failures: before.failures + 1, since, error: reason });
      if (before.failures === 0)
        await this.#append("witness-failed", { witness: name, kind, seq, error: reason });
    }
  }

  async #scheduleNext() {
    const failures = Math.max(0, ...this.witnesses.map(({ name }) => this.#stateOf(name).failures));
    if (failures > 0) {
      const waitMs = Math.min(2 ** (failures - 1) * MINUTE_MS, MAX_RETRY_MS);
      await this.schedule.set(PUBLISH, this.now() + waitMs);
    } else if (this.#pending().length > 0) {
      // Entries were written meanwhile.
      const isDue = this.#isDue(this.auditLog.lastWithout(OWN_ACTIONS));
      await this.schedule.set(PUBLISH, this.now() + (isDue ? 0 : this.everyMs));
    } else this.schedule.remove(PUBLISH);
  }

  /** @param {string} name @returns {WitnessState} */
  #stateOf(name) {
    const [row] = this.sql.exec("SELECT * FROM audit_witness WHERE witness = ?", name).toArray();
    const none = { witness: name, seq: 0, hash: "", at: 0, failures: 0, since: 0, error: "" };
    return /** @type {WitnessState | undefined} */ (row) ?? none;
  }

  /** @param {WitnessState} state */
  #set({ witness, seq, hash, at, failures, since, error }) {
    this.sql.exec(
      "INSERT OR REPLACE INTO audit_witness VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[witness, seq, hash, at, failures, since, error],
    );
  }

  /** @param {string} action @param {Record<string, unknown>} details */
  #append(action, details) {
    return this.auditLog.append({ actor: GATEWAY, action, details });
  }
}

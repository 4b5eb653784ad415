// The audit log entries of jobs: every action of a person, and digests of the run's journal, so that a large run needs few
// entries and its journal can still be verified line by line.

import { MAX_ORDERS } from "../audit/orders.js";
import { identityOf } from "../auth/actor.js";
import { sha256Hex } from "../sha256.js";

/** @typedef {import("../audit/chain.js").Entry} Entry */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */

const GATEWAY = { id: "gateway", how: "setting" };
/** Maximum number of lines in one digest. */
const MAX_DIGEST_LINES = 5000;

export class JobAuditLog {
  /** Serializes digests, so that no line is in two of them. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /**
   * @param {import("../audit/log.js").AuditLog} auditLog @param {import("./store.js").JobStore} store
   * @param {import("./journal.js").JournalStore} journals
   */
  constructor(auditLog, store, journals) {
    this.auditLog = auditLog;
    this.store = store;
    this.journals = journals;
  }

  /**
   * Logs an action of a person, before it is performed.
   * @param {string} action @param {string} job @param {Caller} caller @param {Record<string, unknown>} [details]
   */
  logAction(action, job, { actor, origin }, details = {}) {
    return this.auditLog.append({
      ...{ actor: identityOf(actor), action: `job-${action}`, origin },
      details: { job, ...details },
    });
  }

  /**
   * Logs that a person may not do something with a job. Repetitions are counted.
   * @param {string} action @param {string} job @param {Caller} caller @param {string} rule
   */
  logDenial(action, job, { actor, origin }, rule) {
    return this.auditLog.appendDenial({
      ...{ actor: identityOf(actor), rule, action: `job-${action}`, origin },
      details: { job },
    });
  }

  /**
   * Logs the orders that a run may revoke, before the first of them is sent, so that the search for an order finds the run and
   * who started it.
   * @param {import("./store.js").Job} job @param {readonly string[]} orders
   */
  async logOrders({ id, name, plan, started, by }, orders) {
    const { by: starter = by, approvedBy } = started ?? {};
    const parts = Math.ceil(orders.length / MAX_ORDERS);
    for (let part = 0; part < parts; part += 1)
      await this.auditLog.append({
        ...{ actor: starter, action: "job-orders" },
        details: {
          ...{ job: id, name, digest: plan?.digest, part: part + 1, parts },
          ...(approvedBy ? { approvedBy: approvedBy.id } : {}),
          orders: orders.slice(part * MAX_ORDERS, (part + 1) * MAX_ORDERS),
        },
      });
  }

  /** Logs an event that the gateway caused itself. @param {string} event @param {string} job @param {Record<string, unknown>} details */
  logEvent(event, job, details) {
    return this.auditLog.append({
      ...{ actor: GATEWAY, action: `job-${event}` },
      details: { job, ...details },
    });
  }

  /** Logs digests of the journal lines since the last digest. @param {string} job @returns {Promise<void>} */
  logDigests(job) {
    const mine = this.#turn.then(() => this.#logDigests(job));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** @param {string} job */
  async #logDigests(job) {
    for (;;) {
      const digested = this.store.digests(job).at(-1)?.last ?? 0;
      const lines = this.journals.slice(job, digested + 1, MAX_DIGEST_LINES);
      if (lines.length === 0) return;
      const last = digested + lines.length;
      const sha256 = await sha256Hex(lines.map((line) => `${line}\n`).join(""));
      const counts = this.store.get(job)?.snapshot?.counts;
      const first = digested + 1;
      const { seq } = await this.logEvent("digest", job, { first, last, sha256, counts });
      this.store.addDigest(job, { first, last, entry: seq });
    }
  }
}

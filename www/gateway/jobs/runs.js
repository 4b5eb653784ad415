// The runs in the memory of this instance, one for each job: started from a plan, or resumed from a journal, and synchronized
// with the account's holds.

import { InvalidInputError } from "certcentral-revoke/mass";

/** @import { Run } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */

export class Runs {
  /** @type {Map<string, Promise<Run>>} */
  #opening = new Map();
  /** @type {Map<string, Run>} */
  #open = new Map();

  /**
   * @param {import("./store.js").JobStore} store @param {import("./journal.js").JournalStore} journals
   * @param {import("./connection.js").JobConnection} connection @param {import("../account/holds.js").Holds} holds
   */
  constructor(store, journals, connection, holds) {
    this.store = store;
    this.journals = journals;
    this.connection = connection;
    this.holds = holds;
  }

  /** Returns the run of a started job. @param {Job} job @returns {Promise<Run>} */
  open(job) {
    const known = this.#opening.get(job.id);
    if (known) return known;
    if (job.phase === "ended") this.#forgetEnded();
    const opening = this.#start(job);
    this.#opening.set(job.id, opening);
    opening.catch(() => this.forget(job.id));
    return opening;
  }

  /** Returns whether the journal of a job has lines. @param {string} id */
  hasJournal(id) {
    return this.journals.length(id) > 0;
  }

  /** Returns the run if it is in memory. @param {string} id */
  current(id) {
    return this.#open.get(id);
  }

  /** Drops a run from memory. `open` resumes it from its journal. @param {string} id */
  forget(id) {
    this.#opening.delete(id);
    this.#open.delete(id);
  }

  /** Drops a run from memory, after its requests in flight. @param {string} id */
  async close(id) {
    const run = this.#open.get(id);
    this.forget(id);
    await run?.close();
  }

  /** Applies a hold that was set or lifted to every run in memory. @param {string} orderId */
  async applyHold(orderId) {
    for (const [id, run] of [...this.#open])
      if (this.store.get(id)?.phase === "started") await this.#syncHold(id, run, orderId);
  }

  /** @param {Job} job */
  async #start(job) {
    const { id, name, plan, approved = 0 } = job;
    const client = this.connection.client(job);
    const journal = this.journals.journalOf(id);
    const text = () => ({ text: this.store.text(id, "plan"), digest: plan?.digest ?? "" });
    const run = this.hasJournal(id)
      ? await client.resume(journal, { byTicks: true })
      : await client.start(text(), { journal, confirm: approved, name, byTicks: true });
    this.#open.set(id, run);
    if (job.phase !== "started") return run;
    const held = this.holds.list().map(({ orderId }) => orderId);
    for (const orderId of new Set([...held, ...this.store.heldSinceStart(id)]))
      await this.#syncHold(id, run, orderId);
    return run;
  }

  /**
   * Holds or releases an order of a run. An order that the plan excluded for a hold stays excluded after the hold is lifted,
   * because its revocation was not approved.
   * @param {string} id @param {Run} run @param {string} orderId
   */
  async #syncHold(id, run, orderId) {
    if (this.store.get(id)?.held?.includes(orderId)) return;
    const hold = this.holds.of(orderId);
    try {
      if (hold) await run.hold(orderId, `${hold.reason} (${hold.owner.id})`);
      else if (this.store.heldSinceStart(id).has(orderId)) await run.release(orderId);
      this.store.setHeld(id, orderId, hold !== undefined);
    } catch (error) {
      // The order is not on this list, or it was already sent.
      if (!(error instanceof InvalidInputError)) throw error;
    }
  }

  /** Keeps at most one ended run in memory, for its views. */
  #forgetEnded() {
    for (const id of [...this.#opening.keys()])
      if (this.store.get(id)?.phase === "ended") this.forget(id);
  }
}

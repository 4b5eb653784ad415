// The runs that this instance has in memory: begun from a plan, or taken up from their journal after a restart, and kept in
// step with the holds of the account. One run for each job, whoever asks for it. Not here: driving them (`runner.js`).

import { InvalidInputError } from "certcentral-revoke/mass";

/** @import { Run } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */

export class Runs {
  /** @type {Map<string, Promise<Run>>} */
  #opening = new Map();
  /** @type {Map<string, Run>} */
  #open = new Map();

  /**
   * @param {import("./store.js").JobStore} store @param {import("./journal.js").Journals} journals
   * @param {import("./connection.js").JobKey} key @param {import("../account/holds.js").Holds} holds
   */
  constructor(store, journals, key, holds) {
    this.store = store;
    this.journals = journals;
    this.key = key;
    this.holds = holds;
  }

  /** The run of a job that was started. @param {Job} job @returns {Promise<Run>} */
  open(job) {
    const known = this.#opening.get(job.id);
    if (known) return known;
    if (job.phase === "ended") this.#forgetEnded();
    const opening = this.#opened(job);
    this.#opening.set(job.id, opening);
    opening.catch(() => this.forget(job.id));
    return opening;
  }

  /** Whether anything of it is in its journal. @param {string} id */
  hasBegun(id) {
    return this.journals.length(id) > 0;
  }

  /** As it is in memory, if it is. @param {string} id */
  now(id) {
    return this.#open.get(id);
  }

  /** It is taken up from its journal when it is wanted again. @param {string} id */
  forget(id) {
    this.#opening.delete(id);
    this.#open.delete(id);
  }

  /** Leaves it with nothing on its way. @param {string} id */
  async leave(id) {
    const run = this.#open.get(id);
    this.forget(id);
    await run?.close();
  }

  /** Somebody has set or lifted a hold: every run knows before that is answered. @param {string} orderId */
  async heldOrLifted(orderId) {
    for (const [id, run] of [...this.#open])
      if (this.store.get(id)?.phase === "started") await this.#inStep(id, run, orderId);
  }

  /** @param {Job} job */
  async #opened(job) {
    const { id, name, plan, approved = 0 } = job;
    const client = this.key.client(job);
    const journal = this.journals.of(id);
    const text = () => ({ text: this.store.text(id, "plan"), digest: plan?.digest ?? "" });
    const run = this.hasBegun(id)
      ? await client.resume(journal, { byTicks: true })
      : await client.start(text(), { journal, confirm: approved, name, byTicks: true });
    this.#open.set(id, run);
    if (job.phase !== "started") return run;
    const now = this.holds.list().map(({ orderId }) => orderId);
    for (const orderId of new Set([...now, ...this.store.heldSince(id)]))
      await this.#inStep(id, run, orderId);
    return run;
  }

  /**
   * What the plan exempts stays exempted, even if the hold is lifted: nobody has approved that it is sent.
   * @param {string} id @param {Run} run @param {string} orderId
   */
  async #inStep(id, run, orderId) {
    if (this.store.get(id)?.held?.includes(orderId)) return;
    const hold = this.holds.of(orderId);
    try {
      if (hold) await run.hold(orderId, `${hold.reason} (${hold.by})`);
      else if (this.store.heldSince(id).has(orderId)) await run.release(orderId);
      this.store.setHeld(id, orderId, hold !== undefined);
    } catch (error) {
      // It is not on this list, or it was sent already.
      if (!(error instanceof InvalidInputError)) throw error;
    }
  }

  /** Those that are over are kept one at a time, for whoever looks at them. */
  #forgetEnded() {
    for (const id of [...this.#opening.keys()])
      if (this.store.get(id)?.phase === "ended") this.forget(id);
  }
}

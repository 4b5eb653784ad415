// What comes before a run: the plan, which reads and changes nothing, and its rehearsal, which does not even read. Not here:
// starting (`desk.js`).

import { CertCentralError } from "certcentral-revoke/mass";

/** @import { Rehearsal } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */

export class Planning {
  /** Rehearsals are not kept: the same plan is always rehearsed alike. @type {Map<string, Promise<Rehearsal>>} */
  #rehearsals = new Map();

  /**
   * @param {import("./store.js").JobStore} store @param {import("./key.js").JobKey} key
   * @param {import("./record.js").JobRecord} record @param {import("../account/holds.js").Holds} holds
   */
  constructor(store, key, record, holds) {
    this.store = store;
    this.key = key;
    this.record = record;
    this.holds = holds;
  }

  /** @param {Job} job @param {() => void} sent told of every call */
  async plan(job, sent) {
    const { id, settings = {} } = job;
    this.forget(id);
    const holds = this.holds.list();
    const { breaker: _, deadline, ...terms } = settings;
    const options = {
      ...terms,
      ...(deadline == null ? {} : { deadline: new Date(deadline) }),
      holds: Object.fromEntries(holds.map(({ orderId, reason }) => [orderId, reason])),
    };
    const list = { ...job, items: this.store.text(id, "list") };
    const onProgress = (/** @type {object} */ survey) => this.store.set(id, { survey });
    await this.#tried(id, "draft", async () => {
      const made = await this.key
        .client(job, sent)
        .plan(list, /** @type {any} */ (options), { onProgress });
      const { canonical: _, text, ...plan } = made;
      await this.record.came("planned", id, { digest: plan.digest, totals: plan.totals });
      // Asked for anew meanwhile, with other settings: this one is not it.
      if (!this.#isStill(id, "planning", job)) return;
      this.store.setText(id, "plan", text);
      const held = holds.map(({ orderId }) => orderId);
      this.store.set(id, { phase: "planned", survey: undefined, plan, held });
    });
  }

  /** @param {Job} job */
  async rehearse(job) {
    const { id } = job;
    await this.#tried(id, "planned", async () => {
      const rehearsal = (await this.rehearsal(job)).report();
      await this.record.came("rehearsed", id, { digest: rehearsal.digest });
      if (this.#isStill(id, "rehearsing", job))
        this.store.set(id, { phase: "rehearsed", rehearsal });
    });
  }

  /** @param {Job} job @returns {Promise<Rehearsal>} */
  rehearsal(job) {
    const { id, plan } = job;
    const known = this.#rehearsals.get(id);
    if (known) return known;
    const text = this.store.text(id, "plan");
    const made = this.key.client(job).rehearse({ text, digest: plan?.digest ?? "" });
    this.#rehearsals.set(id, made);
    made.catch(() => this.#rehearsals.delete(id));
    return made;
  }

  /** @param {string} id */
  forget(id) {
    this.#rehearsals.delete(id);
  }

  /** @param {string} id @param {import("./store.js").Phase} phase @param {Job} then */
  #isStill(id, phase, then) {
    const now = this.store.get(id);
    return now?.phase === phase && JSON.stringify(now.settings) === JSON.stringify(then.settings);
  }

  /** What CertCentral or the core refuses is told with the job. @param {string} id @param {"draft" | "planned"} back @param {() => Promise<void>} act */
  async #tried(id, back, act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      const { code, message } = error;
      await this.record.came("failed", id, { code, message });
      this.store.set(id, { phase: back, survey: undefined, problem: { code, message } });
    }
  }
}

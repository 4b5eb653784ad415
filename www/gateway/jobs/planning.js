// What comes before a run: the plan, which reads and changes nothing, and its rehearsal, which does not even read. Not here:
// starting (`desk.js`).

import { CertCentralError } from "certcentral-revoke/mass";

/** @import { Plan, PlanInProgress, Rehearsal } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {{ making: Promise<PlanInProgress>, job: Job, held: string[] }} Begun a plan, and what it was begun with */

export class Planning {
  /** Rehearsals are not kept: the same plan is always rehearsed alike. @type {Map<string, Promise<Rehearsal>>} */
  #rehearsals = new Map();
  /** @type {Map<string, Begun>} */
  #making = new Map();

  /**
   * @param {import("./store.js").JobStore} store @param {import("./connection.js").JobKey} key
   * @param {import("./audit.js").JobRecord} record @param {import("../account/holds.js").Holds} holds
   */
  constructor(store, key, record, holds) {
    this.store = store;
    this.key = key;
    this.record = record;
    this.holds = holds;
  }

  /**
   * Goes on with the plan of a job for a while. It is in memory alone: after a restart it begins anew, and has changed nothing.
   * @param {Job} job @param {{ mostCalls: number, patienceMs: number, signal: AbortSignal }} tick
   * @returns {Promise<number | undefined>} in how many milliseconds there is more to do, if there is
   */
  async plan(job, tick) {
    const { id } = job;
    const begun = this.#making.get(id) ?? this.#begin(job);
    this.#making.set(id, begun);
    /** @type {number | undefined} */
    let againMs;
    await this.#tried(id, "draft", async () => {
      const told = await this.#ticked(id, begun, tick);
      if (told.plan) await this.#made(id, begun, told.plan);
      else againMs = told.againMs;
    });
    return againMs;
  }

  /** @param {string} id @param {Begun} begun @param {{ mostCalls: number, patienceMs: number, signal: AbortSignal }} tick */
  async #ticked(id, begun, tick) {
    try {
      const told = await (await begun.making).tick(tick);
      if (told.plan) this.#isOver(id, begun);
      return told;
    } catch (error) {
      this.#isOver(id, begun);
      throw error;
    }
  }

  /** @param {string} id @param {Begun} begun */
  #isOver(id, begun) {
    if (this.#making.get(id) === begun) this.#making.delete(id);
  }

  /** @param {Job} job @returns {Begun} */
  #begin(job) {
    const { id, settings = {} } = job;
    const holds = this.holds.list();
    const { breaker: _, deadline, ...terms } = settings;
    const options = {
      ...terms,
      ...(deadline == null ? {} : { deadline: new Date(deadline) }),
      holds: Object.fromEntries(holds.map(({ orderId, reason }) => [orderId, reason])),
    };
    const list = { ...job, items: this.store.text(id, "list") };
    const onProgress = (/** @type {object} */ survey) => this.store.set(id, { survey });
    const making = this.key
      .client(job)
      .planByTicks(list, /** @type {any} */ (options), { onProgress });
    return { making, job, held: holds.map(({ orderId }) => orderId) };
  }

  /** @param {string} id @param {Begun} begun @param {Plan} made */
  async #made(id, { job, held }, { canonical: _, text, ...plan }) {
    await this.record.came("planned", id, { digest: plan.digest, totals: plan.totals });
    // Asked for anew meanwhile, with other settings: this one is not it.
    if (!this.#isStill(id, "planning", job)) return;
    this.store.setText(id, "plan", text);
    this.store.set(id, { phase: "planned", survey: undefined, plan, held });
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
    this.#making.get(id)?.making.then(
      (making) => making.close(),
      () => {},
    );
    this.#making.delete(id);
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

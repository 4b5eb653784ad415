// Makes the plan of a job, which only reads, and its rehearsal, which sends nothing.

import { CertCentralError, planOrders } from "certcentral-revoke/mass";
import { mainKey } from "../auth/actor.js";
import {
  countCertificates,
  figuresOfCounts,
  figuresOfTotals,
  MAX_COUNTED_ORDERS,
} from "./certificate-counts.js";

/** @import { Plan, PlanInProgress, Rehearsal } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {{ progress: Promise<PlanInProgress>, job: Job, held: string[] }} OngoingPlan a plan in progress, with the job and the held orders at its start */

export class Planning {
  /** Rehearsals are not stored, because they are deterministic. @type {Map<string, Promise<Rehearsal>>} */
  #rehearsals = new Map();
  /** @type {Map<string, OngoingPlan>} */
  #ongoing = new Map();

  /**
   * @param {import("./store.js").JobStore} store @param {import("./connection.js").JobConnection} connection
   * @param {import("./audit.js").JobAuditLog} jobLog
   * @param {Pick<import("../account/approval-rules.js").ApprovalRules, "holds" | "blastRadius">} rules
   */
  constructor(store, connection, jobLog, { holds, blastRadius }) {
    this.store = store;
    this.connection = connection;
    this.jobLog = jobLog;
    this.holds = holds;
    this.blastRadius = blastRadius;
  }

  /**
   * Advances the plan of a job. The plan is in memory only: after a restart it starts over, which changes nothing.
   * @param {Job} job @param {{ maxCalls: number, maxWaitMs: number, signal: AbortSignal }} tick
   * @returns {Promise<number | undefined>} delay until the next tick in milliseconds, `undefined` if none is needed
   */
  async plan(job, tick) {
    const { id } = job;
    const ongoing = this.#ongoing.get(id) ?? this.#begin(job);
    this.#ongoing.set(id, ongoing);
    /** @type {number | undefined} */
    let nextTickMs;
    await this.#reportFailure(id, "draft", async () => {
      const result = await this.#tick(id, ongoing, tick);
      if (result.plan) await this.#finish(id, ongoing, result.plan);
      else nextTickMs = result.nextTickMs;
    });
    return nextTickMs;
  }

  /** @param {string} id @param {OngoingPlan} ongoing @param {{ maxCalls: number, maxWaitMs: number, signal: AbortSignal }} tick */
  async #tick(id, ongoing, tick) {
    try {
      const result = await (await ongoing.progress).tick(tick);
      if (result.plan) this.#drop(id, ongoing);
      return result;
    } catch (error) {
      this.#drop(id, ongoing);
      throw error;
    }
  }

  /** @param {string} id @param {OngoingPlan} ongoing */
  #drop(id, ongoing) {
    if (this.#ongoing.get(id) === ongoing) this.#ongoing.delete(id);
  }

  /** @param {Job} job @returns {OngoingPlan} */
  #begin(job) {
    const onProgress = (/** @type {object} */ survey) => this.store.set(job.id, { survey });
    return { job, ...this.survey(job, onProgress) };
  }

  /** Starts to plan a list, with the holds as of now. @param {Job} job @param {(survey: object) => void} onProgress */
  survey(job, onProgress) {
    const { id, settings = {} } = job;
    const holds = this.holds.list();
    const { breaker: _, deadline, ...terms } = settings;
    const options = {
      ...terms,
      ...(deadline == null ? {} : { deadline: new Date(deadline) }),
      holds: Object.fromEntries(holds.map(({ orderId, reason }) => [orderId, reason])),
    };
    const { orders, mergedRows, ignoredColumns } = job;
    const list = { orders, mergedRows, ignoredColumns, items: this.store.text(id, "list") };
    const progress = this.connection
      .client(job)
      .planByTicks(list, /** @type {any} */ (options), { onProgress });
    return { progress, held: holds.map(({ orderId }) => orderId) };
  }

  /** @param {string} id @param {OngoingPlan} ongoing @param {Plan} completed */
  async #finish(id, { job, held }, { canonical: _, text, ...plan }) {
    const counts = await this.#countOf(text, plan.totals.send, mainKey(job.by));
    const figures = counts ? figuresOfCounts(counts) : figuresOfTotals(plan.totals);
    const { digest, totals } = plan;
    await this.jobLog.logEvent("planned", id, { digest, totals, figures });
    // Discarded if the job was planned again with other settings in the meantime.
    if (!this.#isUnchanged(id, "planning", job)) return;
    this.store.setText(id, "plan", text);
    this.store.setText(id, "certificates", counts ? JSON.stringify(counts) : "");
    const counted = { figures, isCounted: counts !== undefined, plannedAt: Date.now() };
    const planned = { plan, held, ...counted, survey: undefined };
    this.store.set(id, { phase: "planned", ...planned });
  }

  /** Counts the certificates of a short list. @param {string} text of the plan @param {number} send @param {string} person */
  async #countOf(text, send, person) {
    if (send > MAX_COUNTED_ORDERS) return undefined;
    const { rows } = await planOrders(text, { onlySent: true, limit: send });
    return countCertificates(
      this.blastRadius,
      rows.map(({ orderId }) => orderId),
      person,
    );
  }

  /** @param {Job} job */
  async rehearse(job) {
    const { id } = job;
    await this.#reportFailure(id, "planned", async () => {
      const rehearsal = (await this.rehearsal(job)).report();
      await this.jobLog.logEvent("rehearsed", id, { digest: rehearsal.digest });
      if (this.#isUnchanged(id, "rehearsing", job))
        this.store.set(id, { phase: "rehearsed", rehearsal });
    });
  }

  /** @param {Job} job @returns {Promise<Rehearsal>} */
  rehearsal(job) {
    const { id, plan } = job;
    const known = this.#rehearsals.get(id);
    if (known) return known;
    const text = this.store.text(id, "plan");
    const rehearsal = this.connection.client(job).rehearse({ text, digest: plan?.digest ?? "" });
    this.#rehearsals.set(id, rehearsal);
    rehearsal.catch(() => this.#rehearsals.delete(id));
    return rehearsal;
  }

  /** @param {string} id */
  forget(id) {
    this.#rehearsals.delete(id);
    this.#ongoing.get(id)?.progress.then(
      (progress) => progress.close(),
      () => {},
    );
    this.#ongoing.delete(id);
  }

  /** Returns whether phase and settings of a job are the same as before. @param {string} id @param {import("./store.js").Phase} phase @param {Job} before */
  #isUnchanged(id, phase, before) {
    const now = this.store.get(id);
    return now?.phase === phase && JSON.stringify(now.settings) === JSON.stringify(before.settings);
  }

  /** Stores an error of CertCentral or of the core as the job's problem, and returns the job to its previous phase. @param {string} id @param {"draft" | "planned"} back @param {() => Promise<void>} act */
  async #reportFailure(id, back, act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      const { code, message } = error;
      await this.jobLog.logEvent("failed", id, { code, message });
      this.store.set(id, { phase: back, survey: undefined, problem: { code, message } });
    }
  }
}

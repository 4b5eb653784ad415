// Counts the certificates of a job again, right before its run: a plan can be minutes old, and orders get further certificates.
// A job whose count grew is not started. The recount survives a restart: it starts over, which changes nothing.

import { compareFigures } from "certcentral-revoke/guard";
import { CertCentralError, planOrders } from "certcentral-revoke/mass";
import { deniedResult } from "../account/change-result.js";
import { mainKey } from "../auth/actor.js";
import {
  countCertificates,
  figuresOfCounts,
  figuresOfTotals,
  MAX_COUNTED_ORDERS,
} from "./certificate-counts.js";
import { startedResult } from "./start.js";
import { subjectOfJob } from "./start-proposals.js";

/** @import { CertificateFigures } from "certcentral-revoke/guard" */
/** @import { PlanInProgress } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Start} Start */
/** @typedef {import("../account/change-result.js").ChangeResult} ChangeResult */
/** @typedef {{ maxCalls: number, maxWaitMs: number, signal: AbortSignal }} Tick */
/** @typedef {{ figures: CertificateFigures | null, certificates: string | null }} Recounted `certificates`: the ids, to detect others of the same number */

export class Recount {
  /** Surveys of long lists in progress. @type {Map<string, Promise<PlanInProgress>>} */
  #surveys = new Map();

  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./audit.js").JobAuditLog} jobs.jobLog
   * @param {import("./planning.js").Planning} jobs.planning
   * @param {import("./start.js").JobStarter} jobs.starter
   * @param {import("../account/approval-rules.js").ApprovalRules} jobs.rules
   */
  constructor({ store, jobLog, planning, starter, rules }) {
    this.store = store;
    this.jobLog = jobLog;
    this.planning = planning;
    this.starter = starter;
    this.rules = rules;
  }

  /**
   * Advances the recount of a job that starts, and decides about the start once it is complete.
   * @param {Job} job @param {Tick} tick @returns {Promise<number | undefined>} delay until the next tick in milliseconds, 0 once
   *   the job is started, `undefined` if none is needed
   */
  async advance(job, tick) {
    const { id, start } = job;
    if (!start) return undefined;
    const recounted = job.isCounted ? await this.#count(job) : await this.#survey(job, tick);
    if ("nextTickMs" in recounted) return recounted.nextTickMs;
    const result = await this.#decide(id, start, recounted);
    this.starter.settle(id, result);
    return result.outcome === "started" ? 0 : undefined;
  }

  /** @param {Job} job @returns {Promise<Recounted>} */
  async #count({ id, by }) {
    const { rows } = await planOrders(this.store.text(id, "plan"), {
      ...{ onlySent: true, limit: MAX_COUNTED_ORDERS },
    });
    const ids = rows.map(({ orderId }) => orderId);
    const counts = await countCertificates(this.rules.blastRadius, ids, mainKey(by));
    return { figures: figuresOfCounts(counts), certificates: namesOf(counts) };
  }

  /** @param {Job} job @param {Tick} tick @returns {Promise<Recounted | { nextTickMs: number }>} */
  async #survey(job, tick) {
    const { id } = job;
    const onProgress = (/** @type {object} */ survey) => this.store.set(id, { survey });
    const survey = this.#surveys.get(id) ?? this.planning.survey(job, onProgress).progress;
    this.#surveys.set(id, survey);
    try {
      const { plan, ...next } = await (await survey).tick(tick);
      if (!plan) return /** @type {{ nextTickMs: number }} */ (next);
      this.#surveys.delete(id);
      return { figures: figuresOfTotals(plan.totals), certificates: null };
    } catch (error) {
      this.#surveys.delete(id);
      if (!(error instanceof CertCentralError)) throw error;
      return { figures: null, certificates: null };
    }
  }

  /** @param {string} id @param {Start} start @param {Recounted} recounted @returns {Promise<ChangeResult>} */
  async #decide(id, start, recounted) {
    const denied = this.#check(id, start, recounted) ?? this.#store(id, start);
    if (!denied) {
      await this.jobLog.logEvent("recounted", id, { figures: recounted.figures });
      return startedResult(id, "started");
    }
    const [{ code, message }] = (await denied.response.clone().json()).errors;
    const { from, proposal } = start;
    this.store.set(id, {
      ...{ phase: from, start: undefined, survey: undefined, problem: { code, message } },
    });
    if (proposal !== undefined) {
      if (code === "conflict|changed") await this.rules.twoPerson.voidApproved(proposal, message);
      else this.rules.proposals.reopen(proposal);
    }
    await this.jobLog.logEvent("failed", id, { code, message, figures: recounted.figures });
    return denied;
  }

  /** Everything that allows the start, synchronously. @param {string} id @param {Start} start @param {Recounted} recounted */
  #check(id, { by, agreed, count }, { figures, certificates }) {
    const planned = this.starter.checkPlan(this.store.get(id), count);
    if (!("plan" in planned)) return planned;
    const before = planned.figures;
    const details = { before, now: figures };
    const comparison = compareFigures(before, figures);
    const counts = this.store.counts(id);
    const isOther =
      certificates !== null && counts !== undefined && namesOf(counts) !== certificates;
    if (comparison === "grown" || (comparison === "same" && isOther)) {
      const now = figures?.minCertificates ?? 0;
      const message = `The orders have other certificates than the plan counted: at least ${now} instead of ${before.minCertificates}. Plan again.`;
      return deniedResult(409, "conflict|changed", message, details);
    }
    if (comparison === "not-counted") {
      const message = "The certificates could not be counted again. Start the list again later.";
      return deniedResult(409, "conflict|not_read", message, details);
    }
    if (agreed === null && this.starter.demand(planned, by).quorum !== null) {
      const message =
        "Other revocations were sent in the meantime, and this list now requires a second person. Start it again to request the approval.";
      return deniedResult(409, "conflict|total", message);
    }
    const subject = subjectOfJob(id);
    return this.rules.guards.checkLimit({ by, subject, orders: count, agreed });
  }

  /** Stores the start together with what the rules count. @param {string} id @param {Start} start @returns {undefined} */
  #store(id, { by, approvedBy, agreed, count, proposal }) {
    const certificates = this.store.get(id)?.figures?.minCertificates ?? null;
    const isApproved = agreed !== null;
    const counted = { orderId: null, orders: count, certificates, isApproved };
    const sentChange = this.rules.sentChanges.add(by, { subject: subjectOfJob(id), ...counted });
    if (proposal !== undefined) this.rules.proposals.setOutcome(proposal, "started");
    const started = { by, ...(approvedBy === undefined ? {} : { approvedBy }) };
    this.store.set(id, {
      ...{ phase: "started", approved: count, started, sentChange },
      ...{ start: undefined, survey: undefined, problem: undefined },
    });
  }
}

/** The certificates of a list as text, to compare them. @param {import("./certificate-counts.js").Counts} counts */
function namesOf(counts) {
  const ids = Object.values(counts).flatMap((order) => order?.ids ?? []);
  return JSON.stringify([...ids].sort());
}

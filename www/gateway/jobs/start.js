// Starts a job after checking the confirmed count, the plan and its age, the holds, and the revocation limit or two-person
// approval. Right before the run, the certificates are counted again (`recount.js`).

import { approvalDemand, checkPlanAge } from "certcentral-revoke/guard";
import { deniedResult } from "../account/change-result.js";
import { toPerson } from "../account/person.js";
import { DEFAULT_TWO_PERSON } from "../account/rule-settings.js";
import { identityOf } from "../auth/actor.js";
import { isWhole, StartProposals, subjectOfJob } from "./start-proposals.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").PlannedJob} PlannedJob */
/** @typedef {import("./store.js").Start} Start */
/** @typedef {import("../account/change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../account/proposals.js").Proposal} Proposal */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {import("../auth/actor.js").Identity} Identity */

/** How long a response waits for the recount. Longer recounts go on without it. */
const MAX_WAIT_MS = 20_000;

export class JobStarter {
  /** Resolves when a start is decided. @type {Map<string, (result: ChangeResult) => void>} */
  #waiting = new Map();

  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./audit.js").JobAuditLog} jobs.jobLog
   * @param {import("./runner.js").Runner} jobs.runner
   * @param {import("../account/approval-rules.js").ApprovalRules} jobs.rules
   */
  constructor({ store, jobLog, runner, rules }) {
    this.store = store;
    this.jobLog = jobLog;
    this.runner = runner;
    this.rules = rules;
    const times = rules.settings.twoPerson ?? DEFAULT_TWO_PERSON;
    this.planMinutes = times.planMinutes;
    this.proposals = new StartProposals(store, rules.twoPerson, times);
    rules.twoPerson.kinds.set("job", {
      currentBinding: async (proposal) => this.#currentBinding(proposal),
      execute: (proposal, caller, claim) => this.#startApproved(proposal, caller, claim),
    });
  }

  /**
   * Starts a job, or proposes its start if the two-person rule applies.
   * @param {Job} job @param {{ count: unknown, breakGlass?: string | undefined }} confirmed `count`: the number of orders
   * @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async start(job, { count, breakGlass }, caller) {
    const planned = this.checkPlan(job, count);
    if (!("plan" in planned)) return planned;
    const { id, plan } = planned;
    const { actor } = caller;
    const orders = plan.totals.send;
    const confirmed = { count: orders, digest: plan.digest };
    const details = breakGlass === undefined ? confirmed : { ...confirmed, breakGlass };
    await this.jobLog.logAction("start", id, caller, details);
    const current = this.checkPlan(this.store.get(id), orders);
    if (!("plan" in current)) return current;
    if (current.phase === "starting")
      return deniedResult(409, "conflict|state", "The list is already starting.");
    const demand = this.demand(current, actor, breakGlass !== undefined);
    if (demand.quorum !== null)
      return this.proposals.propose(current, { demand, breakGlass }, caller);
    const subject = subjectOfJob(id);
    const denied = this.rules.guards.checkLimit({ by: actor, subject, orders, agreed: null });
    if (denied) return denied;
    const by = identityOf(actor);
    return this.#begin(current, { by, agreed: null, count: orders });
  }

  /** Returns whether a person needs a second one to start a job. Synchronous. @param {PlannedJob} job @param {Identity} by @param {boolean} [isBreakGlass] */
  demand(job, by, isBreakGlass = false) {
    const counts = Object.entries(this.store.counts(job.id) ?? {});
    const orders = counts.map(([orderId, order]) => ({
      ...{ orderId, certificates: order?.isWhole ? order.ids.length : null },
    }));
    const { sentChanges, settings } = this.rules;
    return approvalDemand({
      policy: settings.twoPerson,
      change: {
        ...{ person: toPerson(identityOf(by)), kind: "job", subject: subjectOfJob(job.id) },
        reasons: /** @type {any} */ (Object.keys(job.plan.totals.byReason)),
        ...{ certificates: job.figures.minCertificates, isWhole: isWhole(job), orders },
        isBreakGlass,
      },
      history: sentChanges.concerning(
        by,
        counts.map(([orderId]) => orderId),
      ),
      nowUnixMs: Date.now(),
    });
  }

  /**
   * Voids the pending proposal of a job that has changed: at once, before the returned promise settles.
   * @param {string} id @param {string} reason for the audit log @param {Caller} [caller] who changed the job; by default the gateway
   */
  async void(id, reason, caller) {
    const proposal = this.pendingProposal(id);
    const note = "the list was planned again, changed or removed";
    const by = caller ? { actor: identityOf(caller.actor), origin: caller.origin } : {};
    if (proposal) await this.rules.twoPerson.void(proposal, note, { ...by, reason });
  }

  /** @param {string} id */
  pendingProposal(id) {
    return this.rules.proposals.pending(subjectOfJob(id));
  }

  /** Returns the job if its plan can be started, or the reason of the denial. @param {Job | undefined} job @param {unknown} count @returns {PlannedJob | ChangeResult} */
  checkPlan(job, count) {
    const { plan, phase, figures, plannedAt } = job ?? {};
    const isPlanned = phase === "planned" || phase === "rehearsed" || phase === "starting";
    if (!job || !plan || !figures || plannedAt === undefined || !isPlanned)
      return deniedResult(409, "conflict|state", "The list has no plan, or is already started.");
    const { totals, shortfall } = plan;
    if (count !== totals.send) {
      const message = `The plan revokes ${totals.send} orders. Confirm that number as count.`;
      return deniedResult(422, "bad_request|count", message);
    }
    if (totals.send === 0)
      return deniedResult(409, "conflict|nothing", "The plan revokes no orders.");
    const { planMinutes } = this;
    const age = checkPlanAge({ plannedUnixMs: plannedAt, planMinutes, nowUnixMs: Date.now() });
    if (age.age === "old") {
      const message = `The plan is older than ${planMinutes} minutes, so what it counted may have changed. Plan again.`;
      return deniedResult(409, "conflict|plan_age", message, { plannedAt });
    }
    if (shortfall) {
      const needed = new Date(shortfall.neededUnixMs).toISOString();
      const message = `The deadline cannot be met: ${shortfall.ordersInTime} orders fit into it, all of them need until ${needed}.`;
      return deniedResult(409, "conflict|deadline", message, { shortfall });
    }
    if (this.#holdsChanged(job))
      return deniedResult(
        409,
        "conflict|holds",
        "Holds changed after the plan was made. Plan again.",
      );
    const isCounted = job.isCounted ?? false;
    return this.rules.freezer.check() ?? { ...job, plan, figures, plannedAt, isCounted };
  }

  /** Reports the result of a start to its waiting response. @param {string} id @param {ChangeResult} result */
  settle(id, result) {
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }

  /** Considers only holds of orders on the job's list. @param {Job} job */
  #holdsChanged({ id, held = [] }) {
    const before = new Set(held);
    const now = new Set(this.rules.holds.list().map(({ orderId }) => orderId));
    const changed = [...before, ...now].filter((order) => before.has(order) !== now.has(order));
    if (changed.length === 0) return false;
    /** @type {Array<{ orderId: string | number }>} */
    const items = JSON.parse(this.store.text(id, "list"));
    const listed = new Set(items.map(({ orderId }) => String(orderId)));
    return changed.some((order) => listed.has(order));
  }

  /** @param {Proposal} proposal */
  async #currentBinding(proposal) {
    const stored = /** @type {import("certcentral-revoke/guard").Binding} */ (proposal.binding);
    const { job, count } = /** @type {{ job: string, count: number }} */ (proposal.work);
    const planned = this.checkPlan(this.store.get(job), count);
    if ("plan" in planned) return this.proposals.currentBinding(proposal, planned);
    // A stopped gateway changes nothing about the list.
    return this.rules.freezer.isFrozen
      ? undefined
      : { ...stored, orders: [], exclusions: [], certificates: null, job: null };
  }

  /** @param {Proposal} proposal @param {Caller} caller @param {() => ChangeResult | undefined} claim @returns {Promise<ChangeResult>} */
  async #startApproved(proposal, caller, claim) {
    const { hash, by, n } = proposal;
    const work =
      /** @type {{ job: string, count: number, digest: string, breakGlass?: string }} */ (
        proposal.work
      );
    const { job: id, count, digest, breakGlass } = work;
    const details = { count, digest, hash, proposedBy: by.id };
    await this.jobLog.logAction("approved", id, caller, details);
    if (breakGlass !== undefined)
      await this.jobLog.logAction("break-glass", id, caller, {
        ...{ ...details, justification: breakGlass },
      });
    const planned = this.checkPlan(this.store.get(id), count);
    if (!("plan" in planned)) return planned;
    if (planned.phase === "starting")
      return deniedResult(409, "conflict|state", "The list is already starting.");
    /** @type {Start["agreed"]} */
    const agreed = breakGlass === undefined ? "approved" : "break-glass";
    const approvedBy = identityOf(caller.actor);
    const start = { by: identityOf(by), approvedBy, agreed, count, proposal: n };
    return claim() ?? this.#begin(planned, start);
  }

  /** Stores the start synchronously, and waits a while for the recount. @param {PlannedJob} job @param {Omit<Start, "from">} start @returns {Promise<ChangeResult>} */
  async #begin({ id, phase, by }, start) {
    const from = phase === "rehearsed" ? "rehearsed" : "planned";
    const people = [by, start.by];
    this.store.set(id, {
      phase: "starting",
      start: { ...start, from },
      people,
      problem: undefined,
    });
    /** @type {Promise<ChangeResult>} */
    const decided = new Promise((resolve) => this.#waiting.set(id, resolve));
    await this.runner.wake(id);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve(startedResult(id, "starting")), MAX_WAIT_MS);
    });
    const result = await Promise.race([decided, /** @type {Promise<ChangeResult>} */ (late)]);
    clearTimeout(timer);
    return result;
  }
}

/** @param {string} id @param {"started" | "starting"} outcome @returns {ChangeResult} */
export function startedResult(id, outcome) {
  const state = outcome === "started" ? "running" : "starting";
  const response = Response.json({ id, state }, { status: 202 });
  return { response, isFinal: true, outcome };
}

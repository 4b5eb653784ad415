// Starts a job after checking the confirmed count, the plan, the holds, and the revocation limit or two-person approval.

import { deniedResult } from "../account/change-result.js";
import { planApprovalDemand } from "../account/rules/two-person.js";
import { identityOf } from "../auth/actor.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("../account/change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../account/rules/binding.js").Binding} Binding */
/** @typedef {import("../account/proposals.js").Proposal} Proposal */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {Job & { plan: NonNullable<Job["plan"]> }} PlannedJob */

const MINUTE_MS = 60_000;

export class JobStarter {
  /**
   * @param {object} account
   * @param {import("./store.js").JobStore} account.store
   * @param {import("./audit.js").JobAuditLog} account.jobLog
   * @param {import("./runner.js").Runner} account.runner
   * @param {import("../account/holds.js").Holds} account.holds
   * @param {import("../account/brake.js").Brake} account.brake
   * @param {import("../account/rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {import("../account/two-person.js").TwoPerson} account.twoPerson
   */
  constructor({ store, jobLog, runner, holds, brake, policy, twoPerson }) {
    this.store = store;
    this.jobLog = jobLog;
    this.runner = runner;
    this.holds = holds;
    this.brake = brake;
    this.policy = policy;
    this.twoPerson = twoPerson;
    twoPerson.kinds.set("job", {
      currentBinding: async (binding) => this.#currentBinding(binding),
      execute: (proposal, caller, claim) => this.#startApproved(proposal, caller, claim),
    });
  }

  /**
   * Starts a job, or proposes its start if the two-person rule applies.
   * @param {Job} job @param {unknown} count the confirmed number of orders @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async start(job, count, caller) {
    const planned = this.#checkPlan(job, count);
    if (!("plan" in planned)) return planned;
    const { id, plan, settings = {} } = planned;
    const orders = plan.totals.send;
    await this.jobLog.logAction("start", id, caller, { count: orders, digest: plan.digest });
    if (this.policy !== null && planApprovalDemand(this.policy, plan.totals)) {
      /** @type {Binding} */
      const binding = {
        ...{ kind: "job", orders: [], certificates: null, isWhole: false },
        reason: settings.revocationReason ?? "unspecified",
        skipApproval: settings.skipApproval ?? false,
        comment: settings.comment ?? null,
        deadline: settings.deadline ?? null,
        expires: Math.ceil(Date.now() + this.policy.expiresMinutes * MINUTE_MS),
        job: { id, digest: plan.digest, orders, certificates: plan.totals.minCertificates },
      };
      return this.twoPerson.propose(`job ${id}`, binding, { job: id, count: orders }, caller);
    }
    const current = this.#checkPlan(this.store.get(id), orders);
    if (!("plan" in current)) return current;
    const until = this.brake.acquire(
      Array.from({ length: orders }, (_, nth) => `job ${id} ${nth}`),
    );
    if (until > 0) {
      const { perHour, perAction } = this.brake.policy;
      const message = `The revocation limit is ${perAction} orders per action and ${perHour} per hour without two-person approval.`;
      return deniedResult(403, "access_denied|brake", message, { perHour, perAction, until });
    }
    return this.#start(id, orders, { by: identityOf(caller.actor) });
  }

  /** Voids the pending proposal of a job that has changed. @param {string} id @param {Caller} caller @param {string} reason */
  async void(id, { actor, origin }, reason) {
    const proposal = this.pendingProposal(id);
    if (!proposal) return;
    const note = "the list was planned again, changed or removed";
    await this.twoPerson.void(proposal, note, { actor, origin, reason });
  }

  /** @param {string} id */
  pendingProposal(id) {
    return this.twoPerson.proposals.pending(`job ${id}`);
  }

  /** Returns the job if its plan can be started, or the reason of the denial. @param {Job | undefined} job @param {unknown} count @returns {PlannedJob | ChangeResult} */
  #checkPlan(job, count) {
    const { plan, phase } = job ?? {};
    if (!job || !plan || (phase !== "planned" && phase !== "rehearsed"))
      return deniedResult(409, "conflict|state", "The list has no plan, or is already started.");
    const { totals, shortfall } = plan;
    if (count !== totals.send) {
      const message = `The plan revokes ${totals.send} orders. Confirm that number as count.`;
      return deniedResult(422, "bad_request|count", message);
    }
    if (totals.send === 0)
      return deniedResult(409, "conflict|nothing", "The plan revokes no orders.");
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
    return { ...job, plan };
  }

  /** Considers only holds of orders on the job's list. @param {Job} job */
  #holdsChanged({ id, held = [] }) {
    const before = new Set(held);
    const now = new Set(this.holds.list().map(({ orderId }) => orderId));
    const changed = [...before, ...now].filter((order) => before.has(order) !== now.has(order));
    if (changed.length === 0) return false;
    /** @type {Array<{ orderId: string | number }>} */
    const items = JSON.parse(this.store.text(id, "list"));
    const listed = new Set(items.map(({ orderId }) => String(orderId)));
    return changed.some((order) => listed.has(order));
  }

  /** @param {Binding} binding @returns {Binding} */
  #currentBinding(binding) {
    if (!binding.job) return binding;
    const job = this.store.get(binding.job.id);
    const planned = this.#checkPlan(job, binding.job.orders);
    const digest = "plan" in planned ? planned.plan.digest : "no valid plan";
    return { ...binding, job: { ...binding.job, digest } };
  }

  /** @param {Proposal} proposal @param {Caller} caller @param {() => ChangeResult | undefined} claim @returns {Promise<ChangeResult>} */
  async #startApproved({ binding, hash, by }, caller, claim) {
    const { id = "", orders = 0, digest = "" } = binding.job ?? {};
    const details = { count: orders, digest, hash, proposedBy: by.id };
    await this.jobLog.logAction("approved", id, caller, details);
    const planned = this.#checkPlan(this.store.get(id), orders);
    if (!("plan" in planned)) return planned;
    const started = { by, approvedBy: identityOf(caller.actor) };
    return claim() ?? this.#start(id, orders, started);
  }

  /** Stores the start synchronously, so that nothing can change after the checks. @param {string} id @param {number} approved @param {NonNullable<Job["started"]>} started @returns {Promise<ChangeResult>} */
  async #start(id, approved, started) {
    this.store.set(id, { phase: "started", approved, started, problem: undefined });
    await this.runner.wake(id);
    const response = Response.json({ id, state: "running" }, { status: 202 });
    return { response, isFinal: true, outcome: "started" };
  }
}

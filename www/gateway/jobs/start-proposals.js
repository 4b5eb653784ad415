// Proposals to start a job: what their approval agrees to, which is rebuilt from the plan at the approval, and every order of
// the list for the approver.

import { planOrders } from "certcentral-revoke/mass";
import { deniedResult } from "../account/change-result.js";
import { emptyBinding } from "../account/revocation-scope.js";
import { sha256Hex } from "../sha256.js";

/** @import { ApprovalDemand, Binding } from "certcentral-revoke/guard" */
/** @typedef {import("./store.js").PlannedJob} PlannedJob */
/** @typedef {import("../account/proposals.js").Proposal} Proposal */
/** @typedef {import("../account/change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {{ demand: ApprovalDemand, breakGlass?: string | undefined }} Terms */

const MINUTE_MS = 60_000;

/** @param {string} id of a job */
export const subjectOfJob = (id) => `job ${id}`;

export class StartProposals {
  /**
   * @param {import("./store.js").JobStore} store @param {import("../account/two-person.js").TwoPerson} twoPerson
   * @param {{ expiresMinutes: number, planMinutes: number }} times
   */
  constructor(store, twoPerson, { expiresMinutes, planMinutes }) {
    this.store = store;
    this.twoPerson = twoPerson;
    this.expiresMs = expiresMinutes * MINUTE_MS;
    this.planMs = planMinutes * MINUTE_MS;
  }

  /** @param {PlannedJob} job @param {Terms} terms @param {Caller} caller @returns {Promise<ChangeResult>} */
  async propose(job, { demand, breakGlass }, caller) {
    const { quorum } = demand;
    if (quorum === null) throw new TypeError("the job requires no second person");
    const { id, name, plan, figures, plannedAt } = job;
    const rulesHash = await this.twoPerson.rulesHash();
    const isBreakGlass = breakGlass !== undefined;
    // The approval of a plan ends with the plan.
    const expires = Math.ceil(Math.min(Date.now() + this.expiresMs, plannedAt + this.planMs));
    const agreed = { quorum, rulesHash, isBreakGlass };
    const binding = await this.#bindingOf(job, emptyBinding(agreed, expires));
    const { orders, exclusions, certificates, ...stored } = binding;
    const summary = {
      ...{ target: { job: id }, name, orders: orders.length, demand: demand.demand },
      ...{ certificates: figures.minCertificates, isWhole: isWhole(job) },
      ...{ byReason: plan.totals.byReason, comment: binding.comment, breakGlass: isBreakGlass },
      ...{ skipApproval: binding.skipApproval, deadline: binding.deadlineUnixMs },
      ...{ comments: binding.comments?.count ?? 0, breaker: binding.breaker },
      ...{ excluded: exclusions.length, byPriority: plan.totals.byPriority, plannedAt, figures },
      exclusions: countBy(exclusions.map(({ cause }) => cause)),
    };
    const work = { job: id, count: orders.length, digest: plan.digest, breakGlass };
    const change = { subject: subjectOfJob(id), binding, stored, summary, work };
    return this.twoPerson.propose(change, caller);
  }

  /** Rebuilds what an approval agrees to from the job as of now. @param {Proposal} proposal @param {PlannedJob} job @returns {Promise<Binding>} */
  async currentBinding({ binding }, job) {
    const { quorum, rulesHash, isBreakGlass, expiresUnixMs } = /** @type {Binding} */ (binding);
    return this.#bindingOf(job, emptyBinding({ quorum, rulesHash, isBreakGlass }, expiresUnixMs));
  }

  /** A page of the orders of a proposal, with their reasons, comments, exclusions and certificates. @param {Proposal} proposal @param {{ offset: number, limit: number }} page */
  async orders({ summary, work }, page) {
    const { target } = summary;
    const job = this.store.get(target.job ?? "");
    const { digest } = /** @type {{ digest: string }} */ (work);
    if (job?.plan?.digest !== digest) {
      const message = "The list was planned again, changed or removed since this proposal.";
      return deniedResult(409, "conflict|changed", message);
    }
    const { total, rows } = await planOrders(this.store.text(job.id, "plan"), page);
    const counts = this.store.counts(job.id);
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        ...(counts?.[row.orderId] ? { certificates: counts[row.orderId]?.ids } : {}),
      })),
    };
  }

  /** @param {PlannedJob} job @param {Omit<Binding, "kind">} empty @returns {Promise<Binding>} */
  async #bindingOf(job, empty) {
    const { id, plan, figures, plannedAt, settings = {} } = job;
    const text = this.store.text(id, "plan");
    const { rows } = await planOrders(text, { limit: plan.totals.orders });
    const sent = rows.filter(({ disposition }) => disposition === "send");
    const own = sent.filter(({ hasOwnComment }) => hasOwnComment);
    const digest = await sha256Hex(
      own.map(({ orderId, comment }) => `${JSON.stringify([orderId, comment])}\n`).join(""),
    );
    const counts = this.store.counts(id);
    const ids = Object.values(counts ?? {}).flatMap((order) => order?.ids ?? []);
    return {
      ...empty,
      ...{ kind: "job", orders: sent.map(({ orderId }) => orderId), isWhole: isWhole(job) },
      ...{ certificates: counts ? ids : null, byReason: plan.totals.byReason },
      ...{ skipApproval: settings.skipApproval ?? false, comment: settings.comment ?? null },
      comments: own.length > 0 ? { count: own.length, digest } : null,
      exclusions: rows.flatMap(({ orderId, disposition }) =>
        disposition === "send" ? [] : [{ orderId, cause: disposition }],
      ),
      ...{ breaker: settings.breaker ?? null, deadlineUnixMs: settings.deadline ?? null },
      job: { id, digest: plan.digest, plannedUnixMs: plannedAt, figures },
    };
  }
}

/** Whether every certificate that a job revokes is counted. @param {PlannedJob} job */
export const isWhole = ({ figures, isCounted }) => isCounted && figures.unread === 0;

/** @param {string[]} values */
function countBy(values) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

// Two-person approval: one person proposes a change, another person approves exactly that change, once. Each kind of proposal
// supplies its own execution.

import { mainKey } from "../auth/actor.js";
import { problem } from "../http/problem.js";
import { proposalEntry } from "./audit-entries.js";
import { deniedResult } from "./change-result.js";
import {
  proposalNumber,
  requestIdOf,
  toCreatedRequest,
  toRequest,
} from "./rules/approval-request.js";
import { bindingHash } from "./rules/binding.js";
import { decisionIssue } from "./rules/two-person.js";

/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./rules/binding.js").Binding} Binding */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */

/**
 * @typedef {object} ProposalKind
 * @property {(binding: Binding, person: string) => Promise<Binding | undefined>} currentBinding the binding as of now; `undefined` if it cannot
 *   be read
 * @property {(proposal: Proposal, caller: Caller, claim: () => ChangeResult | undefined) => Promise<ChangeResult>} execute
 *   executes the proposal. It calls `claim` synchronously before, and does nothing if `claim` returns a denial
 */

export class TwoPerson {
  /**
   * @param {import("./proposals.js").Proposals} proposals
   * @param {import("../audit/log.js").AuditLog} auditLog
   * @param {Map<Binding["kind"], ProposalKind>} kinds
   */
  constructor(proposals, auditLog, kinds) {
    this.proposals = proposals;
    this.auditLog = auditLog;
    this.kinds = kinds;
  }

  /**
   * Creates a proposal. The same proposal by the same person returns the pending one.
   * @param {string} subject @param {Binding} binding @param {unknown} work @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async propose(subject, binding, work, { actor }) {
    const hash = await bindingHash(binding);
    const pending = this.proposals.pending(subject);
    if (pending) {
      const { n, by } = pending;
      const same = by.id === actor.id && JSON.stringify(pending.work) === JSON.stringify(work);
      if (same) return proposedResult(pending);
      const message = `Request ${requestIdOf(n)} of ${by.id} for the same target is pending. Decide it first.`;
      return deniedResult(409, "conflict|waits", message, { request: String(requestIdOf(n)) });
    }
    const { id, how, name } = actor;
    const by = { id, how, ...(name === undefined ? {} : { name }) };
    const time = Date.now();
    return proposedResult(this.proposals.add({ subject, binding, hash, work, by, time }));
  }

  /**
   * @param {string} requestId @param {{ status: "approved" | "rejected", processor_comment?: string }} decision
   * @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async decide(requestId, { status, processor_comment: note }, caller) {
    const proposal = this.get(requestId);
    if (!proposal) return deniedResult(404, "not_found|request", "There is no such request.");
    const denied = this.#checkDecision(proposal, status, caller);
    if (denied) return denied;
    const { actor } = caller;
    const decision = () => ({ by: { id: actor.id, how: actor.how }, time: Date.now(), note });
    if (status === "rejected") {
      this.proposals.decide(proposal.n, "rejected", decision());
      return { ...decidedResult(proposal), outcome: "rejected" };
    }
    const changed = await this.#checkBinding(proposal, mainKey(actor));
    if (changed) return changed;
    let isClaimed = false;
    const result = await this.#kindOf(proposal).execute(proposal, caller, () => {
      // Another decision may have been made during the read or while the request was queued.
      const current = this.get(requestId) ?? proposal;
      const deniedNow = this.#checkDecision(current, status, caller);
      if (deniedNow) return deniedNow;
      isClaimed = this.proposals.decide(proposal.n, "approved", decision());
      return undefined;
    });
    if (!isClaimed) return result;
    if (!result.isFinal) this.proposals.reopen(proposal.n);
    else this.proposals.setOutcome(proposal.n, proposalOutcome(result));
    if (!result.response.ok || result.effect !== undefined) return result;
    return { ...result, ...decidedResult(proposal), outcome: `approved-${result.outcome}` };
  }

  /**
   * Voids a pending proposal.
   * @param {Proposal} proposal @param {string} note shown to its proposer @param {Parameters<typeof proposalEntry>[2]} about for the audit log
   */
  async void(proposal, note, about) {
    if (this.proposals.decide(proposal.n, "void", { time: Date.now(), note }))
      await this.auditLog.append(proposalEntry("proposal-void", proposal, about));
  }

  /** Answers `GET /request/{id}`. @param {string} requestId */
  async read(requestId) {
    const proposal = this.get(requestId);
    if (proposal) return Response.json(await toRequest(proposal));
    return problem(404, [{ code: "not_found|request", message: "There is no such request." }]);
  }

  /** Marks overdue proposals as expired. */
  async expire() {
    for (const proposal of this.proposals.overdue(Date.now())) {
      if (!this.proposals.decide(proposal.n, "expired", { time: Date.now() })) continue;
      await this.auditLog.append(proposalEntry("proposal-expired", proposal));
    }
  }

  /** @param {string} requestId */
  get(requestId) {
    const n = proposalNumber(requestId);
    return n === undefined ? undefined : this.proposals.get(n);
  }

  /** @param {Proposal} proposal @param {"approved" | "rejected"} decision @param {Caller} caller */
  #checkDecision({ status, by, binding, hash }, decision, { actor }) {
    const proposal = { status, by: by.id, expires: binding.expires };
    const issue = decisionIssue(proposal, decision, actor.id, Date.now());
    if (issue === "expired") {
      const message = "The time limit for the approval has passed. Propose it again.";
      return deniedResult(409, "conflict|expired", message, { hash });
    }
    if (issue === "decided")
      return deniedResult(409, "conflict|decided", `It is already ${status}.`, { hash });
    if (issue === "same_person") {
      const message =
        "Two-person approval is required: the person who proposed it cannot approve it.";
      return deniedResult(403, "access_denied|same_person", message, { hash });
    }
    return undefined;
  }

  /** @param {Proposal} proposal */
  #kindOf({ binding: { kind } }) {
    const known = this.kinds.get(kind);
    if (!known) throw new TypeError(`unknown kind of proposal: ${kind}`);
    return known;
  }

  /** Reads the binding again, and voids the proposal if it has changed. @param {Proposal} proposal @param {string} person @returns {Promise<ChangeResult | undefined>} */
  async #checkBinding(proposal, person) {
    const { binding, hash } = proposal;
    const current = await this.#kindOf(proposal).currentBinding(binding, person);
    if (!current) {
      const message =
        "The affected orders or certificates could not be read, so a change since the proposal cannot be ruled out. Approve it again later.";
      return deniedResult(409, "conflict|not_read", message, { hash });
    }
    const hashNow = await bindingHash(current);
    if (hashNow === hash) return undefined;
    await this.void(proposal, "the affected orders or certificates changed", {
      reason: "effect-changed",
      details: { hashNow },
    });
    const message =
      "The affected orders or certificates changed after it was proposed, so it is void. Propose it again.";
    return {
      ...deniedResult(409, "conflict|changed", message, { hash, hashNow }),
      isFinal: true,
    };
  }
}

/** @param {ChangeResult} result */
function proposalOutcome({ response, outcome, effect }) {
  if (response.ok && effect === undefined) return outcome;
  return effect === "none" ? "refused" : "unknown";
}

/** @param {Proposal} proposal @returns {Promise<ChangeResult>} */
async function proposedResult(proposal) {
  const { n, hash, binding } = proposal;
  const { certificates, expires } = binding;
  const response = Response.json(await toCreatedRequest(proposal), { status: 201 });
  const request = String(requestIdOf(n));
  const details = { request, hash, certificates: certificates?.length ?? null, expires };
  return { response, isFinal: true, outcome: "proposed", details };
}

/** @param {Proposal} proposal */
function decidedResult({ hash }) {
  return { response: new Response(null, { status: 204 }), isFinal: true, details: { hash } };
}

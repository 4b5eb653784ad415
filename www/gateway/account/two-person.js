// Two-person approval: one person proposes a change, other people approve exactly that change, once. The rules decide about
// each decision; each kind of proposal supplies its own execution.

import { decideProposal, hashBinding } from "certcentral-revoke/guard";
import { identityOf, isSamePerson, mainKey } from "../auth/actor.js";
import { problem } from "../http/problem.js";
import { proposalNumber, requestIdOf, toCreatedRequest, toRequest } from "./approval-request.js";
import { proposalEntry } from "./audit-entries.js";
import { deniedResult } from "./change-result.js";
import { refusedDecision } from "./decision-refusals.js";
import { toPerson } from "./person.js";
import { MAX_PENDING } from "./proposals.js";

/** @import { Binding } from "certcentral-revoke/guard" */
/** @typedef {import("./proposals.js").ProposalKind} ProposalKind */
/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./proposals.js").ProposalSummary} ProposalSummary */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {{ status: "approved" | "rejected", note?: string | undefined, hash: string | null }} Decision `hash` of what the person saw */

/**
 * @typedef {object} ProposalKindActions
 * @property {(proposal: Proposal, person: string) => Promise<Binding | undefined>} currentBinding the binding as of now; `undefined` if it cannot
 *   be read
 * @property {(proposal: Proposal, caller: Caller, claim: () => ChangeResult | undefined) => Promise<ChangeResult>} execute
 *   executes the proposal. It calls `claim` synchronously before, and does nothing if `claim` returns a denial
 */
/**
 * @typedef {object} NewChange
 * @property {string} subject
 * @property {Binding} binding
 * @property {Record<string, any>} [stored] the binding as it is stored, if it is shorter
 * @property {ProposalSummary} summary
 * @property {unknown} work
 */

/** @typedef {Parameters<typeof proposalEntry>[2]} AboutEnd */

export class TwoPerson {
  /** @type {Map<ProposalKind, ProposalKindActions>} */
  kinds = new Map();

  /**
   * @param {import("./proposals.js").Proposals} proposals
   * @param {import("../audit/log.js").AuditLog} auditLog
   * @param {import("./rule-settings.js").Rules} rules
   * @param {() => Promise<string>} rulesHash the hash of the settings now
   */
  constructor(proposals, auditLog, rules, rulesHash) {
    this.proposals = proposals;
    this.auditLog = auditLog;
    this.rules = rules;
    this.rulesHash = rulesHash;
  }

  /**
   * Creates a proposal. The same proposal by the same person returns the pending one.
   * @param {NewChange} change @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async propose({ subject, binding, stored = binding, summary, work }, { actor }) {
    const hash = await hashBinding(binding);
    const pending = this.proposals.pending(subject);
    if (pending) {
      const { n, by } = pending;
      const isSame = JSON.stringify(pending.work) === JSON.stringify(work);
      if (isSame && isSamePerson(by, actor)) return proposedResult(pending);
      const message = `Request ${requestIdOf(n)} of ${by.id} for the same target is pending. Decide it first.`;
      return deniedResult(409, "conflict|waits", message, { request: String(requestIdOf(n)) });
    }
    if (this.proposals.pendingOf(actor) >= MAX_PENDING) {
      const message = `${actor.id} has ${MAX_PENDING} pending proposals, the maximum. Withdraw one, or wait for the decisions.`;
      return deniedResult(409, "conflict|too_many_proposals", message);
    }
    const { kind, rulesHash, quorum, expiresUnixMs: expires } = binding;
    const by = namedPerson(actor);
    const about = { kind, subject, hash, rulesHash, quorum, summary, binding: stored, work };
    return proposedResult(this.proposals.add({ ...about, by, time: Date.now(), expires }));
  }

  /**
   * @param {string} requestId @param {Decision} decision @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async decide(requestId, decision, caller) {
    const proposal = this.get(requestId);
    if (!proposal) return deniedResult(404, "not_found|request", "There is no such request.");
    const rulesHash = await this.rulesHash();
    const first = await this.#refuse(proposal, decision, caller, rulesHash);
    if (first) return first;
    if (decision.status === "rejected") return this.#end(proposal, decision, caller, rulesHash);
    const changed = await this.#checkBinding(proposal, mainKey(caller.actor));
    if (changed) return changed;
    // Another decision may have been made during the read.
    const current = this.get(requestId) ?? proposal;
    const verdict = this.#verdict(current, decision, caller, rulesHash);
    if (verdict.result === "approved-partially") {
      this.proposals.addApproval(current.n, approvalOf(decision, caller));
      const result = decidedResult(current);
      const details = { ...result.details, remaining: verdict.remaining };
      return { ...result, outcome: "approved-partially", details };
    }
    return this.#approve(current, decision, caller, rulesHash);
  }

  /** Withdraws a proposal of the caller. @param {string} requestId @param {string | undefined} note @param {Caller} caller */
  async withdraw(requestId, note, caller) {
    const proposal = this.get(requestId);
    if (!proposal) return deniedResult(404, "not_found|request", "There is no such request.");
    if (!isSamePerson(proposal.by, caller.actor)) {
      const message = `Only ${proposal.by.id}, who proposed it, can withdraw it.`;
      return deniedResult(403, "access_denied|not_yours", message);
    }
    return this.decide(requestId, { status: "rejected", note, hash: null }, caller);
  }

  /** Answers `GET /request/{id}`. @param {string} requestId */
  async read(requestId) {
    const proposal = this.get(requestId);
    if (proposal) return Response.json(await toRequest(proposal));
    return problem(404, [{ code: "not_found|request", message: "There is no such request." }]);
  }

  /** Marks overdue proposals as expired. */
  async expire() {
    for (const proposal of this.proposals.overdue(Date.now()))
      await this.#close(proposal, "expired", undefined);
  }

  /**
   * Voids a pending proposal.
   * @param {Proposal} proposal @param {string} note shown to its proposer @param {AboutEnd} [about] for the audit log
   */
  async void(proposal, note, about) {
    await this.#close(proposal, "void", note, about);
  }

  /** Voids an approved proposal that was not executed. @param {number} n @param {string} note why */
  async voidApproved(n, note) {
    const proposal = this.proposals.get(n);
    if (proposal && this.proposals.revoke(n, note)) await this.#logEnd(proposal, "void", note);
  }

  /** @param {string} requestId */
  get(requestId) {
    const n = proposalNumber(requestId);
    return n === undefined ? undefined : this.proposals.get(n);
  }

  /** @param {Proposal} proposal @param {Decision} decision @param {Caller} caller @param {string} rulesHash */
  #verdict(proposal, { status: decision, hash }, { actor }, rulesHash) {
    const { status, by, quorum, expires } = proposal;
    const { revokedIds, decide } = this.rules;
    const approvals = this.proposals
      .approvals(proposal.n)
      .map((approval) => toPerson(approval.by, approval.groups));
    const hashes = { hash: proposal.hash, rulesHash: proposal.rulesHash };
    return decideProposal({
      proposal: {
        ...{ status, proposer: toPerson(by), expiresUnixMs: expires, quorum, approvals },
        ...hashes,
      },
      ...{ decision, by: toPerson(identityOf(actor), actor.groups ?? []), seenHash: hash },
      rules: { rulesHash, revokedIds, servicesDecide: decide.services },
      nowUnixMs: Date.now(),
    });
  }

  /** Returns the denial of a decision that the rules refuse, and closes a proposal that they void. @param {Proposal} proposal @param {Decision} decision @param {Caller} caller @param {string} rulesHash */
  async #refuse(proposal, decision, caller, rulesHash) {
    const verdict = this.#verdict(proposal, decision, caller, rulesHash);
    if (verdict.result !== "refused") return undefined;
    const { reason, becomes } = verdict;
    const denied = refusedDecision(reason, { hash: proposal.hash });
    if (becomes === null) return denied;
    const notes = {
      "proposer-lost-right": "the proposer may no longer revoke",
      "rules-changed": "the rules of the gateway changed",
    };
    const isVoid = reason === "proposer-lost-right" || reason === "rules-changed";
    await this.#close(proposal, becomes, isVoid ? notes[reason] : undefined);
    return { ...denied, isFinal: true };
  }

  /** Rejects or withdraws. @param {Proposal} proposal @param {Decision} decision @param {Caller} caller @param {string} rulesHash @returns {Promise<ChangeResult>} */
  async #end(proposal, decision, caller, rulesHash) {
    const verdict = this.#verdict(proposal, decision, caller, rulesHash);
    const outcome = verdict.result === "withdrawn" ? "withdrawn" : "rejected";
    const { note } = decision;
    const by = namedPerson(caller.actor);
    if (!this.proposals.decide(proposal.n, outcome, { by, time: Date.now(), note }))
      return refusedDecision("decided", { hash: proposal.hash });
    return { ...decidedResult(proposal), outcome };
  }

  /** Executes a proposal with its last approval. @param {Proposal} proposal @param {Decision} decision @param {Caller} caller @param {string} rulesHash */
  async #approve(proposal, decision, caller, rulesHash) {
    const { n } = proposal;
    let isClaimed = false;
    const result = await this.#kindOf(proposal).execute(proposal, caller, () => {
      // Another decision may have been made while the request was queued.
      const verdict = this.#verdict(this.proposals.get(n) ?? proposal, decision, caller, rulesHash);
      if (verdict.result === "refused")
        return refusedDecision(verdict.reason, { hash: proposal.hash });
      const { note } = decision;
      const decided = { by: namedPerson(caller.actor), time: Date.now(), note };
      isClaimed = this.proposals.decide(n, "approved", decided);
      if (!isClaimed) return refusedDecision("decided", { hash: proposal.hash });
      this.proposals.addApproval(n, approvalOf(decision, caller));
      return undefined;
    });
    if (!isClaimed) return result;
    if (!result.isFinal) this.proposals.reopen(n);
    else if (result.outcome !== "starting") this.proposals.setOutcome(n, proposalOutcome(result));
    if (!result.response.ok || result.effect !== undefined) return result;
    const { details } = decidedResult(proposal);
    const decided = {
      ...result,
      ...decidedResult(proposal),
      outcome: `approved-${result.outcome}`,
    };
    return { ...decided, details: { ...result.details, ...details } };
  }

  /** @param {Proposal} proposal @param {"void" | "expired"} status @param {string | undefined} note @param {AboutEnd} [about] */
  async #close(proposal, status, note, about) {
    if (this.proposals.decide(proposal.n, status, { time: Date.now(), note }))
      await this.#logEnd(proposal, status, note, about);
  }

  /** @param {Proposal} proposal @param {"void" | "expired"} status @param {string | undefined} note @param {AboutEnd} [about] */
  async #logEnd(proposal, status, note, about) {
    const reason = note === undefined ? {} : { reason: note };
    await this.auditLog.append(
      proposalEntry(`proposal-${status}`, proposal, { ...reason, ...about }),
    );
  }

  /** @param {Proposal} proposal */
  #kindOf({ kind }) {
    const known = this.kinds.get(kind);
    if (!known) throw new TypeError(`unknown kind of proposal: ${kind}`);
    return known;
  }

  /** Reads the binding again, and voids the proposal if it has changed. @param {Proposal} proposal @param {string} person @returns {Promise<ChangeResult | undefined>} */
  async #checkBinding(proposal, person) {
    const { hash } = proposal;
    const current = await this.#kindOf(proposal).currentBinding(proposal, person);
    if (!current) {
      const message =
        "The affected orders or certificates could not be read, so a change since the proposal cannot be ruled out. Approve it again later.";
      return deniedResult(409, "conflict|not_read", message, { hash });
    }
    const hashNow = await hashBinding(current);
    if (hashNow === hash) return undefined;
    await this.void(proposal, "the affected orders or certificates changed", {
      reason: "effect-changed",
      details: { hashNow },
    });
    const message =
      "The affected orders or certificates changed after it was proposed, so it is void. Propose it again.";
    return { ...deniedResult(409, "conflict|changed", message, { hash, hashNow }), isFinal: true };
  }
}

/** @param {import("../auth/actor.js").Actor} actor */
function namedPerson(actor) {
  const { name } = actor;
  return { ...identityOf(actor), ...(name === undefined ? {} : { name }) };
}

/** @param {Decision} decision @param {Caller} caller @returns {import("./proposals.js").Approval} */
function approvalOf({ note }, { actor }) {
  const { groups = [] } = actor;
  const by = identityOf(actor);
  return { by, groups, time: Date.now(), ...(note === undefined ? {} : { note }) };
}

/** @param {ChangeResult} result */
function proposalOutcome({ response, outcome, effect }) {
  if (response.ok && effect === undefined) return outcome;
  return effect === "none" ? "refused" : "unknown";
}

/** @param {Proposal} proposal @returns {Promise<ChangeResult>} */
async function proposedResult(proposal) {
  const { n, hash, summary, expires } = proposal;
  const response = Response.json(await toCreatedRequest(proposal), { status: 201 });
  const { certificates, demand, breakGlass } = summary;
  const request = String(requestIdOf(n));
  const details = { request, hash, demand, certificates, expires, breakGlass };
  return { response, isFinal: true, outcome: "proposed", details };
}

/** @param {Proposal} proposal */
function decidedResult({ hash }) {
  return { response: new Response(null, { status: 204 }), isFinal: true, details: { hash } };
}

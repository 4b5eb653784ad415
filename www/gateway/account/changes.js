// Executes a change: writes the intent to the audit log, checks guards and the two-person rule, sends it, and logs the result.

import { identityOf, mainKey } from "../auth/actor.js";
import { proposalNumber } from "./approval-request.js";
import { intentEntry, parseChange, resultEntry, targetOf } from "./audit-entries.js";
import { deniedResult, revokeResult } from "./change-result.js";
import { bindingOf, reasonOf, subjectOf } from "./revocation-scope.js";

/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./revocation-scope.js").Revocation} Revocation */
/** @typedef {import("./revocation-scope.js").Scope} Scope */
/** @typedef {import("./guards.js").FinalCheck} FinalCheck */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {import("../upstream/account-client.js").QueuedCall} QueuedCall */
/** @typedef {{ agreed: "approved" | "break-glass" | null, people: Identity[], scope: Scope }} Sending */

export class Changes {
  /**
   * @param {object} account
   * @param {import("./guards.js").Guards} account.guards
   * @param {import("./revocation-scope.js").RevocationScopes} account.scopes
   * @param {import("./submitters.js").SubmittedRequests} account.submitted
   * @param {import("./sent-changes.js").SentChanges} account.sentChanges
   * @param {import("./two-person.js").TwoPerson} account.twoPerson
   * @param {import("./request-decisions.js").RequestDecisions} account.decisions
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("./rule-settings.js").Rules} account.rules
   * @param {(queued: QueuedCall, finalCheck?: FinalCheck) => Promise<Response | ChangeResult>} account.send
   */
  constructor(account) {
    this.guards = account.guards;
    this.scopes = account.scopes;
    this.submitted = account.submitted;
    this.sentChanges = account.sentChanges;
    this.twoPerson = account.twoPerson;
    this.decisions = account.decisions;
    this.auditLog = account.auditLog;
    this.rules = account.rules;
    this.send = account.send;
    for (const kind of /** @type {const} */ (["order", "certificate"]))
      this.twoPerson.kinds.set(kind, {
        currentBinding: (proposal, person) => this.#currentBinding(proposal, person),
        execute: (proposal, caller, claim) => this.#revokeProposed(proposal, caller, claim),
      });
  }

  /**
   * Executes a change. The intent is logged first: a change that cannot be logged is not sent.
   * @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async execute(queued, caller) {
    const change = parseChange(queued.call);
    const { kind, id, body } = change;
    if (kind !== "request") {
      const revocation = { kind, id, body };
      const intent = intentEntry(change, caller);
      const { breakGlass } = queued;
      const details = breakGlass === undefined ? body : { ...body, breakGlass };
      return this.#logged({ ...intent, details }, () => this.#revoke(revocation, queued, caller));
    }
    if (proposalNumber(id) === undefined) {
      const { intent, act } = await this.decisions.prepare(change, queued, caller);
      return this.#logged(intent, act);
    }
    const proposal = this.twoPerson.get(id);
    const intent = intentEntry(change, caller, proposal && targetOf(proposal));
    const { status, processor_comment: note } = body;
    const hash = queued.seenHash ?? null;
    return this.#logged({ ...intent, details: { ...body, hash } }, () =>
      this.twoPerson.decide(id, { status, note, hash }, caller),
    );
  }

  /** @param {import("../audit/chain.js").Entry} intent @param {() => Promise<ChangeResult>} act */
  async #logged(intent, act) {
    await this.auditLog.append(intent);
    const result = await act();
    await this.auditLog.append(resultEntry(intent, result));
    return result;
  }

  /** @param {Revocation} revocation @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>} */
  async #revoke(revocation, queued, caller) {
    const { actor } = caller;
    const person = mainKey(actor);
    const guard = await this.guards.check(revocation, person);
    if (guard.denied) return guard.denied;
    const isBreakGlass = queued.breakGlass !== undefined;
    const isCounted = this.rules.twoPerson !== null || isBreakGlass;
    const scope = isCounted
      ? await this.scopes.read(revocation, person)
      : this.scopes.uncounted(revocation);
    if ("response" in scope) return scope;
    const { demand, quorum } = this.scopes.demand(revocation, scope, actor, isBreakGlass);
    if (quorum !== null) {
      const rulesHash = await this.twoPerson.rulesHash();
      const terms = { quorum, rulesHash, isBreakGlass, policy: this.rules.twoPerson };
      const binding = bindingOf(revocation, scope, terms);
      const summary = summaryOf(revocation, scope, demand, isBreakGlass);
      const { call, lane, breakGlass } = queued;
      const work = { call, lane, person, breakGlass };
      const subject = subjectOf(revocation);
      const proposed = await this.twoPerson.propose({ subject, binding, summary, work }, caller);
      return scope.orderId === null ? proposed : { ...proposed, orderId: scope.orderId };
    }
    const recheck = () => {
      if (this.scopes.demand(revocation, scope, actor).quorum === null) return undefined;
      const message =
        "Other revocations were sent in the meantime, and this one now requires a second person. Send it again to request the approval.";
      return deniedResult(409, "conflict|total", message);
    };
    const sending = { agreed: null, people: [actor], scope };
    return this.#send(revocation, queued, sending, () => guard.finalCheck() ?? recheck());
  }

  /** @param {Proposal} proposal @param {Caller} caller @param {FinalCheck} claim @returns {Promise<ChangeResult>} */
  async #revokeProposed(proposal, caller, claim) {
    const queued = /** @type {QueuedCall} */ (proposal.work);
    const change = parseChange(queued.call);
    const { kind, id, body } = change;
    if (kind === "request") throw new TypeError(`proposal ${proposal.n} is not a revocation`);
    const revocation = { kind, id, body };
    const guard = await this.guards.check(revocation, mainKey(caller.actor));
    if (guard.denied) return guard.denied;
    const { by, binding, hash, summary } = proposal;
    /** @type {"approved" | "break-glass"} */
    const agreed = summary.breakGlass ? "break-glass" : "approved";
    const target = targetOf(proposal);
    const details = { ...body, hash, proposedBy: by.id };
    if (agreed === "break-glass")
      await this.auditLog.append({
        ...intentEntry(change, caller, target),
        action: "break-glass",
        details: { ...details, justification: queued.breakGlass },
      });
    const [orderId = null] = binding.orders;
    const scope = { ids: binding.certificates, isWhole: binding.isWhole, orderId };
    const sending = { agreed, people: [by], scope };
    return this.#logged({ ...intentEntry(change, caller, target), details }, () =>
      this.#send(revocation, queued, sending, guard.finalCheck, claim),
    );
  }

  /**
   * Sends a revocation. Everything that allows it is checked synchronously right before, together with storing it.
   * @param {Revocation} revocation @param {QueuedCall} queued @param {Sending} sending @param {FinalCheck} check
   * @param {FinalCheck} [claim] @returns {Promise<ChangeResult>}
   */
  async #send(revocation, queued, { agreed, people, scope }, check, claim) {
    const { kind, id, body } = revocation;
    const [by] = people;
    if (!by) throw new TypeError("a revocation needs a person");
    const subject = subjectOf(revocation);
    const counted = { subject, orderId: scope.orderId, orders: 1 };
    /** @type {number | undefined} */
    let stored;
    const sent = await this.send(queued, () => {
      const denied =
        check() ?? this.guards.checkLimit({ by, subject, orders: 1, agreed }) ?? claim?.();
      if (denied) return denied;
      const certificates = scope.ids?.length ?? null;
      stored = this.sentChanges.add(by, {
        ...{ ...counted, certificates, isApproved: agreed !== null },
      });
      return undefined;
    });
    const order = scope.orderId === null ? {} : { orderId: scope.orderId };
    if (!(sent instanceof Response)) return { ...sent, ...order };
    const result = { ...(await revokeResult(sent)), ...order };
    if (stored !== undefined && result.effect === "none") this.sentChanges.refund(stored, 1);
    const isLost = result.effect === "unknown" && body.skip_approval !== true;
    if (result.requestId !== undefined || isLost) {
      const submitted = { people: people.map(identityOf), kind, id, reason: reasonOf(body) };
      this.submitted.add(result.requestId ?? null, submitted);
    }
    return result;
  }

  /** Certificates that could not be read for the proposal are not part of its approval. @param {Proposal} proposal @param {string} person */
  async #currentBinding({ kind, binding }, person) {
    const stored = /** @type {import("certcentral-revoke/guard").Binding} */ (binding);
    const [orderId] = stored.orders;
    if (kind !== "order" || stored.certificates === null || orderId === undefined) return stored;
    const scope = await this.scopes.read({ kind, id: orderId }, person);
    if ("response" in scope || scope.ids === null) return undefined;
    return { ...stored, certificates: scope.ids, isWhole: scope.isWhole };
  }
}

/** @param {Revocation} revocation @param {Scope} scope @param {string} demand @param {boolean} breakGlass */
function summaryOf({ kind, id, body }, { ids, isWhole }, demand, breakGlass) {
  return {
    ...{ target: { [kind]: id }, orders: kind === "order" ? 1 : 0 },
    ...{ certificates: ids?.length ?? null, isWhole, byReason: { [reasonOf(body)]: 1 } },
    ...{ comment: body.comment ?? null, skipApproval: body.skip_approval ?? false },
    ...{ deadline: null, breakGlass, demand },
  };
}

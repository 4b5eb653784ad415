// Decisions about CertCentral's own approval requests. The request is read before every decision, so that the log names what
// was decided, and only what the rules allow is sent.

import { decideRequest } from "certcentral-revoke/guard";
import { identityOf, mainKey } from "../auth/actor.js";
import { intentEntry } from "./audit-entries.js";
import { decisionResult, readFailureResult } from "./change-result.js";
import { refusedRequestDecision } from "./decision-refusals.js";
import { toPerson } from "./person.js";
import { subjectOf } from "./revocation-scope.js";

/** @import { ApprovalRequest } from "certcentral-revoke" */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("./audit-entries.js").Change} Change */
/** @typedef {import("../upstream/account-client.js").QueuedCall} QueuedCall */
/** @typedef {import("./guards.js").FinalCheck} FinalCheck */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {import("./revocation-scope.js").Scope} Scope */

export class RequestDecisions {
  /**
   * @param {object} account
   * @param {import("./blast-radius.js").BlastRadiusReader} account.blastRadius
   * @param {import("./guards.js").Guards} account.guards
   * @param {import("./revocation-scope.js").RevocationScopes} account.scopes
   * @param {import("./submitters.js").SubmittedRequests} account.submitted
   * @param {import("./sent-changes.js").SentChanges} account.sentChanges
   * @param {import("./rule-settings.js").Rules} account.rules
   * @param {(actor: import("../auth/actor.js").Actor) => boolean} account.mayRevokeAlone
   * @param {(queued: QueuedCall, finalCheck?: FinalCheck) => Promise<Response | ChangeResult>} account.send
   */
  constructor(account) {
    this.blastRadius = account.blastRadius;
    this.guards = account.guards;
    this.scopes = account.scopes;
    this.submitted = account.submitted;
    this.sentChanges = account.sentChanges;
    this.rules = account.rules;
    this.mayRevokeAlone = account.mayRevokeAlone;
    this.send = account.send;
  }

  /**
   * Reads the request, and returns the intent for the audit log with the decision to carry out.
   * @param {Change} change @param {QueuedCall} queued @param {Caller} caller
   */
  async prepare(change, queued, caller) {
    const reading = this.blastRadius.requestOf(change.id, mainKey(caller.actor));
    const read = await reading.catch(readFailureResult);
    const intent = intentEntry(change, caller);
    if (read !== null && "response" in read) return { intent, act: async () => read };
    const order = read?.orderId === undefined ? {} : { order: read.orderId };
    const details = {
      ...change.body,
      type: read?.type ?? null,
      requester: read?.requester ? requesterOf(read.requester) : null,
    };
    return {
      intent: { ...intent, target: { request: change.id, ...order }, details },
      act: () => this.#decide(change, read, queued, caller),
    };
  }

  /** @param {Change} change @param {ApprovalRequest | null} request @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>} */
  async #decide({ id, body }, request, queued, caller) {
    const { actor } = caller;
    const isApproval = body.status === "approved";
    const stopped = isApproval ? this.guards.freezer.check() : undefined;
    if (stopped) return stopped;
    const { type = null, orderId } = request ?? {};
    const submitted = this.submitted.of(id, orderId);
    const [submitter] = submitted?.people ?? [];
    const revocation = {
      ...(submitted ?? { kind: /** @type {const} */ ("order"), id: orderId ?? id }),
      body: { revocation_reason: submitted?.reason },
    };
    const isRevoke = type === "revoke" && isApproval;
    const scope = isRevoke ? await this.#scopeOf(revocation, orderId, mainKey(actor)) : undefined;
    if (scope && "response" in scope) return scope;
    const demandOf = () =>
      scope ? this.scopes.demand(revocation, scope, submitter ?? actor).demand : "none";
    const verdictOf = () =>
      decideRequest({
        ...{ decision: body.status, by: toPerson(identityOf(actor)), requestType: type },
        submittedBy: (submitted?.people ?? []).map((person) => toPerson(person)),
        ...{ mayRevokeAlone: this.mayRevokeAlone(actor), demand: demandOf() },
        ...{ types: this.rules.decide.types, servicesDecide: this.rules.decide.services },
        approvesOwn: this.rules.decide.own,
      });
    const verdict = verdictOf();
    const facts = { type, ...(submitter ? { submittedBy: submitter.id } : {}) };
    if (verdict.result === "refused") return refusedRequestDecision(verdict.reason, facts);
    // A rejection stops a revocation, so the stop button does not stop it.
    if (!isApproval) return this.#send(id, body, queued);
    if (!scope) return this.#send(id, body, queued, () => this.guards.freezer.check());
    const guard = await this.guards.check(
      { kind: "request", id, orderId: orderId ?? null },
      mainKey(actor),
    );
    if (guard.denied) return guard.denied;
    /** @type {number | undefined} */
    let stored;
    const result = await this.#send(id, body, queued, () => {
      const now = verdictOf();
      if (now.result === "refused") return refusedRequestDecision(now.reason, facts);
      const { isApproved } = now;
      const subject = subjectOf(revocation);
      const agreed = isApproved ? "approved" : null;
      const denied =
        guard.finalCheck() ?? this.guards.checkLimit({ by: actor, subject, orders: 1, agreed });
      if (denied) return denied;
      const certificates = scope.ids?.length ?? null;
      const counted = { subject, orderId: scope.orderId, orders: 1, certificates, isApproved };
      stored = this.sentChanges.add(actor, counted);
      return undefined;
    });
    if (stored !== undefined && result.effect === "none") this.sentChanges.refund(stored, 1);
    return result;
  }

  /** @param {string} id @param {Record<string, any>} body @param {QueuedCall} queued @param {FinalCheck} [finalCheck] */
  async #send(id, body, queued, finalCheck) {
    const sent = await this.send(queued, finalCheck);
    return sent instanceof Response ? decisionResult(sent, id, body.status) : sent;
  }

  /** @param {{ kind: "order" | "certificate", id: string }} revocation @param {string | undefined} orderId @param {string} person @returns {Promise<Scope | ChangeResult>} */
  async #scopeOf(revocation, orderId, person) {
    if (this.rules.twoPerson === null || (revocation.kind === "order" && orderId === undefined))
      return { ...this.scopes.uncounted(revocation), orderId: orderId ?? null };
    return this.scopes.read(revocation, person);
  }
}

/** @param {NonNullable<ApprovalRequest["requester"]>} requester */
const requesterOf = ({ id, email }) => ({ id, ...(email === undefined ? {} : { email }) });

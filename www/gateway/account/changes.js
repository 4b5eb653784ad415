// Executes a change: writes the intent to the audit log, checks guards and the two-person rule, sends it, and logs the result.

import { mainKey } from "../auth/actor.js";
import { intentEntry, parseChange, resultEntry, targetOf } from "./audit-entries.js";
import { decisionResult, deniedResult, readFailureResult, revokeResult } from "./change-result.js";
import { proposalNumber } from "./rules/approval-request.js";
import { approvalDemand } from "./rules/two-person.js";
import { TwoPerson } from "./two-person.js";

/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("./audit-entries.js").Change} Change */
/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./rules/binding.js").Binding} Binding */
/** @typedef {import("./rules/two-person.js").BlastRadius} BlastRadius */
/** @typedef {import("./guards.js").FinalCheck} FinalCheck */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {Pick<import("../upstream/account-client.js").AccountCall, "call" | "lane" | "person">} QueuedCall */

const MINUTE_MS = 60_000;

export class Changes {
  /**
   * @param {object} account
   * @param {import("./guards.js").Guards} account.guards
   * @param {import("./blast-radius.js").BlastRadiusReader} account.blastRadius
   * @param {import("./submitters.js").SubmittedRequests} account.submitted
   * @param {import("./proposals.js").Proposals} account.proposals
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("./rules/settings.js").TwoPersonPolicy | null} account.policy
   * @param {(queued: QueuedCall, finalCheck?: FinalCheck) => Promise<Response | ChangeResult>} account.send
   */
  constructor({ guards, blastRadius, submitted, proposals, auditLog, policy, send }) {
    this.guards = guards;
    this.blastRadius = blastRadius;
    this.submitted = submitted;
    this.auditLog = auditLog;
    this.policy = policy;
    this.send = send;
    const revoke = {
      currentBinding: (/** @type {Binding} */ binding, /** @type {string} */ person) =>
        this.#currentBinding(binding, person),
      execute: (
        /** @type {Proposal} */ proposal,
        /** @type {Caller} */ caller,
        /** @type {FinalCheck} */ claim,
      ) => this.#revokeProposed(proposal, caller, claim),
    };
    const kinds = new Map([
      [/** @type {const} */ ("order"), revoke],
      [/** @type {const} */ ("certificate"), revoke],
    ]);
    this.twoPerson = new TwoPerson(proposals, auditLog, kinds);
  }

  /**
   * Executes a change. The intent is logged first: a change that cannot be logged is not sent.
   * @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  execute(queued, caller) {
    const change = parseChange(queued.call);
    if (change.kind !== "request")
      return this.#logged(intentEntry(change, caller), () => this.#revoke(change, queued, caller));
    const proposal = this.twoPerson.get(change.id);
    const intent = intentEntry(change, caller, proposal && targetOf(proposal));
    return this.#logged(intent, () => this.#decide(change, queued, caller));
  }

  /** @param {import("../audit/chain.js").Entry} intent @param {() => Promise<ChangeResult>} act */
  async #logged(intent, act) {
    await this.auditLog.append(intent);
    const result = await act();
    await this.auditLog.append(resultEntry(intent, result));
    return result;
  }

  /** @param {Change} change @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>} */
  async #revoke(change, queued, caller) {
    const guard = await this.guards.check(change, mainKey(caller.actor));
    if (guard.denied) return guard.denied;
    const { policy } = this;
    if (policy !== null) {
      const reading = this.#blastRadiusOf(change, mainKey(caller.actor));
      const blastRadius = await reading.catch(readFailureResult);
      if (blastRadius !== null && "response" in blastRadius) return blastRadius;
      if (approvalDemand(policy, change.body.revocation_reason, blastRadius)) {
        const expires = Math.ceil(Date.now() + policy.expiresMinutes * MINUTE_MS);
        const binding = bindingOf(change, blastRadius, expires);
        return this.twoPerson.propose(`${change.kind} ${change.id}`, binding, queued, caller);
      }
    }
    return this.#sendRevoke(change, queued, caller.actor.id, guard.finalCheck);
  }

  /** @param {Change} change @param {QueuedCall} queued @param {Caller} caller @returns {Promise<ChangeResult>} */
  async #decide(change, queued, caller) {
    const { id, body } = change;
    if (proposalNumber(id) !== undefined)
      return this.twoPerson.decide(id, /** @type {any} */ (body), caller);
    let finalCheck;
    if (body.status === "approved") {
      const submitted = this.submitted.of(id);
      const person = mainKey(caller.actor);
      if (
        submitted?.by === caller.actor.id &&
        (await this.#requiresTwoPersons(submitted, person))
      ) {
        const message =
          "Two-person approval is required: the person who requested the revocation cannot approve it.";
        return deniedResult(403, "access_denied|same_person", message);
      }
      const guard = await this.guards.check(change, person, submitted);
      if (guard.denied) return guard.denied;
      finalCheck = guard.finalCheck;
    }
    const sent = await this.send(queued, finalCheck);
    return sent instanceof Response ? decisionResult(sent, id, body.status) : sent;
  }

  /** @param {Proposal} proposal @param {Caller} caller @param {FinalCheck} claim @returns {Promise<ChangeResult>} */
  async #revokeProposed(proposal, caller, claim) {
    const queued = /** @type {QueuedCall} */ (proposal.work);
    const change = parseChange(queued.call);
    const guard = await this.guards.check(change, mainKey(caller.actor));
    if (guard.denied) return guard.denied;
    const { by } = proposal;
    const intent = intentEntry(change, caller, targetOf(proposal));
    const details = { ...change.body, hash: proposal.hash, proposedBy: by.id };
    return this.#logged({ ...intent, details }, () =>
      this.#sendRevoke(change, queued, by.id, () => guard.finalCheck() ?? claim()),
    );
  }

  /** @param {Change} change @param {QueuedCall} queued @param {string} by @param {FinalCheck} finalCheck @returns {Promise<ChangeResult>} */
  async #sendRevoke({ kind, id, body }, queued, by, finalCheck) {
    const sent = await this.send(queued, finalCheck);
    if (!(sent instanceof Response)) return sent;
    const result = await revokeResult(sent);
    if (result.requestId !== undefined && kind !== "request")
      this.submitted.add(result.requestId, { by, kind, id, reason: body.revocation_reason });
    return result;
  }

  /** @param {import("./submitters.js").Submitted} submitted @param {string} person */
  async #requiresTwoPersons({ kind, id, reason }, person) {
    if (this.policy === null) return false;
    const blastRadius = await this.#blastRadiusOf({ kind, id }, person).catch(readFailureResult);
    const counted = blastRadius !== null && "ids" in blastRadius ? blastRadius : null;
    return approvalDemand(this.policy, reason, counted) !== undefined;
  }

  /** @param {import("./guards.js").Target} target @param {string} person @returns {Promise<BlastRadius | null>} */
  async #blastRadiusOf({ kind, id }, person) {
    if (kind === "order") return this.blastRadius.certificatesOf(id, person);
    return { ids: [id], isWhole: true };
  }

  /** Certificates that could not be read for the proposal are not part of its approval. @param {Binding} binding @param {string} person */
  async #currentBinding(binding, person) {
    const [orderId] = binding.orders;
    if (binding.certificates === null || orderId === undefined) return binding;
    const reading = this.#blastRadiusOf({ kind: "order", id: orderId }, person);
    const blastRadius = await reading.catch(readFailureResult);
    if (blastRadius === null || !("ids" in blastRadius)) return undefined;
    return { ...binding, certificates: blastRadius.ids, isWhole: blastRadius.isWhole };
  }
}

/** @param {Change} change @param {BlastRadius | null} blastRadius @param {number} expires @returns {Binding} */
function bindingOf({ kind, id, body }, blastRadius, expires) {
  const isOrder = kind === "order";
  return {
    kind: isOrder ? "order" : "certificate",
    orders: isOrder ? [id] : [],
    certificates: blastRadius?.ids ?? null,
    isWhole: blastRadius?.isWhole ?? false,
    reason: body.revocation_reason ?? "unspecified",
    skipApproval: body.skip_approval ?? false,
    comment: body.comment ?? null,
    deadline: null,
    expires,
  };
}

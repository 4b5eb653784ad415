// What a single revocation affects, whether it requires a second person, and what an approval of it agrees to.

import { approvalDemand } from "certcentral-revoke/guard";
import { identityOf } from "../auth/actor.js";
import { readFailureResult } from "./change-result.js";
import { toPerson } from "./person.js";
import { DEFAULT_TWO_PERSON } from "./rule-settings.js";

/** @import { ApprovalDemand, Binding, Quorum, RevocationReason } from "certcentral-revoke/guard" */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {{ kind: "order" | "certificate", id: string, body: Record<string, any> }} Revocation */
/** @typedef {{ ids: string[] | null, isWhole: boolean, orderId: string | null }} Scope the certificates, `null` if they could not be counted, and the order if it is known */

const MINUTE_MS = 60_000;

/** @param {Revocation["body"]} body @returns {RevocationReason} */
export const reasonOf = ({ revocation_reason: reason = "unspecified" }) => reason;

/** The subject of a revocation, by which the rules recognize it. @param {Pick<Revocation, "kind" | "id">} revocation */
export const subjectOf = ({ kind, id }) => `${kind} ${id}`;

export class RevocationScopes {
  /**
   * @param {object} account
   * @param {import("./blast-radius.js").BlastRadiusReader} account.blastRadius
   * @param {import("./sent-changes.js").SentChanges} account.sentChanges
   * @param {import("./rule-settings.js").Rules} account.rules
   */
  constructor({ blastRadius, sentChanges, rules }) {
    this.blastRadius = blastRadius;
    this.sentChanges = sentChanges;
    this.rules = rules;
  }

  /** Reads what a revocation affects. @param {Pick<Revocation, "kind" | "id">} revocation @param {string} person @returns {Promise<Scope | ChangeResult>} */
  async read({ kind, id }, person) {
    if (kind === "certificate") {
      const orderId = (await this.blastRadius.orderOf(id, person)) ?? null;
      return { ids: [id], isWhole: true, orderId };
    }
    const read = await this.blastRadius.certificatesOf(id, person).catch(readFailureResult);
    if (read === null) return { ids: null, isWhole: false, orderId: id };
    return "response" in read ? read : { ...read, orderId: id };
  }

  /** The scope of a revocation that no rule counts. @param {Pick<Revocation, "kind" | "id">} revocation @returns {Scope} */
  uncounted({ kind, id }) {
    if (kind === "certificate") return { ids: [id], isWhole: true, orderId: null };
    return { ids: null, isWhole: false, orderId: id };
  }

  /**
   * Returns whether a person needs a second one for a revocation, with what was sent before. Synchronous.
   * @param {Revocation} revocation @param {Scope} scope @param {Identity} by @param {boolean} [isBreakGlass]
   * @returns {ApprovalDemand}
   */
  demand({ kind, id, body }, { ids, isWhole, orderId }, by, isBreakGlass = false) {
    const certificates = ids?.length ?? null;
    return approvalDemand({
      policy: this.rules.twoPerson,
      change: {
        ...{ person: toPerson(identityOf(by)), kind, subject: subjectOf({ kind, id }) },
        ...{ reasons: [reasonOf(body)], certificates, isWhole, isBreakGlass },
        orders: orderId === null ? [] : [{ orderId, certificates }],
      },
      history: this.sentChanges.concerning(by, orderId === null ? [] : [orderId]),
      nowUnixMs: Date.now(),
    });
  }
}

/**
 * What an approval of a revocation agrees to.
 * @param {Revocation} revocation @param {Scope} scope
 * @param {{ quorum: Quorum, rulesHash: string, isBreakGlass: boolean, policy: import("./rule-settings.js").Rules["twoPerson"] }} terms
 * @returns {Binding}
 */
export function bindingOf({ kind, body }, { ids, isWhole, orderId }, terms) {
  const { policy, ...agreed } = terms;
  const { expiresMinutes } = policy ?? DEFAULT_TWO_PERSON;
  return {
    ...emptyBinding(agreed, Math.ceil(Date.now() + expiresMinutes * MINUTE_MS)),
    ...{ kind, orders: orderId === null ? [] : [orderId], certificates: ids, isWhole },
    byReason: { [reasonOf(body)]: 1 },
    skipApproval: body.skip_approval ?? false,
    comment: body.comment ?? null,
  };
}

/**
 * The fields of a binding that most kinds leave empty.
 * @param {{ quorum: Quorum, rulesHash: string, isBreakGlass: boolean }} agreed @param {number} expiresUnixMs
 * @returns {Omit<Binding, "kind">}
 */
export function emptyBinding(agreed, expiresUnixMs) {
  return {
    ...{ orders: [], certificates: null, isWhole: true, byReason: {}, skipApproval: false },
    ...{ comment: null, comments: null, exclusions: [], breaker: null, deadlineUnixMs: null },
    ...{ job: null, hold: null, ...agreed, expiresUnixMs },
  };
}

// The guards of a revocation: the stop button, holds, and the revocation limit. All of them are checked again, synchronously,
// right before the request is sent.

import { checkHolds, checkRevocationLimit } from "certcentral-revoke/guard";
import { identityOf } from "../auth/actor.js";
import { deniedResult } from "./change-result.js";
import { toRuleHold } from "./holds.js";
import { toPerson } from "./person.js";

/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../auth/actor.js").Identity} Identity */
/** @typedef {import("./holds.js").Hold} Hold */
/** @typedef {import("certcentral-revoke/guard").HoldVerdict} HoldVerdict */
/** @typedef {{ kind: "order" | "certificate" | "request", id: string, orderId?: string | null }} Target `orderId` of a request: `null` if it could not be read */
/** @typedef {() => ChangeResult | undefined} FinalCheck the synchronous check right before sending; a result denies the change */
/** @typedef {{ by: Identity, subject: string, orders: number, agreed: "approved" | "break-glass" | null }} LimitedChange */

export class Guards {
  /**
   * @param {object} account
   * @param {import("./holds.js").Holds} account.holds
   * @param {import("./freezer.js").Freezer} account.freezer
   * @param {import("./sent-changes.js").SentChanges} account.sentChanges
   * @param {import("./blast-radius.js").BlastRadiusReader} account.blastRadius
   * @param {import("certcentral-revoke/guard").RevocationLimit} account.limit
   */
  constructor({ holds, freezer, sentChanges, blastRadius, limit }) {
    this.holds = holds;
    this.freezer = freezer;
    this.sentChanges = sentChanges;
    this.blastRadius = blastRadius;
    this.limit = limit;
  }

  /**
   * Checks the stop button and the holds, and returns the check to run right before sending.
   * @param {Target} target what is revoked, or the request that is approved @param {string} person whom the reads count for
   * @returns {Promise<{ denied: ChangeResult } | { denied: undefined, finalCheck: FinalCheck }>}
   */
  async check(target, person) {
    const { version } = this.holds;
    const denied = this.freezer.check() ?? (await this.#checkHolds(target, person));
    if (denied) return { denied };
    const finalCheck = () => this.freezer.check() ?? this.#recheckHolds(target, version);
    return { denied, finalCheck };
  }

  /** Checks the revocation limit. Call it synchronously before the change is stored and sent. @param {LimitedChange} change */
  checkLimit({ by, subject, orders, agreed }) {
    const nowUnixMs = Date.now();
    const verdict = checkRevocationLimit({
      limit: this.limit,
      change: { person: toPerson(identityOf(by)), subject, orders, agreed },
      history: this.sentChanges.ofLastHour(nowUnixMs),
      nowUnixMs,
    });
    if (verdict.result === "allowed") return undefined;
    const { perHour, perAction, perPerson = perHour } = this.limit;
    const limits = `The revocation limit is ${perHour} orders per hour, ${perPerson} of one person, and ${perAction} per action.`;
    const until = verdict.result === "wait" ? verdict.untilUnixMs : null;
    const next =
      until === null ? "" : ` The next revocation is possible at ${new Date(until).toISOString()}.`;
    const help = " With break-glass, a second person can approve it before.";
    const details = { perHour, perAction, perPerson, limit: verdict.limit, until };
    return deniedResult(403, "access_denied|brake", limits + next + help, details);
  }

  /** @param {Target} target @param {string} person @returns {Promise<ChangeResult | undefined>} */
  async #checkHolds(target, person) {
    const holds = this.holds.list();
    const isNamed = target.kind !== "certificate";
    const coverage = isNamed ? [] : await this.#coverageOf(holds, person);
    return deniedByHold(this.#verdict(target, holds, coverage), holds);
  }

  /** @param {Hold[]} holds @param {string} person */
  async #coverageOf(holds, person) {
    const coverage = [];
    for (const { orderId } of holds)
      coverage.push(await this.blastRadius.coverageOf(orderId, person));
    return coverage;
  }

  /** @param {Target} target @param {Hold[]} holds @param {import("./blast-radius.js").HoldCoverage[]} coverage */
  #verdict({ kind, id, orderId }, holds, coverage) {
    const target = { kind, id, ...(orderId === undefined ? {} : { orderId }) };
    return checkHolds({ target, holds: holds.map(toRuleHold), coverage, nowUnixMs: Date.now() });
  }

  /** A hold may have been set during a read or while the request was queued. @param {Target} target @param {number} version */
  #recheckHolds(target, version) {
    if (target.kind !== "certificate") {
      const holds = this.holds.list();
      return deniedByHold(this.#verdict(target, holds, []), holds);
    }
    if (this.holds.version === version) return undefined;
    return deniedResult(409, "conflict|holds", "The holds changed in the meantime. Try again.");
  }
}

/** @param {HoldVerdict} verdict @param {Hold[]} holds */
function deniedByHold(verdict, holds) {
  if (verdict.result === "free") return undefined;
  const { orderId } = verdict.hold;
  const hold = holds.find((one) => one.orderId === orderId);
  if (!hold) throw new TypeError(`no hold of order ${orderId} exists`);
  const { owner, reason, time, ticket } = hold;
  const details = { hold: { orderId, reason, by: owner.id, time, ticket } };
  if (verdict.result === "held") return heldResult(hold);
  const messages = {
    "order-not-read": `Order ${orderId} is on hold and could not be read. It may include this certificate.`,
    "list-not-read": `Order ${orderId} is on hold, and DigiCert did not list all its certificates. It may include this certificate.`,
    "row-not-identified": `Order ${orderId} is on hold, and DigiCert did not name all its certificates. It may include this certificate.`,
    "request-not-read": "Some orders are on hold, and the order of this request could not be read.",
  };
  return deniedResult(403, "access_denied|hold", messages[verdict.reason], details);
}

/** @param {Hold} hold */
function heldResult(hold) {
  const { orderId, reason, owner, time, ticket } = hold;
  const since = new Date(time).toISOString();
  const message = `Order ${orderId} is on hold (${owner.id}, ${since}): ${reason}.`;
  const details = { hold: { orderId, reason, by: owner.id, time, ticket } };
  return deniedResult(403, "access_denied|hold", message, details);
}

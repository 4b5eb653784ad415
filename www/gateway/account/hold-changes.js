// Sets and lifts holds. Someone else's hold is lifted with the approval of a second person.

import { liftHold, quorumOf, setHold } from "certcentral-revoke/guard";
import { identityOf, mainKey } from "../auth/actor.js";
import { targetOf } from "./audit-entries.js";
import { deniedResult } from "./change-result.js";
import { MAX_HOLDS, toHoldView, toRuleHold } from "./holds.js";
import { toPerson } from "./person.js";
import { emptyBinding } from "./revocation-scope.js";
import { DEFAULT_TWO_PERSON } from "./rule-settings.js";

/** @import { Binding, SetHoldRefusal } from "certcentral-revoke/guard" */
/** @typedef {import("./holds.js").Hold} Hold */
/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {{ reason: string, ticket?: string | null | undefined, ends?: number | null | undefined, replace?: boolean | undefined }} HoldInput */

const MINUTE_MS = 60_000;
/** The task that removes ended holds. */
export const HOLDS_TASK = "holds";

export class HoldChanges {
  /**
   * @param {object} account
   * @param {import("./holds.js").Holds} account.holds
   * @param {import("./blast-radius.js").BlastRadiusReader} account.blastRadius
   * @param {import("./two-person.js").TwoPerson} account.twoPerson
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("./rule-settings.js").Rules} account.rules
   * @param {import("./schedule.js").Schedule} account.schedule
   * @param {(text: string) => string} account.redact
   * @param {(orderId: string) => Promise<void>} account.onChange applies a change to the runs
   */
  constructor(account) {
    this.holds = account.holds;
    this.blastRadius = account.blastRadius;
    this.twoPerson = account.twoPerson;
    this.auditLog = account.auditLog;
    this.rules = account.rules;
    this.schedule = account.schedule;
    this.redact = account.redact;
    this.onChange = account.onChange;
    this.twoPerson.kinds.set("hold-lift", {
      currentBinding: async (proposal) => this.#currentBinding(proposal),
      execute: (proposal, caller, claim) => this.#liftApproved(proposal, caller, claim),
    });
  }

  /** @param {string} orderId @param {HoldInput} input @param {Caller} caller @returns {Promise<ChangeResult>} */
  async set(orderId, { reason, ticket = null, ends = null, replace = false }, caller) {
    const { actor } = caller;
    // Every user whom the hold blocks can read the reason and the ticket.
    const [text, ticketText] = [this.redact(reason), ticket === null ? null : this.redact(ticket)];
    const requested = {
      ...{ orderId, reason: text, owner: identityOf(actor), time: Date.now() },
      ...{ ends, ticket: ticketText },
    };
    return this.holds.whileRequested(requested, async () => {
      const order = await this.blastRadius.existenceOf(orderId, mainKey(actor));
      return this.#set(requested, { reason, replace, order }, caller);
    });
  }

  /**
   * @param {Hold} requested @param {{ reason: string, replace: boolean, order: "found" | "not-found" | "not-read" }} input
   * @param {Caller} caller @returns {Promise<ChangeResult>}
   */
  async #set(requested, { reason, replace, order }, caller) {
    const { orderId, ends, ticket } = requested;
    const { actor } = caller;
    const existing = this.holds.stored(orderId);
    const nowUnixMs = Date.now();
    const verdict = setHold({
      existing: existing ? toRuleHold(existing) : null,
      next: { orderId, reason: requested.reason, endsUnixMs: ends, ticket },
      ...{ by: toPerson(identityOf(actor)), replace, order, nowUnixMs },
    });
    if (verdict.result === "refused")
      return deniedResult(...refusalOf(verdict.reason, orderId, existing));
    if (!existing && this.holds.count >= MAX_HOLDS) {
      const message = `There are ${MAX_HOLDS} holds, the maximum. Lift holds that are no longer needed.`;
      return deniedResult(409, "conflict|too_many_holds", message);
    }
    // A replacement by another person keeps the owner.
    const owner = verdict.replaced && existing ? existing.owner : identityOf(actor);
    const { endsUnixMs } = verdict.hold;
    const hold = { ...requested, owner, time: verdict.hold.setUnixMs, ends: endsUnixMs };
    const details = { reason, ticket, ends, ...(existing ? { replaced: existing } : {}) };
    await this.auditLog.append(entryOf("hold-set", orderId, details, caller));
    this.holds.set(hold, identityOf(actor), verdict.replaced !== null);
    await this.#scheduleEnd();
    await this.onChange(orderId);
    return { response: new Response(null, { status: 204 }), isFinal: true, outcome: "hold-set" };
  }

  /** Lifts an own hold, or proposes to lift someone else's. @param {string} orderId @param {string} reason @param {Caller} caller @returns {Promise<ChangeResult>} */
  async lift(orderId, reason, caller) {
    const { actor } = caller;
    const hold = this.holds.stored(orderId);
    const { result } = liftHold({
      ...{ hold: hold ? toRuleHold(hold) : null, by: toPerson(identityOf(actor)) },
      nowUnixMs: Date.now(),
    });
    if (!hold || result === "not-held")
      return deniedResult(404, "not_found|hold", `Order ${orderId} is not on hold.`);
    if (result === "lifted") {
      await this.#lift(hold, reason, caller);
      return {
        ...{ response: new Response(null, { status: 204 }), isFinal: true },
        outcome: "hold-lifted",
      };
    }
    const { expiresMinutes } = this.rules.twoPerson ?? DEFAULT_TWO_PERSON;
    const rulesHash = await this.twoPerson.rulesHash();
    const agreed = { quorum: quorumOf(this.rules.twoPerson), rulesHash, isBreakGlass: false };
    const expires = Math.ceil(Date.now() + expiresMinutes * MINUTE_MS);
    /** @type {Binding} */
    const binding = {
      ...{ ...emptyBinding(agreed, expires), kind: "hold-lift", orders: [orderId] },
      ...{ hold: toRuleHold(hold), comment: reason },
    };
    const summary = {
      ...{ target: { order: orderId }, orders: 0, certificates: 0, isWhole: true, byReason: {} },
      ...{ comment: reason, skipApproval: false, deadline: null, breakGlass: false },
      ...{ demand: "hold-lift", hold: toHoldView(hold) },
    };
    const work = { orderId, reason };
    const subject = `hold-lift ${orderId}`;
    const proposed = await this.twoPerson.propose({ subject, binding, summary, work }, caller);
    const details = { reason, outcome: proposed.outcome, ...proposed.details };
    await this.auditLog.append(entryOf("hold-lift-requested", orderId, details, caller));
    return proposed;
  }

  /** Removes the holds that have ended, and applies it to the runs. */
  async removeEnded() {
    for (const hold of this.holds.removeEnded(Date.now())) {
      await this.auditLog.append({
        ...{ actor: { id: "gateway", how: "setting" }, action: "hold-ended" },
        ...{ target: { order: hold.orderId }, details: { hold } },
      });
      await this.onChange(hold.orderId);
    }
    await this.#scheduleEnd();
  }

  async #scheduleEnd() {
    const end = this.holds.nextEnd();
    if (end === undefined) this.schedule.remove(HOLDS_TASK);
    else await this.schedule.set(HOLDS_TASK, end);
  }

  /** @param {Hold} hold @param {string} reason @param {Caller} caller @param {Record<string, unknown>} [more] */
  async #lift(hold, reason, caller, more = {}) {
    const { orderId } = hold;
    const details = { reason, hold, ...more };
    await this.auditLog.append(entryOf("hold-lifted", orderId, details, caller));
    this.holds.lift(hold, identityOf(caller.actor), reason);
    await this.#scheduleEnd();
    await this.onChange(orderId);
  }

  /** @param {Proposal} proposal @returns {Binding} */
  #currentBinding({ binding }) {
    const stored = /** @type {Binding} */ (binding);
    const hold = this.holds.stored(stored.orders[0] ?? "");
    return { ...stored, hold: hold ? toRuleHold(hold) : null };
  }

  /** @param {Proposal} proposal @param {Caller} caller @param {() => ChangeResult | undefined} claim @returns {Promise<ChangeResult>} */
  async #liftApproved(proposal, caller, claim) {
    const { orderId, reason } = /** @type {{ orderId: string, reason: string }} */ (proposal.work);
    const hold = this.holds.stored(orderId);
    if (!hold) return deniedResult(404, "not_found|hold", `Order ${orderId} is not on hold.`);
    const denied = claim();
    if (denied) return denied;
    const { request } = targetOf(proposal);
    await this.#lift(hold, reason, caller, { request, proposedBy: proposal.by.id });
    return {
      ...{ response: new Response(null, { status: 204 }), isFinal: true },
      outcome: "hold-lifted",
    };
  }
}

/** @param {SetHoldRefusal} reason @param {string} orderId @param {Hold | undefined} existing @returns {[number, string, string, Record<string, unknown>?]} */
function refusalOf(reason, orderId, existing) {
  const by = existing?.owner.id;
  switch (reason) {
    case "order-not-found":
      return [404, "not_found|order", `Order ${orderId} does not exist in this account.`];
    case "order-not-read":
      return [
        409,
        "conflict|not_read",
        `Order ${orderId} could not be read, so it is not known whether it exists. Try again later.`,
      ];
    case "reason-missing":
      return [400, "bad_request|reason", "reason must not be empty."];
    case "ends-in-the-past":
      return [422, "bad_request|ends", "ends must be in the future."];
    case "exists":
      return [
        409,
        "conflict|hold_exists",
        `Order ${orderId} is on hold already, by ${by}. To replace that hold, send replace: true.`,
        { hold: existing },
      ];
    case "second-person":
      return [
        409,
        "conflict|hold_owner",
        `The hold of order ${orderId} belongs to ${by}. Another person may only extend it. Lift it instead: a second person must approve that.`,
        { hold: existing },
      ];
  }
}

/** @param {string} action @param {string} order @param {Record<string, unknown>} details @param {Pick<Caller, "actor" | "origin">} caller */
function entryOf(action, order, details, { actor, origin }) {
  return { actor: identityOf(actor), action, target: { order }, details, origin };
}

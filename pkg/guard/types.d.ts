// Derived from the Rust types by `src/policy/guard/types.rs`; written by `UPDATE=1 cargo test`, never by hand.

import type { OrderId } from "../types.js";

/**
 * A time in milliseconds since 1970 (UTC).
 */
export type UnixMs = number;

/**
 * A person, or a service token. Two identities are the same person if their addresses are equal (ASCII letters in any case), or
 * their `sub`, whatever their `kind`. At least one of both is required. The `sub` of a service token is its name; with the
 * `address` of its owner, the owner cannot approve what the token proposed.
 */
export type Person = { kind: PersonKind, 
/**
 * The e-mail address, in printable ASCII.
 */
address?: string, 
/**
 * The subject that the identity provider names; the name of a service token.
 */
sub?: string, 
/**
 * The approver groups. Only the decision on a proposal uses them.
 */
groups?: Array<string>, };

/**
 * Whether an identity is that of a person, or of a service token.
 */
export type PersonKind = "person" | "service";

/**
 * A number of approvers of one group.
 */
export type GroupApprovals = { 
/**
 * The name of the group.
 */
group: string, 
/**
 * The number of approvers, from 1 to 255.
 */
approvals: number, };

/**
 * The approvals that are required, or that remain. One person fills one place: a member of two groups counts for one of them.
 */
export type Quorum = { 
/**
 * The number of different approvers, including those of the groups.
 */
approvals: number, 
/**
 * Of these: the number for each group.
 */
groups: Array<GroupApprovals>, };

/**
 * Whether a change needs a second person, and why.
 */
export type ApprovalDemand = { 
/**
 * Why.
 */
demand: Demand, 
/**
 * The approvals that are required. `null` without a demand.
 */
quorum: Quorum | null, 
/**
 * The totals. `null` if two-person approval is off.
 */
totals: Totals | null, };

/**
 * Why a change needs a second person, in the order of precedence.
 *
 * - `none`: it needs none
 * - `break-glass`: it asks to pass the revocation limit
 * - `reason`: one of its reasons always requires one
 * - `certificates`: it exceeds the maximum by itself
 * - `not-counted`: its certificates, or those of an earlier change in the total, are not counted
 * - `person-total`: it exceeds the maximum with what the person sent in the window
 * - `order-total`: it exceeds the maximum with what all persons sent of the same order in the window
 */
export type Demand = "none" | "break-glass" | "reason" | "certificates" | "not-counted" | "person-total" | "order-total";

/**
 * The certificates that count against the maximum.
 */
export type Totals = { 
/**
 * The maximum.
 */
maximum: number, 
/**
 * The start of the window.
 */
sinceUnixMs: UnixMs, 
/**
 * The certificates of this change. `null` if they could not be counted.
 */
change: number | null, 
/**
 * These, and those that the person sent alone in the window. `null` if it is not known.
 */
person: number | null, 
/**
 * The largest total of one of the orders. `null` if it is not known, or no order is known.
 */
order: number | null, 
/**
 * The order of that total.
 */
orderId: OrderId | null, };

/**
 * The status of a proposal.
 */
export type ProposalStatus = "pending" | "approved" | "rejected" | "withdrawn" | "void" | "expired";

/**
 * The result of a decision on a proposal.
 */
export type ProposalDecision = { "result": "approved-partially", 
/**
 * The approvals that remain.
 */
remaining: Quorum, } | { "result": "approved" } | { "result": "rejected" } | { "result": "withdrawn" } | { "result": "refused", 
/**
 * Why.
 */
reason: DecisionRefusal, 
/**
 * The new status of the proposal. `null` if it stays as it is.
 */
becomes: Becomes | null, };

/**
 * Why a decision is refused, in the order of precedence. From `same-person` on, only an approval is refused, except for
 * `hash-differs`.
 *
 * - `decided`: the proposal is not pending
 * - `expired`: the time limit has passed
 * - `not-a-person`: a service token cannot decide
 * - `not-authorized`: the person lost their rights
 * - `same-person`: the proposer cannot approve
 * - `proposer-lost-right`: the proposer may no longer propose it
 * - `rules-changed`: the rules are not those of the proposal
 * - `hash-missing`: the approver did not say what they saw
 * - `hash-differs`: the person saw something else
 * - `already-approved`: by the same person
 * - `not-in-group`: the places that remain are for members of other groups
 */
export type DecisionRefusal = "decided" | "expired" | "not-a-person" | "not-authorized" | "same-person" | "proposer-lost-right" | "rules-changed" | "hash-missing" | "hash-differs" | "already-approved" | "not-in-group";

/**
 * The status that a refused proposal gets.
 */
export type Becomes = "void" | "expired";

/**
 * Whether a person may decide on a request.
 */
export type RequestDecision = { "result": "allowed", 
/**
 * Whether another person submitted it, so that two people agree to it.
 */
isApproved: boolean, } | { "result": "refused", 
/**
 * Why.
 */
reason: RequestRefusal, };

/**
 * Why a decision on a request is refused, in the order of precedence.
 *
 * - `not-a-person`: a service token cannot decide
 * - `type-not-read`: the request could not be read, so that its type is unknown
 * - `type-not-allowed`: requests of this type cannot be decided here
 * - `own-request`: the person submitted it, and needs a second person
 * - `second-person`: the submitter is unknown, and the approval needs a second person
 */
export type RequestRefusal = "not-a-person" | "type-not-read" | "type-not-allowed" | "own-request" | "second-person";

/**
 * Whether a change may be sent.
 */
export type LimitVerdict = { "result": "allowed", 
/**
 * Why it passes although it exceeds a limit. `null` if it exceeds none.
 */
passed: Agreed | null, } | { "result": "wait", 
/**
 * The limit that it exceeds.
 */
limit: Limit, 
/**
 * The earliest time.
 */
untilUnixMs: UnixMs, } | { "result": "never", 
/**
 * The limit that it exceeds.
 */
limit: Limit, };

/**
 * A limit that a change exceeds.
 */
export type Limit = "per-action" | "per-hour" | "per-person";

/**
 * How another person agreed to a change.
 */
export type Agreed = "approved" | "break-glass";

/**
 * A hold. It has an owner, and can have an end and a ticket.
 */
export type Hold = { 
/**
 * The order.
 */
orderId: OrderId, 
/**
 * Why it is on hold.
 */
reason: string, 
/**
 * Who may lift it alone.
 */
owner: Person, 
/**
 * When it was set.
 */
setUnixMs: UnixMs, 
/**
 * When it ends. `null` if it stays until it is lifted.
 */
endsUnixMs: UnixMs | null, 
/**
 * The ticket that it belongs to. `null` if there is none.
 */
ticket: string | null, };

/**
 * Whether a target is on hold.
 */
export type HoldVerdict = { "result": "free" } | { "result": "held", 
/**
 * The hold.
 */
hold: Hold, } | { "result": "unknown", 
/**
 * Why it is unknown.
 */
reason: UnknownCoverage, 
/**
 * The hold in question.
 */
hold: Hold, };

/**
 * Why it is unknown whether a target is on hold.
 *
 * - `order-not-read`: the order on hold could not be read
 * - `list-not-read`: the duplicates or reissues of the order on hold could not be read
 * - `row-not-identified`: a certificate of the order on hold is listed without the id or serial number that would identify it
 * - `request-not-read`: the request could not be read
 */
export type UnknownCoverage = "order-not-read" | "list-not-read" | "row-not-identified" | "request-not-read";

/**
 * The result of setting a hold.
 */
export type SetHoldResult = { "result": "set", 
/**
 * The hold to store.
 */
hold: Hold, 
/**
 * The hold that it replaces. `null` if there was none in force.
 */
replaced: Hold | null, } | { "result": "refused", 
/**
 * Why.
 */
reason: SetHoldRefusal, 
/**
 * The hold that is in force. `null` if there is none.
 */
existing: Hold | null, };

/**
 * Why a hold cannot be set, in the order of precedence.
 *
 * - `reason-missing`: the reason is empty
 * - `ends-in-the-past`: the hold would have ended already
 * - `order-not-found`: the order does not exist
 * - `order-not-read`: the order could not be read, so that it may not exist
 * - `exists`: the order is on hold, and `replace` is not set
 * - `second-person`: the hold of another person would end earlier
 */
export type SetHoldRefusal = "reason-missing" | "ends-in-the-past" | "order-not-found" | "order-not-read" | "exists" | "second-person";

/**
 * The result of lifting a hold.
 */
export type LiftResult = { 
/**
 * What becomes of the hold.
 */
result: LiftOutcome, };

/**
 * What becomes of a hold.
 */
export type LiftOutcome = "lifted" | "not-held" | "second-person";

/**
 * The age of a plan.
 */
export type PlanAge = { 
/**
 * Whether it may be started or proposed.
 */
age: Age, 
/**
 * The end of its validity.
 */
untilUnixMs: UnixMs, };

/**
 * Whether a plan may be started or proposed.
 */
export type Age = "valid" | "old";

/**
 * How a recount differs from the figures of a plan.
 *
 * - `same`: no figure differs
 * - `grown`: a figure is larger, so that the run would revoke more than was confirmed or approved
 * - `shrunk`: a figure is smaller, and none is larger
 * - `not-counted`: the recount failed
 */
export type FiguresChange = "same" | "grown" | "shrunk" | "not-counted";

/**
 * A freeze. While it is in force nothing is sent, not even what was approved.
 */
export type Freeze = { 
/**
 * Who froze first.
 */
by: Person, 
/**
 * Why.
 */
reason: string, 
/**
 * Since when.
 */
sinceUnixMs: UnixMs, 
/**
 * The first release. `null` if there is none.
 */
release: Release | null, };

/**
 * The first of the two people who release a freeze.
 */
export type Release = { 
/**
 * Who releases it.
 */
by: Person, 
/**
 * When.
 */
unixMs: UnixMs, };

/**
 * The result of a freeze.
 */
export type FreezeResult = { 
/**
 * The state to store.
 */
freeze: Freeze, 
/**
 * What it does.
 */
result: FreezeOutcome, };

/**
 * What a freeze does.
 *
 * - `frozen`: nothing is sent from now on
 * - `already-frozen`: nothing was sent before either
 * - `release-canceled`: likewise, and the first release no longer counts
 */
export type FreezeOutcome = "frozen" | "already-frozen" | "release-canceled";

/**
 * The result of a release.
 */
export type ReleaseResult = { 
/**
 * The state to store. `null` if it is not frozen.
 */
freeze: Freeze | null, 
/**
 * What it does.
 */
result: ReleaseOutcome, };

/**
 * What a release does.
 *
 * - `released`: two people released it, and changes can be sent again
 * - `second-person`: another person has to release it too
 * - `same-person`: this person released it already
 * - `not-frozen`: there is nothing to release
 * - `not-a-person`: a service token cannot release it
 */
export type ReleaseOutcome = "released" | "second-person" | "same-person" | "not-frozen" | "not-a-person";

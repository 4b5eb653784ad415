// Derived from the Rust types by `src/mass/types.rs`; written by `UPDATE=1 cargo test`, never by hand.

import type { OrderId, Proof, RequestId, RevocationReason, Rule } from "../types.js";

/**
 * The figures of a list.
 */
export type ListSummary = { 
/**
 * The number of distinct orders.
 */
orders: number, 
/**
 * The number of rows that repeat an order without contradicting it.
 */
mergedRows: number, 
/**
 * The names of the ignored columns, each once: the first 50, each cut to 100 characters.
 */
ignoredColumns: Array<string>, };

/**
 * One issue with a row of the list. Nothing is sent if there is any.
 */
export type RowIssue = { 
/**
 * The line on which the row starts, from 1.
 */
line: number, 
/**
 * The cell of the row, from 1. `undefined` if the issue concerns the whole row.
 */
column?: number, 
/**
 * The field name, for example `revocationReason`.
 */
field: string, 
/**
 * The rule that the value breaks.
 */
rule: Rule, 
/**
 * The problem and its fix, in one sentence.
 */
message: string, };

/**
 * The progress of a plan.
 */
export type SurveyProgress = { 
/**
 * The number of responses so far.
 */
calls: number, 
/**
 * The estimated number of further calls.
 */
callsLeft: number, 
/**
 * The number of orders that were found.
 */
orders: number, };

/**
 * The figures of a plan.
 */
export type PlanFigures = { 
/**
 * The orders by result.
 */
totals: PlanTotals, 
/**
 * The number of calls without failures: one for each revocation, and the confirming reads.
 */
calls: number, 
/**
 * The estimated time of the last revocation if the run starts now, in milliseconds since 1970.
 */
sentUnixMs: number, 
/**
 * The estimated time at which reads confirm all revocations, in milliseconds since 1970.
 */
confirmedUnixMs: number, 
/**
 * The deadline for the last revocation, in milliseconds since 1970. `null` if there is none.
 */
deadlineUnixMs: number | null, 
/**
 * Why the plan cannot meet its deadline. `null` if it can.
 */
shortfall: Shortfall | null, 
/**
 * Holds for orders that are not in the list, for example because of a typing error.
 */
unmatchedHolds: Array<OrderId>, };

/**
 * The orders of a plan by result. `send`, `held`, `notReplaced`, `alreadyRevoked`, `notIssued`, `notFound` and `ended` add up
 * to `orders`.
 */
export type PlanTotals = { 
/**
 * The number of orders in the list.
 */
orders: number, 
/**
 * The number of orders that the run revokes. Pass it as `confirm`.
 */
send: number, 
/**
 * Orders on hold.
 */
held: number, 
/**
 * Orders that are not revoked because they are not replaced.
 */
notReplaced: number, 
/**
 * Orders that are revoked already.
 */
alreadyRevoked: number, 
/**
 * Orders that are not issued. Cancel them instead.
 */
notIssued: number, 
/**
 * Orders that do not exist in the account.
 */
notFound: number, 
/**
 * Orders that are canceled, rejected or expired.
 */
ended: number, 
/**
 * The minimum number of certificates that the run revokes. An order with duplicates counts as two; the exact number would
 * take three further calls for each order.
 */
minCertificates: number, 
/**
 * Of the orders to revoke: those with duplicates, as far as known.
 */
withDuplicates: number, 
/**
 * Of the orders to revoke: those whose product is not TLS/SSL. DigiCert ignores their revocation reason.
 */
reasonIgnored: number, 
/**
 * Of the orders to revoke: those with a pending reissue. DigiCert may refuse them until the reissue is complete or canceled.
 */
reissuePending: number, 
/**
 * Of the orders to revoke: those with a status for which the effect of a revocation is not documented.
 */
unknownStatus: number, 
/**
 * Of the orders to revoke: those that could not be read.
 */
unread: number, 
/**
 * The number of orders to revoke for each reason. `unspecified` includes orders without a reason.
 */
byReason: { [key in string]: number }, 
/**
 * The number of orders to revoke for each priority.
 */
byPriority: { [key in number]: number }, };

/**
 * What a run does with an order: `send` revokes it. Every other value says why it is left out.
 */
export type PlanDisposition = "send" | "held" | "not-replaced" | "already-revoked" | "not-issued" | "not-found" | "ended";

/**
 * One order of a plan.
 */
export type PlanOrder = { 
/**
 * The order id.
 */
orderId: OrderId, 
/**
 * What a run does with it.
 */
disposition: PlanDisposition, 
/**
 * The reason of a hold.
 */
detail?: string, 
/**
 * The revocation reason that is sent: of the row, or of the list.
 */
revocationReason?: RevocationReason, 
/**
 * The comment that is sent: of the row, or of the list.
 */
comment?: string, 
/**
 * Whether the comment is the row's own.
 */
hasOwnComment: boolean, 
/**
 * The priority, from 0 to 9. Orders with a higher priority are sent first.
 */
priority: number, };

/**
 * A page of the orders of a plan.
 */
export type PlanOrderPage = { 
/**
 * The number of orders, or of those that a run revokes.
 */
total: number, 
/**
 * The orders of this page, in the order of the list.
 */
rows: Array<PlanOrder>, };

/**
 * Why a plan cannot meet its deadline, and what would help.
 */
export type Shortfall = { 
/**
 * The deadline, in milliseconds since 1970.
 */
deadlineUnixMs: number, 
/**
 * The earliest possible deadline, in milliseconds since 1970.
 */
neededUnixMs: number, 
/**
 * The number of orders that can be revoked by the deadline.
 */
ordersInTime: number, 
/**
 * Rate limits under which the plan meets its deadline, each as calls and milliseconds. `null` if no limits would.
 */
limits: Array<[number, number]> | null, };

/**
 * A change of an order: a new state, or stronger evidence for its revocation.
 */
export type Progress = { 
/**
 * The order id.
 */
orderId: OrderId, 
/**
 * The previous state.
 */
from: StateName, 
/**
 * The new state.
 */
to: StateName, 
/**
 * The evidence for the revocation, if there is one.
 */
proof?: Proof, 
/**
 * The time of the change, in milliseconds since 1970.
 */
atUnixMs: number, };

/**
 * The state of an order.
 */
export type StateName = "waiting" | "sending" | "revoked" | "requested" | "refused" | "unknown" | "held" | "skipped";

/**
 * The reason why an order was skipped.
 */
export type SkipReason = "already-revoked" | "not-issued" | "not-found" | "ended";

/**
 * The state of a run at one time.
 */
export type Snapshot = { 
/**
 * The number of orders.
 */
total: number, 
/**
 * The number of orders in each state. They add up to `total`.
 */
counts: Counts, 
/**
 * The status of the run.
 */
status: Status, 
/**
 * The number of requests in flight.
 */
inFlight: number, 
/**
 * The calls since the process started.
 */
calls: Calls, 
/**
 * The number of calls in the last minute.
 */
callsPerMinute: number, 
/**
 * The use of each rate limit window.
 */
windows: Array<WindowUse>, 
/**
 * The estimated time of the last revocation, in milliseconds since 1970. `undefined` while the run is not running.
 */
etaUnixMs?: number, 
/**
 * What limits the speed of the run.
 */
bottleneck: Bottleneck, 
/**
 * The end of the pause after a rate limit, in milliseconds since 1970.
 */
pausedUntilUnixMs?: number, 
/**
 * The deadline, in milliseconds since 1970.
 */
deadlineUnixMs?: number, };

/**
 * The status of a run.
 */
export type Status = { "state": "running" } | { "state": "paused", 
/**
 * Why the run is paused.
 */
reason: PauseReason, } | { "state": "stopped", 
/**
 * DigiCert's error code.
 */
code: string, 
/**
 * DigiCert's message.
 */
message: string, } | { "state": "canceled" } | { "state": "finished", 
/**
 * Whether the run was canceled.
 */
canceled: boolean, };

/**
 * Why a run is paused.
 */
export type PauseReason = "manual" | "unknown-outcomes" | "deadline";

/**
 * The number of orders in each state. They add up to the number of orders in the list.
 */
export type Counts = { 
/**
 * Not sent.
 */
waiting: number, 
/**
 * In flight, or in doubt and about to be read.
 */
sending: number, 
/**
 * DigiCert accepted the revocation.
 */
revoked: ProofCounts, 
/**
 * A request waits for approval.
 */
requested: number, 
/**
 * DigiCert refused the revocation.
 */
refused: number, 
/**
 * The outcome is unknown.
 */
unknown: number, 
/**
 * On hold.
 */
held: number, 
/**
 * Skipped, because there is nothing to revoke.
 */
skipped: number, };

/**
 * The revocations by evidence. Each counts once, at its highest level.
 */
export type ProofCounts = { 
/**
 * DigiCert accepted the call.
 */
accepted: number, 
/**
 * A read shows the request as approved.
 */
approved: number, 
/**
 * A read shows the order as revoked.
 */
revoked: number, };

/**
 * The calls since the process started.
 */
export type Calls = { 
/**
 * Revocations that were sent.
 */
revokes: number, 
/**
 * Reads that were sent.
 */
reads: number, 
/**
 * Calls that the rate limit refused.
 */
rateLimited: number, 
/**
 * Calls without a response.
 */
lost: number, };

/**
 * The use of one rate limit window.
 */
export type WindowUse = { 
/**
 * The number of calls that the window allows.
 */
calls: number, 
/**
 * The length of the window, in milliseconds.
 */
windowMs: number, 
/**
 * The number of calls in the current window.
 */
used: number, };

/**
 * What limits the speed of a run: the rate limit of the API key, or the response time of DigiCert.
 */
export type Bottleneck = "rate-limit" | "response-time";

/**
 * One order of a run and its state.
 */
export type RunOrder = { 
/**
 * The order id.
 */
orderId: OrderId, 
/**
 * The state of the order.
 */
state: StateName, 
/**
 * The evidence for the revocation, if there is one.
 */
proof?: Proof, 
/**
 * The id of the pending request, if there is one.
 */
requestId?: RequestId, 
/**
 * The reason why the order was skipped, if it was.
 */
skipReason?: SkipReason, 
/**
 * DigiCert's error code, if the order was refused.
 */
code?: string, 
/**
 * DigiCert's error message, the problem of an unknown outcome, or the reason of a hold.
 */
detail?: string, 
/**
 * The revocation reason of the row, if it has one.
 */
revocationReason?: RevocationReason, 
/**
 * The priority, from 0 to 9. Orders with a higher priority are sent first.
 */
priority: number, 
/**
 * The number of revocations that were sent and are not proven to be unprocessed.
 */
sends: number, 
/**
 * The time of the first revocation, in milliseconds since 1970.
 */
sentUnixMs?: number, 
/**
 * The time at which the state became known, in milliseconds since 1970.
 */
knownUnixMs?: number, };

/**
 * A page of the orders of a run.
 */
export type RunOrders = { 
/**
 * The number of orders in the requested states.
 */
total: number, 
/**
 * The orders of this page, sorted by the requested states and the order of the list.
 */
rows: Array<RunOrder>, };

/**
 * A report without its orders.
 */
export type ReportHead = { 
/**
 * The figures.
 */
summary: Summary, 
/**
 * The name of the run.
 */
name: string, 
/**
 * The SHA-256 digest of the plan's canonical text.
 */
digest: string, 
/**
 * `true` for a rehearsal: nothing was sent to DigiCert.
 */
rehearsal: boolean, 
/**
 * The number of journal lines that the report is based on. `undefined` for a rehearsal.
 */
journalLines?: number, 
/**
 * The time of the report, in milliseconds since 1970.
 */
atUnixMs: number, 
/**
 * The deadline, in milliseconds since 1970.
 */
deadlineUnixMs?: number, 
/**
 * The actual or estimated time at which the last order is settled, in milliseconds since 1970.
 */
doneUnixMs?: number, 
/**
 * The revocation reason for rows without one.
 */
revocationReason?: RevocationReason, 
/**
 * The comment for rows without one.
 */
comment?: string, };

/**
 * The facts of a report that apply to the whole list.
 */
export type ReportFacts = { 
/**
 * The name of the run.
 */
name: string, 
/**
 * The SHA-256 digest of the plan's canonical text.
 */
digest: string, 
/**
 * `true` for a rehearsal: nothing was sent to DigiCert.
 */
rehearsal: boolean, 
/**
 * The number of journal lines that the report is based on. `undefined` for a rehearsal.
 */
journalLines?: number, 
/**
 * The time of the report, in milliseconds since 1970.
 */
atUnixMs: number, 
/**
 * The deadline, in milliseconds since 1970.
 */
deadlineUnixMs?: number, 
/**
 * The actual or estimated time at which the last order is settled, in milliseconds since 1970.
 */
doneUnixMs?: number, 
/**
 * The revocation reason for rows without one.
 */
revocationReason?: RevocationReason, 
/**
 * The comment for rows without one.
 */
comment?: string, };

/**
 * The figures of a report.
 */
export type Summary = { 
/**
 * The number of orders.
 */
orders: number, 
/**
 * The number of orders in each state.
 */
counts: Counts, 
/**
 * The skipped orders by reason.
 */
skipped: SkipCounts, 
/**
 * The orders by deadline.
 */
deadline: DeadlineCounts, 
/**
 * The figures of a CCADB incident report.
 */
ccadb: Ccadb, };

/**
 * The skipped orders by reason.
 */
export type SkipCounts = { 
/**
 * Orders that were revoked before.
 */
alreadyRevoked: number, 
/**
 * Orders that are not issued.
 */
notIssued: number, 
/**
 * Orders that do not exist in the account.
 */
notFound: number, 
/**
 * Orders that are canceled, rejected or expired.
 */
ended: number, };

/**
 * The orders by deadline.
 */
export type DeadlineCounts = { 
/**
 * Orders without a deadline, or with nothing to revoke.
 */
none: number, 
/**
 * Orders that were known to be revoked by the deadline.
 */
met: number, 
/**
 * Orders that were not known to be revoked by the deadline.
 */
missed: number, 
/**
 * Orders that are not revoked; the deadline has not passed.
 */
open: number, 
/**
 * Orders with an unknown outcome; the deadline has passed.
 */
unknown: number, };

/**
 * The figures of a CCADB incident report about a late revocation (ccadb.org/cas/incident-report), counted in orders. An
 * order has at least one certificate.
 */
export type Ccadb = { 
/**
 * Orders that were revoked by this run or before.
 */
revoked: number, 
/**
 * Orders that are not known to be revoked: not sent, in flight, waiting for approval, refused, unknown or on hold.
 */
notYetRevoked: number, 
/**
 * Orders that ended before the revocation: expired, canceled or rejected.
 */
endedBefore: number, 
/**
 * Orders without a certificate to revoke: not issued, or not in the account.
 */
nothingToRevoke: number, 
/**
 * The actual or estimated time at which the last order is settled, in milliseconds since 1970.
 */
doneUnixMs?: number, };

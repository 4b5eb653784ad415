// Derived from the Rust types by `src/mass/types.rs`; written by `UPDATE=1 cargo test`, never by hand.

import type { OrderId, Proof, RequestId, RevocationReason, Rule } from "../types.js";

/**
 * The figures of a list that was read.
 */
export type ListSummary = { 
/**
 * How many orders it names, each once.
 */
orders: number, 
/**
 * How many rows were about an order that had come before, and agreed with it.
 */
merged: number, 
/**
 * The names of columns that mean nothing here, once each; no more than a hundred.
 */
ignored: Array<string>, };

/**
 * One thing that is wrong with one row. Nothing is sent while there is one.
 */
export type RowIssue = { 
/**
 * The line on which the row begins, from 1.
 */
line: number, 
/**
 * Which cell or value of the row, from 1, where it is about one.
 */
column?: number, 
/**
 * The field, by the name the caller used, for example `revocationReason`.
 */
field: string, 
/**
 * The rule that the value breaks.
 */
rule: Rule, 
/**
 * What is wrong and what would be right, in a sentence.
 */
message: string, };

/**
 * How far a survey is.
 */
export type SurveyProgress = { 
/**
 * How many answers there were.
 */
calls: number, 
/**
 * How many more are needed, as far as can be told: each order may still stand on the next page.
 */
callsLeft: number, 
/**
 * Of how many orders something is known.
 */
orders: number, };

/**
 * A plan in figures.
 */
export type Figures = { 
/**
 * How many orders become what.
 */
totals: Totals, 
/**
 * How many calls it takes if nothing fails: one for each order that is sent, and those that confirm all of them.
 */
calls: number, 
/**
 * When the last revoke is answered if it begins now and nothing fails: milliseconds since 1970.
 */
sentUnixMs: number, 
/**
 * When that is confirmed by reading: milliseconds since 1970.
 */
confirmedUnixMs: number, 
/**
 * By when the last revoke has to be answered: milliseconds since 1970.
 */
deadlineUnixMs: number | null, 
/**
 * What is missing, where it cannot be done in time.
 */
shortfall: Shortfall | null, 
/**
 * Orders that are exempted and stand on no list: a hold for a mistyped order exempts nothing.
 */
holdsElsewhere: Array<OrderId>, };

/**
 * A plan in numbers. `send`, `held`, `not_replaced` and the four that are skipped add up to `orders`.
 */
export type Totals = { 
/**
 * The orders of the list.
 */
orders: number, 
/**
 * What is sent. This is the number to type.
 */
send: number, 
/**
 * Somebody exempted them.
 */
held: number, 
/**
 * Not sent, because nothing has taken their place yet.
 */
notReplaced: number, 
/**
 * Revoked already.
 */
alreadyRevoked: number, 
/**
 * Not issued: they can be cancelled, not revoked.
 */
notIssued: number, 
/**
 * DigiCert knows no such order.
 */
notFound: number, 
/**
 * Canceled, rejected or expired.
 */
ended: number, 
/**
 * Of what is sent: so many certificates at least. An order with duplicates counts as two; how many more it has, only
 * three further calls for each order would tell.
 */
certificatesAtLeast: number, 
/**
 * Of what is sent: orders with duplicates, as far as was read.
 */
withDuplicates: number, 
/**
 * Of what is sent: orders of which DigiCert ignores the reason, because they are no TLS/SSL products.
 */
reasonIgnored: number, 
/**
 * Of what is sent: a reissue is pending. DigiCert may refuse until it is done or cancelled.
 */
reissuePending: number, 
/**
 * Of what is sent: orders with a status of which nobody knows what a revoke does.
 */
unknownStatus: number, 
/**
 * Of what is sent: orders that could not be read.
 */
unread: number, 
/**
 * Of what is sent: how many for each reason. `unspecified` is DigiCert's word where none is given.
 */
byReason: { [key in string]: number }, 
/**
 * Of what is sent: how many of each priority.
 */
byPriority: { [key in number]: number }, };

/**
 * Why a plan cannot be done in time, and what would help.
 */
export type Shortfall = { 
/**
 * The deadline: milliseconds since 1970.
 */
deadlineUnixMs: number, 
/**
 * The earliest deadline that could be met: milliseconds since 1970.
 */
neededUnixMs: number, 
/**
 * So many orders could be sent in time.
 */
ordersInTime: number, 
/**
 * Limits under which all of them could, each as so many calls in so many milliseconds; nothing where none would do.
 */
limits: Array<[number, number]> | null, };

/**
 * An order came from one state to another, or its revocation was proven further.
 */
export type Progress = { 
/**
 * Which order.
 */
orderId: OrderId, 
/**
 * The state before.
 */
from: StateName, 
/**
 * The state now.
 */
to: StateName, 
/**
 * How far its revocation is proven, where there is one.
 */
proof?: Proof, 
/**
 * When: milliseconds since 1970.
 */
at: number, };

/**
 * The state of an order by its name alone.
 */
export type StateName = "waiting" | "sending" | "revoked" | "requested" | "refused" | "unknown" | "held" | "skipped";

/**
 * Why there was nothing to do.
 */
export type Skip = "alreadyRevoked" | "notIssued" | "notFound" | "ended";

/**
 * A run at one moment.
 */
export type Snapshot = { 
/**
 * How many orders there are.
 */
total: number, 
/**
 * How many are in each state; together they are `total`.
 */
counts: Counts, 
/**
 * Where the run stands.
 */
status: Status, 
/**
 * Requests on their way.
 */
inFlight: number, 
/**
 * Calls since the process began.
 */
calls: Calls, 
/**
 * Calls in the last minute.
 */
callsPerMinute: number, 
/**
 * How far each window is used.
 */
windows: Array<WindowUse>, 
/**
 * When the last order will have been sent: milliseconds since 1970. Not there while it does not run.
 */
etaUnixMs?: number, 
/**
 * What holds it up.
 */
slowest: Slowest, 
/**
 * Until when DigiCert's rate limit lets nothing through: milliseconds since 1970.
 */
pausedUntilUnixMs?: number, 
/**
 * By when all of it has to be done: milliseconds since 1970.
 */
deadlineUnixMs?: number, };

/**
 * Where a run stands.
 */
export type Status = { "is": "running" } | { "is": "paused", 
/**
 * Why.
 */
why: Pause, } | { "is": "stopped", 
/**
 * DigiCert's code.
 */
code: string, 
/**
 * DigiCert's sentence.
 */
message: string, } | { "is": "cancelled" } | { "is": "over", 
/**
 * Whether it was cancelled before.
 */
cancelled: boolean, };

/**
 * Why a run was paused.
 */
export type Pause = "asked" | "unknowns" | "deadline";

/**
 * How many orders are in each state. They always add up to the orders of the list.
 */
export type Counts = { 
/**
 * Not sent.
 */
waiting: number, 
/**
 * On their way, or in doubt and about to be read.
 */
sending: number, 
/**
 * DigiCert took the revocation.
 */
revoked: Proven, 
/**
 * A request waits for an approver.
 */
requested: number, 
/**
 * DigiCert said no.
 */
refused: number, 
/**
 * Nobody can tell.
 */
unknown: number, 
/**
 * Exempted.
 */
held: number, 
/**
 * Nothing to do.
 */
skipped: number, };

/**
 * How many revocations are proven how far; each counts once, at its highest.
 */
export type Proven = { 
/**
 * DigiCert said so in its answer.
 */
accepted: number, 
/**
 * A read shows the request approved.
 */
approved: number, 
/**
 * A read shows the order revoked.
 */
revoked: number, };

/**
 * Calls since the process began.
 */
export type Calls = { 
/**
 * Revokes that were sent.
 */
revokes: number, 
/**
 * Reads that were sent.
 */
reads: number, 
/**
 * Calls that the rate limit refused.
 */
limited: number, 
/**
 * Calls without an answer.
 */
unanswered: number, };

/**
 * How far a window of the key's limit is used.
 */
export type WindowUse = { 
/**
 * Calls that it allows.
 */
calls: number, 
/**
 * In how long, in milliseconds.
 */
ms: number, 
/**
 * Calls in it now.
 */
used: number, };

/**
 * What holds a run up.
 */
export type Slowest = "limits" | "answers";

/**
 * One order of a run and what is known of it.
 */
export type RunOrder = { 
/**
 * Which order.
 */
orderId: OrderId, 
/**
 * What is known of it.
 */
state: StateName, 
/**
 * How far its revocation is proven, where there is one.
 */
proof?: Proof, 
/**
 * The request that waits for an approver, where there is one.
 */
requestId?: RequestId, 
/**
 * Why it was skipped, where it was.
 */
skipped?: Skip, 
/**
 * DigiCert's code, where it said no.
 */
code?: string, 
/**
 * DigiCert's sentence, why nobody can tell, or what was said when it was exempted.
 */
why?: string, 
/**
 * Why it is revoked, where the list names a reason of its own.
 */
reason?: RevocationReason, 
/**
 * From 0 to 9: higher ones go first.
 */
priority: number, 
/**
 * How often a revoke was sent and not provably left undone.
 */
sends: number, 
/**
 * When it was first sent: milliseconds since 1970.
 */
sentUnixMs?: number, 
/**
 * When the state became known: milliseconds since 1970.
 */
knownUnixMs?: number, };

/**
 * A part of the orders of a run.
 */
export type RunOrders = { 
/**
 * How many there are in all in these states.
 */
total: number, 
/**
 * Some of them: those of the first state first, and those of one state in the order of the list.
 */
rows: Array<RunOrder>, };

/**
 * A report without its orders.
 */
export type ReportHead = { 
/**
 * Its figures.
 */
summary: Summary, 
/**
 * The name of the run.
 */
name: string, 
/**
 * The SHA-256 of the plan's canonical text: what people agreed to.
 */
digest: string, 
/**
 * Whether it was a rehearsal, and nothing was sent to DigiCert.
 */
rehearsal: boolean, 
/**
 * How many lines the journal had: everything that is told follows from these. Nothing for a rehearsal, whose journal
 * nobody keeps.
 */
journalLines?: number, 
/**
 * When this is told: milliseconds since 1970.
 */
atUnixMs: number, 
/**
 * By when everything had to be revoked: milliseconds since 1970.
 */
deadlineUnixMs?: number, 
/**
 * When the last order will be settled, as far as can be told, or was: milliseconds since 1970.
 */
doneUnixMs?: number, 
/**
 * Why, where a row named no reason.
 */
reason?: RevocationReason, 
/**
 * A note, where a row had none.
 */
comment?: string, };

/**
 * What is true for the whole list, and when it is told.
 */
export type ReportFacts = { 
/**
 * The name of the run.
 */
name: string, 
/**
 * The SHA-256 of the plan's canonical text: what people agreed to.
 */
digest: string, 
/**
 * Whether it was a rehearsal, and nothing was sent to DigiCert.
 */
rehearsal: boolean, 
/**
 * How many lines the journal had: everything that is told follows from these. Nothing for a rehearsal, whose journal
 * nobody keeps.
 */
journalLines?: number, 
/**
 * When this is told: milliseconds since 1970.
 */
atUnixMs: number, 
/**
 * By when everything had to be revoked: milliseconds since 1970.
 */
deadlineUnixMs?: number, 
/**
 * When the last order will be settled, as far as can be told, or was: milliseconds since 1970.
 */
doneUnixMs?: number, 
/**
 * Why, where a row named no reason.
 */
reason?: RevocationReason, 
/**
 * A note, where a row had none.
 */
comment?: string, };

/**
 * The figures of a report.
 */
export type Summary = { 
/**
 * How many orders there are.
 */
orders: number, 
/**
 * How many are in each state.
 */
counts: Counts, 
/**
 * Why those that were skipped were.
 */
skipped: SkipCounts, 
/**
 * How many were revoked in time.
 */
deadline: DeadlineCounts, 
/**
 * What a CA tells the CCADB.
 */
ccadb: Ccadb, };

/**
 * How many orders were skipped, and why.
 */
export type SkipCounts = { 
/**
 * Revoked before.
 */
alreadyRevoked: number, 
/**
 * No certificate was issued yet.
 */
notIssued: number, 
/**
 * DigiCert knows no such order.
 */
notFound: number, 
/**
 * Canceled, rejected or expired.
 */
ended: number, };

/**
 * How many orders were revoked in time; see [`InTime`].
 */
export type DeadlineCounts = { 
/**
 * There is no deadline, or there was nothing to revoke.
 */
none: number, 
/**
 * Known by the deadline to be revoked.
 */
met: number, 
/**
 * Not revoked by the deadline, or only later known to be.
 */
missed: number, 
/**
 * Not revoked, and the deadline is still to come.
 */
open: number, 
/**
 * The deadline has passed, and nobody can tell whether the order is revoked.
 */
unknown: number, };

/**
 * The numbers that a CA reports to the CCADB of a revocation that is late (ccadb.org/cas/incident-report), counted here in
 * orders; an order has one certificate at least.
 */
export type Ccadb = { 
/**
 * Revoked, by this run or before it.
 */
revoked: number, 
/**
 * Not revoked, as far as is known: not sent, on their way, waiting for approval, refused, unknown, or held.
 */
notYetRevoked: number, 
/**
 * To be revoked, and ended before: expired, canceled or rejected.
 */
endedBefore: number, 
/**
 * No certificate that could be revoked: not issued, or DigiCert knows no such order.
 */
nothingToRevoke: number, 
/**
 * When the last order will be settled, as far as can be told, or was: milliseconds since 1970.
 */
doneUnixMs?: number, };

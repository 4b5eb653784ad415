// Derived from the Rust types by `src/api/types.rs`; written by `UPDATE=1 cargo test`, never by hand.

/**
 * The id of an order, in decimal digits: the thing that is paid for once and may hold many certificates.
 */
export type OrderId = string;

/**
 * The id of one certificate, in decimal digits.
 */
export type CertificateId = string;

/**
 * The id of a request that waits for approval, in decimal digits. Not an order's id.
 */
export type RequestId = string;

/**
 * The id of a user, in decimal digits.
 */
export type UserId = string;

/**
 * A checked ISO 8601 date and time with an offset, exactly as it came, for example `2016-02-10T17:06:15+00:00`.
 */
export type Timestamp = string;

/**
 * What a revoke ended in.
 *
 * - `revoked`: DigiCert took the revocation; no approval is needed and no request exists
 * - `requested`: DigiCert made a request. **Nothing is revoked yet**
 */
export type Outcome = { "outcome": "revoked", 
/**
 * How far it is known to have come.
 */
proof: Proof, 
/**
 * Where that is known from.
 */
confirmedBy: ConfirmedBy, 
/**
 * What the caller would be sorry not to know.
 */
warnings: Array<Warning>, } | { "outcome": "requested", 
/**
 * The request.
 */
request: RevokeRequest, 
/**
 * How far it is known to have come.
 */
proof: Proof, 
/**
 * Where that is known from.
 */
confirmedBy: ConfirmedBy, 
/**
 * What the caller would be sorry not to know.
 */
warnings: Array<Warning>, };

/**
 * How far a revocation is known to have come. A level is claimed only from an answer that says it.
 *
 * - `accepted`: DigiCert took the call
 * - `approved`: a request to revoke was read, and it is approved
 * - `revoked`: the order was read, and its status is revoked
 */
export type Proof = "accepted" | "approved" | "revoked";

/**
 * Where an outcome is known from: the answer to the call itself, or a read after that answer was lost.
 */
export type ConfirmedBy = "answer" | "reading";

/**
 * What the caller would be sorry not to know.
 *
 * - `comment-not-stored`: DigiCert keeps no comment when approval is skipped, or did not return the one that was sent
 * - `approval-not-skipped`: skipping the approval was asked for, and DigiCert made a request that waits all the same
 * - `unknown-status`: the request has a status that is not documented
 * - `request-may-be-anothers`: the request was found by reading, and nothing tells whether it is this call's
 * - `order-stays`: one certificate is revoked; its order stays and can be reissued, unless an account setting says otherwise
 */
export type Warning = "comment-not-stored" | "approval-not-skipped" | "unknown-status" | "request-may-be-anothers" | "order-stays";

/**
 * A request to revoke, as DigiCert answers it.
 */
export type RevokeRequest = { 
/**
 * The request's own id (not the order's), in decimal digits.
 */
id: RequestId, 
/**
 * When it was made, UTC, as DigiCert wrote it: ISO 8601 with an offset.
 */
date: Timestamp, 
/**
 * Always `revoke`.
 */
type: "revoke", 
/**
 * Where it stands.
 */
status: RequestStatus, 
/**
 * Who asked, where DigiCert says so.
 */
requester?: Requester, 
/**
 * The note that DigiCert stored with it.
 */
comments?: string, };

/**
 * Where a request stands: `submitted`, `pending`, `approved`, `rejected`, or a word that is new to this version.
 */
export type RequestStatus = "submitted" | "pending" | "approved" | "rejected" | (string & {});

/**
 * Who asked.
 */
export type Requester = { 
/**
 * The user's id, in decimal digits.
 */
id: string, 
/**
 * Given name.
 */
firstName?: string, 
/**
 * Family name.
 */
lastName?: string, 
/**
 * E-mail address.
 */
email?: string, };

/**
 * Why an order is revoked. DigiCert uses it for TLS/SSL certificates and ignores it for other products.
 *
 * - `unspecified`: none of the others, or nobody has to know. DigiCert's default.
 * - `keyCompromise`: somebody else has, or may have, the private key.
 * - `affiliationChanged`: the organization named in the certificate has changed.
 * - `superseded`: another certificate has taken this one's place.
 * - `cessationOfOperation`: the names in the certificate are no longer in use.
 *
 * Source: DigiCert's page "Revoke order certificates", field `revocation_reason`.
 */
export type RevocationReason = "unspecified" | "keyCompromise" | "affiliationChanged" | "superseded" | "cessationOfOperation";

/**
 * The request of a revoke, checked and built but not sent.
 */
export type BuiltRevoke = { 
/**
 * What the caller would be sorry not to know.
 */
warnings: Array<Warning>, 
/**
 * The method.
 */
method: Method, 
/**
 * Path and query, to append to a base URL such as `https://www.digicert.com/services/v2`.
 */
path: string, 
/**
 * The headers, without the key.
 */
headers: HttpHeaders, 
/**
 * The JSON text to send, where there is a body.
 */
body?: string, };

/**
 * A request to send: append `path` to the base URL and add the key as `X-DC-DEVKEY`.
 */
export type HttpRequest = { 
/**
 * The method.
 */
method: Method, 
/**
 * Path and query, to append to a base URL such as `https://www.digicert.com/services/v2`.
 */
path: string, 
/**
 * The headers, without the key.
 */
headers: HttpHeaders, 
/**
 * The JSON text to send, where there is a body.
 */
body?: string, };

/**
 * The headers of every call but the key. DigiCert answers in the format that `Content-Type` names,
 * so reads carry it too (source: Services API overview).
 */
export type HttpHeaders = { "Content-Type": "application/json"; Accept: "application/json" };

/**
 * The method of a request.
 */
export type Method = "GET" | "PUT";

/**
 * An order as DigiCert knows it. A field that DigiCert left out, or wrote in a way that cannot be read, is not there.
 */
export type Order = { 
/**
 * The order's id, in decimal digits.
 */
id: OrderId, 
/**
 * `issued`, `pending`, `revoked`, `reissue_pending`, `canceled` and others, as DigiCert writes it.
 */
status: string, 
/**
 * The primary certificate. Duplicates and reissues are not in it.
 */
certificate?: Certificate, 
/**
 * What was bought.
 */
product?: Product, 
/**
 * Whom the certificates are for.
 */
organization?: Organization, 
/**
 * The division.
 */
container?: Container, 
/**
 * When the order was made, ISO 8601.
 */
dateCreated?: string, 
/**
 * The last day of the order, `yyyy-MM-dd`.
 */
orderValidTill?: string, 
/**
 * Whether there are duplicates; only lists say so.
 */
hasDuplicates?: boolean, 
/**
 * The requests made about this order, the ones to revoke it included; lists leave them out.
 */
requests?: Array<OrderRequest>, };

/**
 * A certificate. A field that DigiCert left out, or wrote in a way that cannot be read, is not there.
 */
export type Certificate = { 
/**
 * The certificate's id; not there before it is issued.
 */
id?: CertificateId, 
/**
 * The name it is issued to.
 */
commonName?: string, 
/**
 * Every DNS name in it.
 */
dnsNames?: Array<string>, 
/**
 * The serial number, in hexadecimal digits.
 */
serialNumber?: string, 
/**
 * The thumbprint, in hexadecimal digits.
 */
thumbprint?: string, 
/**
 * The first day, `yyyy-MM-dd`.
 */
validFrom?: string, 
/**
 * The last day, `yyyy-MM-dd`.
 */
validTill?: string, 
/**
 * Days until it expires; not there once it has.
 */
daysRemaining?: number, 
/**
 * Its own status; often left out.
 */
status?: string, 
/**
 * Whether it is archived; only lists of duplicates and reissues say so.
 */
archived?: boolean, 
/**
 * Why a revoke of the order reaches it; only the blast radius says so.
 */
included?: Array<Inclusion>, };

/**
 * Why a certificate is on an order: its newest, a duplicate, or an earlier or later reissue.
 */
export type Inclusion = "primary" | "duplicate" | "reissue";

/**
 * What was bought.
 */
export type Product = { 
/**
 * DigiCert's short name, for example `ssl_plus`.
 */
nameId?: string, 
/**
 * The name in DigiCert's price list.
 */
name?: string, 
/**
 * The kind of product, for example `ssl_certificate`.
 */
type?: string, 
/**
 * Whether it is a TLS/SSL certificate: only for these does DigiCert use the revocation reason.
 */
isTls: boolean, };

/**
 * Whom certificates are for.
 */
export type Organization = { 
/**
 * The name.
 */
name?: string, };

/**
 * A division of the account.
 */
export type Container = { 
/**
 * The name.
 */
name?: string, };

/**
 * A request about an order: a new order, a reissue, a duplicate, or a revocation.
 */
export type OrderRequest = { 
/**
 * The request's own id, in decimal digits.
 */
id: RequestId, 
/**
 * When it was made, ISO 8601.
 */
date?: string, 
/**
 * `new_request`, `revoke`, `duplicate`, `reissue`.
 */
type?: string, 
/**
 * `submitted`, `pending`, `approved`, `rejected`.
 */
status?: string, 
/**
 * The note made with it.
 */
comments?: string, };

/**
 * One page of orders.
 */
export type OrderList = { 
/**
 * The rows.
 */
orders: Array<Order>, 
/**
 * How many orders there are in all, where DigiCert says so.
 */
total?: number, 
/**
 * How many rows were left out at the start.
 */
offset: number, 
/**
 * Where the next page starts; not there after the last.
 */
nextOffset?: number, };

/**
 * Everything that a revoke of an order reaches, as far as DigiCert tells.
 */
export type BlastRadius = { 
/**
 * The order.
 */
order: Order, 
/**
 * Each certificate once; `included` says why it is there.
 */
certificates: Array<Certificate>, 
/**
 * What one would be sorry not to know before revoking.
 */
warnings: Array<BlastRadiusWarning>, };

/**
 * What one would be sorry not to know before revoking an order.
 *
 * - `already-revoked`: the order is revoked
 * - `revocation-requested`: a request to revoke it waits for approval
 * - `reissue-pending`: a reissue is pending; DigiCert refuses to revoke until it is done or cancelled
 * - `not-issued`: the order is not issued yet: cancel it instead
 * - `unknown-status`: the order has a status under which nobody knows what a revoke does
 * - `reason-ignored`: not a TLS/SSL product; DigiCert ignores the revocation reason
 * - `duplicates-not-read`, `reissues-not-read`: DigiCert refused to list them; there may be more certificates
 */
export type BlastRadiusWarning = "already-revoked" | "revocation-requested" | "reissue-pending" | "not-issued" | "unknown-status" | "reason-ignored" | "duplicates-not-read" | "reissues-not-read";

/**
 * A request about an order: a new order, a reissue, a duplicate, or a revocation. Its id and status are strict; any
 * other field that DigiCert left out, or wrote in a way that cannot be read, is not there.
 */
export type ApprovalRequest = { 
/**
 * The request's own id (not the order's), in decimal digits.
 */
id: RequestId, 
/**
 * `new_request`, `revoke`, `duplicate`, `reissue`.
 */
type?: string, 
/**
 * Where it stands.
 */
status: RequestStatus, 
/**
 * When it was made, ISO 8601.
 */
date?: string, 
/**
 * When it was decided upon; not there while it waits.
 */
dateProcessed?: string, 
/**
 * Who asked.
 */
requester?: Requester, 
/**
 * Who decided.
 */
processor?: Requester, 
/**
 * The note of who asked.
 */
comments?: string, 
/**
 * The note of who decided.
 */
processorComment?: string, 
/**
 * The order it is about.
 */
orderId?: OrderId, 
/**
 * The name that the order's certificate is issued to.
 */
commonName?: string, 
/**
 * What was bought.
 */
product?: Product, };

/**
 * One page of requests.
 */
export type RequestList = { 
/**
 * The rows.
 */
requests: Array<ApprovalRequest>, 
/**
 * How many requests there are in all, where DigiCert says so.
 */
total?: number, 
/**
 * How many rows were left out at the start.
 */
offset: number, 
/**
 * Where the next page starts; not there after the last.
 */
nextOffset?: number, };

/**
 * What is decided about a request.
 */
export type Decision = "approved" | "rejected";

/**
 * A decision that DigiCert has taken in.
 */
export type Decided = { 
/**
 * Which request.
 */
requestId: RequestId, 
/**
 * The status it has now.
 */
status: Decision, 
/**
 * Where that is known from. By reading, somebody else may have decided the same.
 */
confirmedBy: ConfirmedBy, };

/**
 * What a wait has seen.
 */
export type Seen = { 
/**
 * Whether everything came as far as was waited for. If not, the deadline has come, or the request was rejected.
 */
reached: boolean, 
/**
 * Each order that was waited for.
 */
orders: Array<SeenOrder>, 
/**
 * The request, where one was waited for.
 */
request?: ApprovalRequest, };

/**
 * What was seen of one order.
 */
export type SeenOrder = { 
/**
 * Which order.
 */
orderId: OrderId, 
/**
 * Its status, where one was read.
 */
status?: string, 
/**
 * How far its revocation has come; not there while nothing shows that there is one.
 */
proof?: Proof, };

/**
 * Who the key belongs to.
 */
export type Me = { 
/**
 * The user's id, in decimal digits.
 */
id: string, 
/**
 * The name to sign in with.
 */
username?: string, 
/**
 * Given name.
 */
firstName?: string, 
/**
 * Family name.
 */
lastName?: string, 
/**
 * E-mail address.
 */
email?: string, 
/**
 * The names of the user's roles.
 */
accessRoles: Array<string>, 
/**
 * Whether the approval may be skipped: the user is an administrator. Not there where no role was given. A key that
 * is restricted (view only, for example) may do less than its user; this call does not tell.
 */
maySkipApproval?: boolean, };

/**
 * One request that was handed to the network.
 */
export type Attempt = { 
/**
 * When it was sent: UTC, to the millisecond, by the clock of this machine.
 */
time: Timestamp, 
/**
 * The method.
 */
method: Method, 
/**
 * Path and query.
 */
path: string, 
/**
 * The HTTP status, where there was one.
 */
status?: number, 
/**
 * What was wrong with the answer, where something was.
 */
problem?: Problem, 
/**
 * What was concluded.
 */
decision: AttemptDecision, };

/**
 * What was concluded from an attempt.
 *
 * - `accepted`: a change was answered with a clear yes
 * - `refused`: DigiCert said no and why
 * - `not-processed`: DigiCert's rate limit; nothing happened, the same may be sent again
 * - `ambiguous`: a change was sent and nothing tells yet what became of it
 * - `read`: a read was answered
 * - `read-failed`: a read was not answered, or not clearly
 * - `aborted`: the caller ended it
 */
export type AttemptDecision = "accepted" | "refused" | "not-processed" | "ambiguous" | "read" | "read-failed" | "aborted";

/**
 * Why there is a wait.
 *
 * - `rate-limited`: DigiCert's rate limit; the whole key pauses
 * - `paused`: another call with this key met the rate limit
 * - `read-failed`: a read failed and is tried again
 * - `planned`: a settling time, or time until the next look; hooks are not told of it
 */
export type Why = "rate-limited" | "paused" | "read-failed" | "planned";

/**
 * What a failed call did at DigiCert.
 */
export type Effect = "none" | "unknown";

/**
 * What a caller does next differs by this.
 */
export type ErrorCode = "invalid-input" | "access-denied" | "not-found" | "rate-limited" | "refused" | "unknown-outcome" | "read-failed" | "timeout" | "aborted" | "core-unavailable" | "core-crashed";

/**
 * What is wrong with an answer that is neither a clear yes nor a clear no.
 *
 * - `connection-failed`: the call was handed to the network and no whole answer came back
 * - `redirect`: a 3xx; it is not followed, because the key would travel along
 * - `server-error`: a 5xx
 * - `unexplained-refusal`: a 4xx without DigiCert's error body, or a 429 without its rate limit code
 * - `unexpected-status`: a status that means nothing here
 * - `empty-body`, `unexpected-body`: no body where one belongs, or one where none belongs
 * - `body-too-large`, `not-utf8`, `not-json`: the body cannot be read
 * - `not-understood`: JSON, but not the documented shape
 * - `not-a-revoke-request`: a request of another type
 * - `other-order`, `other-request`: the answer is about another one than was asked for
 */
export type Problem = "connection-failed" | "redirect" | "server-error" | "unexplained-refusal" | "unexpected-status" | "empty-body" | "unexpected-body" | "body-too-large" | "not-utf8" | "not-json" | "not-understood" | "not-a-revoke-request" | "other-order" | "other-request";

/**
 * One error as DigiCert reports it.
 */
export type ApiError = { 
/**
 * The whole code, for example `access_denied|missing_permission`.
 */
code: string, 
/**
 * The code up to the first bar, for example `access_denied`.
 */
kind: string, 
/**
 * The code behind the first bar, for example `missing_permission`.
 */
detail?: string, 
/**
 * DigiCert's sentence, empty where it gave none.
 */
message: string, };

/**
 * One thing that is wrong with what was given. Nothing is sent while there is one.
 */
export type Issue = { 
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
 * The rule that a given value breaks, for machines.
 */
export type Rule = "required" | "type" | "format" | "range" | "unknown-field" | "unknown-value" | "conflict";

/**
 * A failure as plain data, the way it crosses to JavaScript.
 */
export type FailureDetails = { 
/**
 * What happened, for machines; each code has a class of its own.
 */
code: ErrorCode, 
/**
 * What the call did at DigiCert.
 */
effect: Effect, 
/**
 * Whether the same call may be made again as it is, without reading first.
 */
retryable: boolean, 
/**
 * What happened, in a sentence.
 */
message: string, 
/**
 * The HTTP status, where there was one.
 */
status?: number, 
/**
 * DigiCert's errors; none where it gave none.
 */
errors: Array<ApiError>, 
/**
 * What is wrong with the input; none where it was right.
 */
issues: Array<Issue>, 
/**
 * What is wrong with an answer that is neither yes nor no.
 */
problem?: Problem, };

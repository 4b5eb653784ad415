// Derived from the Rust types by `src/api/types.rs`; written by `UPDATE=1 cargo test`, never by hand.

/**
 * An order id, in decimal digits. An order can hold several certificates.
 */
export type OrderId = string;

/**
 * A certificate id, in decimal digits.
 */
export type CertificateId = string;

/**
 * A request id, in decimal digits. It is not an order id.
 */
export type RequestId = string;

/**
 * A user id, in decimal digits.
 */
export type UserId = string;

/**
 * A validated ISO 8601 date and time with an offset, as DigiCert wrote it, for example `2016-02-10T17:06:15+00:00`.
 */
export type Timestamp = string;

/**
 * The outcome of a revocation: revoked, or waiting for approval.
 */
export type Outcome = RevokedOutcome | RequestedOutcome;

/**
 * DigiCert accepted the revocation (status 204), or a read shows the order as revoked.
 */
export type RevokedOutcome = { 
/**
 * Always `revoked`.
 */
outcome: "revoked", 
/**
 * The evidence for the revocation.
 */
proof: Proof, 
/**
 * How the outcome became known.
 */
confirmedBy: ConfirmedBy, 
/**
 * Conditions that need attention. Empty if there are none.
 */
warnings: Array<Warning>, };

/**
 * DigiCert created a request that needs approval. **Nothing is revoked yet**, unless `request.status` is `approved`.
 */
export type RequestedOutcome = { 
/**
 * Always `requested`.
 */
outcome: "requested", 
/**
 * The request.
 */
request: RevokeRequest, 
/**
 * The evidence for the revocation.
 */
proof: Proof, 
/**
 * How the outcome became known.
 */
confirmedBy: ConfirmedBy, 
/**
 * Conditions that need attention. Empty if there are none.
 */
warnings: Array<Warning>, };

/**
 * The evidence for a revocation. A level is reported only after a response or a read that proves it.
 *
 * - `accepted`: DigiCert accepted the call
 * - `approved`: a read shows the revocation request as approved
 * - `revoked`: a read shows the order as revoked
 */
export type Proof = "accepted" | "approved" | "revoked";

/**
 * How the outcome became known: from the response to the call (`response`), or from a read after the response was lost
 * or unclear (`read`).
 */
export type ConfirmedBy = "response" | "read";

/**
 * A condition that did not fail the call but needs attention.
 *
 * - `comment-not-stored`: DigiCert stores no comment when the approval step is skipped, or did not return the comment
 *   that was sent
 * - `approval-not-skipped`: `skipApproval` was set, but DigiCert created a request that needs approval
 * - `unknown-status`: the request has an undocumented status
 * - `request-origin-unknown`: the request was found by a read and may have been created by someone else
 * - `order-stays`: only the certificate is revoked; the order stays and can be reissued, unless an account setting says
 *   otherwise
 */
export type Warning = "comment-not-stored" | "approval-not-skipped" | "unknown-status" | "request-origin-unknown" | "order-stays";

/**
 * A revocation request that DigiCert created.
 */
export type RevokeRequest = { 
/**
 * The request id, in decimal digits. It is not the order id.
 */
id: RequestId, 
/**
 * The creation time in UTC: ISO 8601 with an offset, as DigiCert wrote it.
 */
date: Timestamp, 
/**
 * Always `revoke`.
 */
type: "revoke", 
/**
 * The status of the request.
 */
status: RequestStatus, 
/**
 * The user who created the request, if DigiCert returned one.
 */
requester?: Requester, 
/**
 * The comment that DigiCert stored.
 */
comments?: string, };

/**
 * The status of a request. The documented values complete in an editor; DigiCert may return others.
 */
export type RequestStatus = "submitted" | "pending" | "approved" | "rejected" | (string & {});

/**
 * The type of a request. The documented values complete in an editor; DigiCert may return others.
 */
export type RequestType = "new_request" | "revoke" | "duplicate" | "reissue" | (string & {});

/**
 * A CertCentral user.
 */
export type Requester = { 
/**
 * The user id, in decimal digits.
 */
id: string, 
/**
 * The first name.
 */
firstName?: string, 
/**
 * The last name.
 */
lastName?: string, 
/**
 * The email address.
 */
email?: string, };

/**
 * The revocation reason. DigiCert uses it for TLS/SSL certificates and ignores it for other products.
 *
 * - `unspecified`: no other reason applies. DigiCert's default.
 * - `keyCompromise`: the private key is, or may be, compromised.
 * - `affiliationChanged`: the organization in the certificate has changed.
 * - `superseded`: another certificate replaces this one.
 * - `cessationOfOperation`: the names in the certificate are no longer in use.
 *
 * Source: DigiCert's page "Revoke order certificates", field `revocation_reason`.
 */
export type RevocationReason = "unspecified" | "keyCompromise" | "affiliationChanged" | "superseded" | "cessationOfOperation";

/**
 * A validated revoke request that was not sent.
 */
export type BuiltRevoke = { 
/**
 * Conditions that need attention. Empty if there are none.
 */
warnings: Array<Warning>, 
/**
 * The HTTP method.
 */
method: Method, 
/**
 * The path and query, to append to a base URL such as `https://www.digicert.com/services/v2`.
 */
path: string, 
/**
 * The headers, without the API key.
 */
headers: HttpHeaders, 
/**
 * The JSON body, if there is one.
 */
body?: string, };

/**
 * A request to send. Append `path` to the base URL and send the API key as `X-DC-DEVKEY`.
 */
export type HttpRequest = { 
/**
 * The HTTP method.
 */
method: Method, 
/**
 * The path and query, to append to a base URL such as `https://www.digicert.com/services/v2`.
 */
path: string, 
/**
 * The headers, without the API key.
 */
headers: HttpHeaders, 
/**
 * The JSON body, if there is one.
 */
body?: string, };

/**
 * The headers of every request, without the API key. DigiCert responds in the format of `Content-Type`, so reads send it too
 * (source: Services API overview).
 */
export type HttpHeaders = { "Content-Type": "application/json"; Accept: "application/json" };

/**
 * An HTTP method.
 */
export type Method = "GET" | "PUT";

/**
 * An order. A field that DigiCert left out or that cannot be read is `undefined`.
 */
export type Order = { 
/**
 * The order id, in decimal digits.
 */
id: OrderId, 
/**
 * The status of the order.
 */
status: OrderStatus, 
/**
 * The primary certificate, without duplicates and reissues.
 */
certificate?: Certificate, 
/**
 * The product of the order.
 */
product?: Product, 
/**
 * The organization that the certificates are issued to.
 */
organization?: Organization, 
/**
 * The division of the account.
 */
container?: Container, 
/**
 * The creation time of the order, ISO 8601.
 */
dateCreated?: string, 
/**
 * The last day of the order, `yyyy-MM-dd`.
 */
orderValidTill?: string, 
/**
 * Whether the order has duplicates. Only lists return it.
 */
hasDuplicates?: boolean, 
/**
 * The requests for this order, including revocation requests. Lists do not return them.
 */
requests?: Array<OrderRequest>, };

/**
 * The status of an order. The documented values complete in an editor; DigiCert may return others.
 */
export type OrderStatus = "pending" | "issued" | "rejected" | "revoked" | "waiting_pickup" | "reissue_pending" | "canceled" | "needs_approval" | "processing" | "needs_csr" | "approved" | "expired" | "denied" | (string & {});

/**
 * A certificate. A field that DigiCert left out or that cannot be read is `undefined`.
 */
export type Certificate = { 
/**
 * The certificate id. `undefined` until the certificate is issued.
 */
id?: CertificateId, 
/**
 * The common name.
 */
commonName?: string, 
/**
 * The DNS names.
 */
dnsNames?: Array<string>, 
/**
 * The serial number, in hexadecimal digits.
 */
serialNumber?: string, 
/**
 * The SHA-1 thumbprint, in hexadecimal digits.
 */
thumbprint?: string, 
/**
 * The first day of validity, `yyyy-MM-dd`.
 */
validFrom?: string, 
/**
 * The last day of validity, `yyyy-MM-dd`.
 */
validTill?: string, 
/**
 * The days until the certificate expires. `undefined` after it expires.
 */
daysRemaining?: number, 
/**
 * The status of the certificate. DigiCert often leaves it out.
 */
status?: string, 
/**
 * Whether the certificate is archived. Only duplicates and reissues have it.
 */
archived?: boolean, 
/**
 * Why a revocation of the order reaches this certificate. Only the blast radius has it.
 */
included?: Array<Inclusion>, };

/**
 * The role of a certificate on an order: `primary` is the current certificate, `duplicate` a duplicate, `reissue` an earlier
 * or later reissue.
 */
export type Inclusion = "primary" | "duplicate" | "reissue";

/**
 * The product of the order.
 */
export type Product = { 
/**
 * DigiCert's product identifier, for example `ssl_plus`.
 */
nameId?: string, 
/**
 * The display name of the product.
 */
name?: string, 
/**
 * The product type, for example `ssl_certificate`.
 */
type?: string, 
/**
 * Whether the product is a TLS/SSL certificate. DigiCert uses the revocation reason only for these.
 */
isTls: boolean, };

/**
 * An organization.
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
 * A request for an order: a new order, a reissue, a duplicate or a revocation.
 */
export type OrderRequest = { 
/**
 * The request id, in decimal digits.
 */
id: RequestId, 
/**
 * The creation time, ISO 8601.
 */
date?: string, 
/**
 * The type of the request.
 */
type?: RequestType, 
/**
 * The status of the request.
 */
status?: RequestStatus, 
/**
 * The comment on the request.
 */
comments?: string, };

/**
 * One page of orders.
 */
export type OrderList = { 
/**
 * The orders on this page.
 */
orders: Array<Order>, 
/**
 * The total number of orders, if DigiCert returned it.
 */
total?: number, 
/**
 * The index of the first row, from 0.
 */
offset: number, 
/**
 * The offset of the next page. `undefined` on the last page.
 */
nextOffset?: number, };

/**
 * Every certificate that a revocation of the order reaches, as far as DigiCert lists them.
 */
export type BlastRadius = { 
/**
 * The order.
 */
order: Order, 
/**
 * The certificates, each once. `included` names the role of each.
 */
certificates: Array<Certificate>, 
/**
 * Conditions to know about before the revocation. Empty if there are none.
 */
warnings: Array<BlastRadiusWarning>, };

/**
 * A condition to know about before an order is revoked.
 *
 * - `already-revoked`: the order is revoked
 * - `revocation-requested`: a revocation request is pending
 * - `reissue-pending`: a reissue is pending; DigiCert refuses the revocation until the reissue is complete or canceled
 * - `not-issued`: the order is not issued; cancel it instead
 * - `unknown-status`: the order has a status for which the effect of a revocation is not documented
 * - `reason-ignored`: the product is not TLS/SSL; DigiCert ignores the revocation reason
 * - `duplicates-not-read`, `reissues-not-read`: DigiCert did not return the list; there may be more certificates
 */
export type BlastRadiusWarning = "already-revoked" | "revocation-requested" | "reissue-pending" | "not-issued" | "unknown-status" | "reason-ignored" | "duplicates-not-read" | "reissues-not-read";

/**
 * A request for an order: a new order, a reissue, a duplicate or a revocation. `id` and `status` are always present. Any
 * other field that DigiCert left out or that cannot be read is `undefined`.
 */
export type ApprovalRequest = { 
/**
 * The request id, in decimal digits. It is not the order id.
 */
id: RequestId, 
/**
 * The type of the request.
 */
type?: RequestType, 
/**
 * The status of the request.
 */
status: RequestStatus, 
/**
 * The creation time, ISO 8601.
 */
date?: string, 
/**
 * The time of the decision, ISO 8601. `undefined` while the request is pending.
 */
dateProcessed?: string, 
/**
 * The user who created the request.
 */
requester?: Requester, 
/**
 * The user who approved or rejected the request.
 */
processor?: Requester, 
/**
 * The comment of the requester.
 */
comments?: string, 
/**
 * The comment of the processor.
 */
processorComment?: string, 
/**
 * The order id.
 */
orderId?: OrderId, 
/**
 * The common name of the certificate on the order.
 */
commonName?: string, 
/**
 * The product of the order.
 */
product?: Product, };

/**
 * One page of requests.
 */
export type RequestList = { 
/**
 * The requests on this page.
 */
requests: Array<ApprovalRequest>, 
/**
 * The total number of requests, if DigiCert returned it.
 */
total?: number, 
/**
 * The index of the first row, from 0.
 */
offset: number, 
/**
 * The offset of the next page. `undefined` on the last page.
 */
nextOffset?: number, };

/**
 * The decision on a request.
 */
export type Decision = "approved" | "rejected";

/**
 * A decision that DigiCert accepted.
 */
export type DecisionOutcome = { 
/**
 * The request id.
 */
requestId: RequestId, 
/**
 * The new status of the request.
 */
status: Decision, 
/**
 * How the decision became known. With `read`, another user may have made the same decision.
 */
confirmedBy: ConfirmedBy, };

/**
 * The result of a wait.
 */
export type WaitResult = { 
/**
 * `true` if every target reached the requested state. `false` if the deadline passed or the request was rejected.
 */
reached: boolean, 
/**
 * The orders of the wait.
 */
orders: Array<OrderProgress>, 
/**
 * The request, if the wait was for one.
 */
request?: ApprovalRequest, };

/**
 * The state of one order at the end of a wait.
 */
export type OrderProgress = { 
/**
 * The order id.
 */
orderId: OrderId, 
/**
 * The last status that was read.
 */
status?: OrderStatus, 
/**
 * The evidence for the revocation. `undefined` if there is none.
 */
proof?: Proof, };

/**
 * The user that the API key belongs to.
 */
export type Me = { 
/**
 * The user id, in decimal digits.
 */
id: string, 
/**
 * The user name for sign-in.
 */
username?: string, 
/**
 * The first name.
 */
firstName?: string, 
/**
 * The last name.
 */
lastName?: string, 
/**
 * The email address.
 */
email?: string, 
/**
 * The names of the user's roles.
 */
accessRoles: Array<string>, 
/**
 * `true` if the user is an administrator and can set `skipApproval`. `undefined` if DigiCert returned no roles. A
 * restricted API key of an administrator (for example view only) also reports `true`, and DigiCert still refuses it.
 */
maySkipApproval?: boolean, };

/**
 * One request that was passed to the network, and its result.
 */
export type Attempt = { 
/**
 * The time at which the request was sent: UTC, to the millisecond, by the local clock.
 */
time: Timestamp, 
/**
 * The HTTP method.
 */
method: Method, 
/**
 * The path and query.
 */
path: string, 
/**
 * The HTTP status, if a response arrived.
 */
status?: number, 
/**
 * Milliseconds from the start of the request to the end of the response, or to the failure. `undefined` if unknown.
 */
durationMs?: number, 
/**
 * Why the response proves neither success nor failure.
 */
problem?: Problem, 
/**
 * The result of the attempt.
 */
decision: AttemptDecision, };

/**
 * The result of an attempt.
 *
 * - `accepted`: DigiCert confirmed the change
 * - `refused`: DigiCert refused the request
 * - `not-processed`: DigiCert's rate limit refused the request; it had no effect and can be sent again
 * - `ambiguous`: the change was sent and its effect is unknown
 * - `read`: the read succeeded
 * - `read-failed`: the read failed, or its response is unclear
 * - `aborted`: the caller aborted the call
 */
export type AttemptDecision = "accepted" | "refused" | "not-processed" | "ambiguous" | "read" | "read-failed" | "aborted";

/**
 * What a call does.
 */
export type Operation = "revokeOrder" | "revokeCertificate" | "orders.get" | "orders.list" | "orders.certificates" | "requests.get" | "requests.list" | "requests.approve" | "requests.reject" | "revocations.wait" | "me";

/**
 * The call that a hook event belongs to. Use `callId` to correlate the events of one call.
 */
export type CallInfo = { 
/**
 * An identifier that is unique for each call.
 */
callId: string, 
/**
 * The method that was called.
 */
operation: Operation, 
/**
 * The order, certificate or request of the call. `undefined` for lists, `me` and waits for several orders.
 */
subject?: Subject, 
/**
 * The number of the attempt in this call, from 1. For `onRetry`, the attempt that follows the wait.
 */
attempt: number, 
/**
 * Milliseconds since the call started.
 */
elapsedMs: number, };

/**
 * The object that a call refers to.
 */
export type Subject = { 
/**
 * The kind of object.
 */
kind: SubjectKind, 
/**
 * The id in decimal digits, or the serial number of a certificate.
 */
id: string, };

/**
 * The kind of object that a call refers to.
 */
export type SubjectKind = "order" | "certificate" | "request";

/**
 * Why a call waits before its next request.
 *
 * - `rate-limited`: DigiCert's rate limit; the whole key pauses
 * - `paused`: another call with this key met the rate limit
 * - `read-failed`: a read failed and is sent again
 * - `not-connected`: no connection was established, so nothing was sent; the request is sent again
 * - `planned`: a settling time, or the time until the next read; hooks do not receive it
 */
export type WaitReason = "rate-limited" | "paused" | "read-failed" | "not-connected" | "planned";

/**
 * The effect of a failed call at DigiCert. `none`: nothing changed. `unknown`: the change may have been made; read the order
 * before the next call.
 */
export type Effect = "none" | "unknown";

/**
 * The error code. Each code has its own error class.
 */
export type ErrorCode = "invalid-input" | "access-denied" | "not-found" | "rate-limited" | "refused" | "unknown-outcome" | "read-failed" | "timeout" | "aborted" | "in-flight" | "not-connected" | "core-unavailable" | "core-crashed";

/**
 * Why a response proves neither success nor failure.
 *
 * - `connection-failed`: the request was sent and no complete response arrived
 * - `redirect`: status 3xx; redirects are not followed, because they would carry the API key
 * - `server-error`: status 5xx
 * - `unexplained-refusal`: status 4xx without DigiCert's error body, or 429 without its rate limit code
 * - `unexpected-status`: a status that this endpoint does not document
 * - `empty-body`, `unexpected-body`: a required body is missing, or a body is present where none is documented
 * - `body-too-large`, `not-utf8`, `not-json`: the body cannot be read
 * - `not-understood`: the JSON does not have the documented shape
 * - `not-a-revoke-request`: the request has another type
 * - `other-order`, `other-request`: the response describes another order or request
 * - `unreadable-input`: `parseRevokeResponse` or `parseDecisionResponse` cannot read what was passed as the response
 */
export type Problem = "connection-failed" | "redirect" | "server-error" | "unexplained-refusal" | "unexpected-status" | "empty-body" | "unexpected-body" | "body-too-large" | "not-utf8" | "not-json" | "not-understood" | "not-a-revoke-request" | "other-order" | "other-request" | "unreadable-input";

/**
 * One error that DigiCert reported.
 */
export type ApiError = { 
/**
 * The full code, for example `access_denied|missing_permission`.
 */
code: string, 
/**
 * The part before the first `|`, for example `access_denied`.
 */
kind: string, 
/**
 * The part after the first `|`, for example `missing_permission`.
 */
detail?: string, 
/**
 * DigiCert's message. Empty if there is none.
 */
message: string, };

/**
 * One issue with the input. Nothing is sent if there is any.
 */
export type Issue = { 
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
 * The rule that an input value breaks.
 */
export type Rule = "required" | "type" | "format" | "range" | "unknown-field" | "unknown-value" | "conflict";

/**
 * A failure as plain data.
 */
export type FailureDetails = { 
/**
 * The error code. Each code has its own error class.
 */
code: ErrorCode, 
/**
 * The effect of the call at DigiCert.
 */
effect: Effect, 
/**
 * Whether the same call can be repeated without a read first.
 */
retryable: boolean, 
/**
 * A description of the failure.
 */
message: string, 
/**
 * The HTTP status, if a response arrived.
 */
status?: number, 
/**
 * The errors that DigiCert reported. Empty if there are none.
 */
errors: Array<ApiError>, 
/**
 * The issues with the input. Empty if the input is valid.
 */
issues: Array<Issue>, 
/**
 * Why the response proves neither success nor failure.
 */
problem?: Problem, 
/**
 * The order, certificate or request of the call, if known.
 */
subject?: Subject, };

/**
 * Revoke DigiCert CertCentral orders and know the outcome.
 *
 * A call resolves to what DigiCert did (`revoked`, or `requested`: nothing is revoked yet), or rejects with a
 * {@link CertCentralError} whose `effect` says whether anything may have changed.
 */
import type {
  ApiError,
  ApprovalRequest,
  Attempt,
  BlastRadius,
  BuiltRevoke,
  CallInfo,
  Decision,
  DecisionOutcome,
  Effect,
  ErrorCode,
  HttpRequest,
  Issue,
  Me,
  Order,
  OrderList,
  OrderStatus,
  Outcome,
  Problem,
  RequestedOutcome,
  RequestList,
  RequestStatus,
  RequestType,
  RevocationReason,
  RevokedOutcome,
  Subject,
  WaitReason,
  WaitResult,
} from "./types.js";

export type * from "./types.js";

/** An id: a positive safe integer, a bigint, or a string of decimal digits without leading zeros, up to 2^64-1. */
export type Id = number | bigint | string;

/** The options of a revocation. Options that are left out are not sent. */
export interface RevokeOptions {
  /** The revocation reason. Without it, DigiCert uses `unspecified`. */
  revocationReason?: RevocationReason | undefined;
  /**
   * A comment for the approver. DigiCert does not store it when the approval step is skipped. Control characters are rejected,
   * except tabs and line breaks.
   */
  comment?: string | undefined;
  /** Revokes immediately, without an approval request. Requires an API key with admin privileges. Default `false`. */
  skipApproval?: boolean | undefined;
}

/** The options of an approval or rejection. */
export interface DecisionOptions {
  /** A comment that DigiCert stores with the decision, without control characters except tabs and line breaks. */
  processorComment?: string | undefined;
}

/** Sends requests to DigiCert. Requires an API key. */
export interface DigiCertConnection {
  /** The CertCentral API key. Browsers refuse it, see `dangerouslyAllowBrowser`. A key of `undefined` throws. */
  apiKey: string | undefined;
  /** The DigiCert platform: `us` (the default) or `eu`. */
  region?: "us" | "eu" | undefined;
  /** Excluded by `region` and the default servers. */
  baseUrl?: undefined;
}

/** Sends requests to a URL of your own: a gateway that holds the API key, or a sandbox. */
export interface BaseUrlConnection {
  /**
   * The base URL: `https`, `http` for loopback addresses only, or in a browser an absolute path. User info, query and fragment are refused.
   * Set it from configuration, never from user input.
   */
  baseUrl: string;
  /** The CertCentral API key. Leave it out if the gateway holds the key. */
  apiKey?: string | undefined;
  /** Excluded by `baseUrl`. */
  region?: undefined;
}

/** Where requests are sent: to DigiCert, or to a base URL. `region` and `baseUrl` exclude each other. */
export type Connection = DigiCertConnection | BaseUrlConnection;

/** The settings of a client: where requests are sent, and how. */
export type Settings = Connection & ClientOptions;

/** How a client sends requests. */
export interface ClientOptions {
  /** Replaces the global `fetch`, for a service binding, a proxy or a test. Called as `fetch(url, init)`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The timeout of one attempt, in milliseconds, from 1 to 2147483647. Default 60000. */
  timeoutMs?: number | undefined;
  /** The deadline of a call, including all attempts and waits, in milliseconds, from 1 to 2147483647. Default 300000. */
  deadlineMs?: number | undefined;
  /** How the client retries and reconciles after a failed attempt. `false`: no retries and no reads. */
  retry?: false | RetrySettings | undefined;
  /** The number of requests that the client sends at the same time. Further requests wait. Default 6. */
  maxInFlight?: number | undefined;
  /** The rate limits of the API key. Default: DigiCert's documented limits. */
  limits?: Limits | undefined;
  /**
   * Appends a token such as `[ccr-419283746501234]` to the comment, so that a read can distinguish this call's request
   * from the request of another user. Default `false`.
   */
  correlationToken?: boolean | undefined;
  /** Called before each request. It never receives the API key. Exceptions are ignored. */
  onRequest?: ((request: HttpRequest, call: CallInfo) => void) | undefined;
  /** Called after each attempt, whether it succeeded or failed. Exceptions are ignored. */
  onResponse?: ((attempt: Attempt, call: CallInfo) => void) | undefined;
  /** Called before each wait for a rate limit or a retry. `waitMs` is in milliseconds. Exceptions are ignored. */
  onRetry?: ((wait: { waitMs: number; reason: WaitReason }, call: CallInfo) => void) | undefined;
  /** The request field for the comment. DigiCert documents `comment`; its examples use `comments`. Default `comment`. */
  commentField?: "comment" | "comments" | "both" | undefined;
  /** The maximum size of a response body, in bytes. A longer body counts as unreadable. Default 1048576 (1 MiB). */
  maxResponseBytes?: number | undefined;
  /** Allows an API key in a browser. Everyone who can open the page can then read the key and revoke every certificate. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** How a client retries and reconciles after a failed attempt. Times are in milliseconds. */
export interface RetrySettings {
  /** The interval between the two reads that prove that a lost request had no effect. Default 5000. */
  settleMs?: number | undefined;
  /** The upper bound of the first backoff. It doubles with each retry; the wait is random, from 0 to the bound. Default 500. */
  backoffMs?: number | undefined;
  /** The upper bound of every backoff. Default 20000. */
  maxBackoffMs?: number | undefined;
  /** The upper bound for a `Retry-After` header. Default 60000. */
  maxRetryAfterMs?: number | undefined;
  /** The number of attempts for one read. Default 4. */
  reads?: number | undefined;
}

/** The rate limits of an API key. */
export interface Limits {
  /**
   * Rolling windows: the number of calls and the length of the window in milliseconds. Every window applies.
   * Default `[[100, 5000], [1000, 180000]]`.
   */
  windows?: ReadonlyArray<readonly [calls: number, ms: number]> | undefined;
  /** A safety margin that extends each window, in milliseconds, because requests can arrive closer together than they were sent. Default 1000. */
  guardMs?: number | undefined;
}

/** The options of one call. */
export interface CallOptions {
  /** Aborts the call. The call rejects with an {@link AbortedError}, whose `cause` is the abort reason. */
  signal?: AbortSignal | undefined;
  /** Overrides the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
  /** Overrides the client's `deadlineMs`. */
  deadlineMs?: number | undefined;
  /** The place of the call in the queue: `interactive` calls go before `bulk` calls. Default `interactive`. */
  priority?: "interactive" | "bulk" | undefined;
}

/** The page of a list. */
export interface PageOptions {
  /** The index of the first row, from 0. Default 0. */
  offset?: number | undefined;
  /** The number of rows on a page, from 1 to 1000. */
  limit?: number | undefined;
}

/**
 * The filter of `orders.list`. Dates are `yyyy-MM-dd`; DigiCert also accepts ranges such as `>2026-01-31`.
 * The client drops rows whose status differs from `status`, because DigiCert may return them.
 */
export interface OrderFilter extends PageOptions {
  /** A complete email address or common name, or any part of one after a leading `%`. */
  search?: string | undefined;
  /** The status of the order, for example `issued`. */
  status?: OrderStatus | undefined;
  /** The complete common name of the primary certificate. */
  commonName?: string | undefined;
  /** The serial number of the primary certificate. */
  serialNumber?: string | undefined;
  /** The id of a certificate on the order. */
  certificateId?: Id | undefined;
  /** DigiCert's product identifier, for example `ssl_plus`. */
  productNameId?: string | undefined;
  /** The id of the organization that the certificates are issued to. */
  organizationId?: Id | undefined;
  /** The id of the division. */
  containerId?: Id | undefined;
  /** The creation date of the order, or a range. */
  dateCreated?: string | undefined;
  /** The last day of the order, or a range. */
  validTill?: string | undefined;
}

/** The filter of `requests.list`. */
export interface RequestFilter extends PageOptions {
  /** The status of the request, for example `pending`. */
  status?: RequestStatus | undefined;
  /** The type of the request, for example `revoke`. */
  type?: RequestType | undefined;
  /** A complete common name, or any part of one after a leading `%`. */
  search?: string | undefined;
}

/**
 * A list. `await` returns one page; `for await` iterates over the rows of all pages. The first request is sent when the
 * list is awaited or iterated.
 */
export interface Pages<Page, Row> extends Promise<Page>, AsyncIterable<Row> {}

/** The requests behind a result. */
export interface Evidence {
  /** Every request that was sent, in order, including reads after a lost response. */
  attempts: Attempt[];
}

/** DigiCert accepted the revocation, or a read shows the order as revoked. */
export interface RevokedResult extends RevokedOutcome, Evidence {}

/** DigiCert created a request that needs approval. Nothing is revoked yet, unless `request.status` is `approved`. */
export interface RequestedResult extends RequestedOutcome, Evidence {}

/** The result of a revocation. `outcome` is `revoked` or `requested`. */
export type RevokeResult = RevokedResult | RequestedResult;

/** The result of an approval or rejection. */
export interface DecisionResult extends DecisionOutcome, Evidence {}

/** Waits for the revocation of one order. Reads the order at each interval. */
export interface OrderTarget {
  /** The id of the order. */
  orderId: Id;
  /** Excluded by `orderId`. */
  requestId?: undefined;
  /** Excluded by `orderId`. */
  orderIds?: undefined;
}

/** Waits for the approval of a revocation request and, with `until: "revoked"`, for the revocation of its order. */
export interface RequestTarget {
  /** The id of the request. */
  requestId: Id;
  /** Excluded by `requestId`. */
  orderId?: undefined;
  /** Excluded by `requestId`. */
  orderIds?: undefined;
}

/** Waits for the revocation of several orders. Reads the status changes of the last seven days with one call. */
export interface OrdersTarget {
  /** The ids of the orders. */
  orderIds: readonly Id[];
  /** Excluded by `orderIds`. */
  orderId?: undefined;
  /** Excluded by `orderIds`. */
  requestId?: undefined;
}

/** The target of a wait: one order, one request, or several orders. */
export type WaitTarget = OrderTarget | RequestTarget | OrdersTarget;

/** The options of a wait. */
export interface WaitOptions {
  /**
   * The state to wait for. `approved`: the request is approved. `revoked` (the default): the status of the order is
   * `revoked`. Several orders can only wait for `revoked`.
   */
  until?: "approved" | "revoked" | undefined;
  /** The interval between two reads, in milliseconds, at least 50. Default 10000. */
  pollMs?: number | undefined;
}

/** The options of a wait for several orders. */
export interface OrdersWaitOptions extends WaitOptions {
  /** The state to wait for. Several orders can only wait for `revoked`, the default. */
  until?: "revoked" | undefined;
}

/**
 * A client for one CertCentral account. All calls of a client share its queue, the rate limits and the pause after a 429.
 * Create one client for each API key.
 *
 * @example
 * ```js example=env
 * import { CertCentral } from "certcentral-revoke";
 *
 * const certcentral = new CertCentral({ apiKey: env.DIGICERT_API_KEY, region: "us", deadlineMs: 60_000 });
 * ```
 */
export class CertCentral {
  /**
   * Creates a client. Sends nothing.
   * @param settings Where requests are sent, and how.
   * @throws An `InvalidInputError` that lists every invalid setting. In a browser, before the core is loaded, the first
   * call rejects with it instead.
   */
  constructor(settings: Settings);
  /**
   * Revokes every certificate on an order, including duplicates and reissues. A revocation cannot be undone.
   *
   * The client validates every argument before it sends anything. If the response is lost or unclear, the client reads
   * the order before it retries; `confirmedBy` says how the outcome became known.
   * @param orderId The id of the order.
   * @param options The reason, the comment and whether to skip the approval step.
   * @param call The signal, timeouts and priority of this call.
   * @returns `revoked`, or `requested` if the revocation needs approval.
   * @throws A `CertCentralError`. Its `code` says what happened and its `effect` whether anything may have changed.
   * @example
   * ```js example=client
   * const result = await certcentral.revokeOrder(orderId, {
   *   revocationReason: "superseded",
   *   skipApproval: true,
   * });
   * result.outcome; // "revoked"
   * ```
   */
  revokeOrder(orderId: Id, options?: RevokeOptions, call?: CallOptions): Promise<RevokeResult>;
  /**
   * Revokes one certificate, by certificate id or serial number. A revocation cannot be undone. The order stays and can
   * be reissued, unless an account setting says otherwise.
   *
   * Up to 20 decimal digits without a leading zero count as an id. If the response is lost, the effect is unknown, because
   * DigiCert documents no read that shows the state of one certificate.
   * @param idOrSerial The certificate id, or the serial number in hexadecimal digits.
   * @param options The reason, the comment and whether to skip the approval step.
   * @param call The signal, timeouts and priority of this call.
   * @returns `revoked`, or `requested` if the revocation needs approval.
   * @throws A `CertCentralError`. Its `code` says what happened and its `effect` whether anything may have changed.
   * @example
   * ```js example=certificate
   * const result = await certcentral.revokeCertificate(serialNumber, {
   *   revocationReason: "keyCompromise",
   *   skipApproval: true,
   * });
   * result.warnings; // ["order-stays"]
   * ```
   */
  revokeCertificate(
    idOrSerial: Id,
    options?: RevokeOptions,
    call?: CallOptions,
  ): Promise<RevokeResult>;
  /** Reads orders. These methods change nothing. */
  readonly orders: {
    /** Returns one order. */
    get(orderId: Id, call?: CallOptions): Promise<Order>;
    /** Lists orders. `await` returns one page; `for await` iterates over the rows of all pages. */
    list(filter?: OrderFilter, call?: CallOptions): Pages<OrderList, Order>;
    /** Returns the blast radius: every certificate that a revocation of the order reaches, including archived ones. */
    certificates(orderId: Id, call?: CallOptions): Promise<BlastRadius>;
  };
  /** Reads and decides approval requests. */
  readonly requests: {
    /** Returns one request. */
    get(requestId: Id, call?: CallOptions): Promise<ApprovalRequest>;
    /** Lists requests. `await` returns one page; `for await` iterates over the rows of all pages. */
    list(filter?: RequestFilter, call?: CallOptions): Pages<RequestList, ApprovalRequest>;
    /** Approves a request. The approval of a revocation request revokes the certificates and cannot be undone. */
    approve(requestId: Id, options?: DecisionOptions, call?: CallOptions): Promise<DecisionResult>;
    /** Rejects a request. */
    reject(requestId: Id, options?: DecisionOptions, call?: CallOptions): Promise<DecisionResult>;
  };
  /** Tracks revocations. */
  readonly revocations: {
    /**
     * Polls until the target reaches the requested state, the request is rejected, or `deadlineMs` passes. `reached` says
     * whether the target reached the state. Several orders are read with one call, which reports the last seven days.
     */
    wait(
      target: OrderTarget | RequestTarget,
      options?: WaitOptions,
      call?: CallOptions,
    ): Promise<WaitResult>;
    /** Polls several orders with one call at each interval, until all are revoked or `deadlineMs` passes. */
    wait(target: WaitTarget, options?: OrdersWaitOptions, call?: CallOptions): Promise<WaitResult>;
  };
  /**
   * Returns the user that the API key belongs to, and whether that user may skip the approval step.
   * @param call The signal, timeouts and priority of this call.
   * @example
   * ```js example=client
   * (await certcentral.me()).maySkipApproval; // true
   * ```
   */
  me(call?: CallOptions): Promise<Me>;
}

/**
 * Validates and builds the request of `revokeOrder` without sending it, for a transport of your own.
 * In a browser, call `await init()` first.
 * @param orderId The id of the order.
 * @param options The reason, the comment and whether to skip the approval step.
 * @param settings The request field for the comment.
 * @throws An `InvalidInputError` that lists every invalid argument.
 * @example
 * ```js
 * import { buildRevokeOrder } from "certcentral-revoke";
 *
 * const { method, path, body } = buildRevokeOrder(123456789, { revocationReason: "superseded" });
 * method; // "PUT"
 * path; // "/order/certificate/123456789/revoke"
 * body; // '{"revocation_reason":"superseded"}'
 * ```
 */
export function buildRevokeOrder(
  orderId: Id,
  options?: RevokeOptions,
  settings?: Pick<ClientOptions, "commentField">,
): BuiltRevoke;

/**
 * Validates and builds the request of `revokeCertificate` without sending it, for a transport of your own.
 * In a browser, call `await init()` first.
 * @param idOrSerial The certificate id, or the serial number in hexadecimal digits.
 * @param options The reason, the comment and whether to skip the approval step.
 * @param settings The request field for the comment.
 * @throws An `InvalidInputError` that lists every invalid argument.
 */
export function buildRevokeCertificate(
  idOrSerial: Id,
  options?: RevokeOptions,
  settings?: Pick<ClientOptions, "commentField">,
): BuiltRevoke;

/**
 * Interprets the response to a revocation with the rules of `revokeOrder`. Pass the options that were sent, so that the
 * outcome includes the warnings that depend on them. In a browser, call `await init()` first.
 * @param response The HTTP status and the complete body, as text or bytes. Without a body, leave it out.
 * @param options The options that were sent.
 * @param settings The maximum size of the body.
 * @throws A `CertCentralError` if the response is a refusal or does not prove success.
 * @example
 * ```js
 * import { parseRevokeResponse } from "certcentral-revoke";
 *
 * const outcome = parseRevokeResponse({ status: 204 }, { skipApproval: true, comment: "INC-4711" });
 * outcome.outcome; // "revoked"
 * outcome.warnings; // ["comment-not-stored"]
 * ```
 */
export function parseRevokeResponse(
  response: { status: number; body?: string | Uint8Array | null | undefined },
  options?: RevokeOptions,
  settings?: Pick<ClientOptions, "maxResponseBytes">,
): Outcome;

/**
 * Validates and builds the request of `requests.approve` or `requests.reject` without sending it, for a transport of your own.
 * The approval of a revocation request revokes its certificates. In a browser, call `await init()` first.
 * @param requestId The id of the approval request.
 * @param decision `approved` or `rejected`.
 * @param options The comment that DigiCert stores with the decision.
 * @throws An `InvalidInputError` that lists every invalid argument.
 * @example
 * ```js
 * import { buildDecision } from "certcentral-revoke";
 *
 * const { method, path, body } = buildDecision(70001, "approved", { processorComment: "INC-4711" });
 * method; // "PUT"
 * path; // "/request/70001/status"
 * body; // '{"status":"approved","processor_comment":"INC-4711"}'
 * ```
 */
export function buildDecision(
  requestId: Id,
  decision: Decision,
  options?: DecisionOptions,
): HttpRequest;

/**
 * Interprets the response to a decision with the rules of `requests.approve` and `requests.reject`. In a browser, call
 * `await init()` first.
 * @param response The HTTP status and the complete body, as text or bytes. Without a body, leave it out.
 * @param requestId The id of the approval request.
 * @param decision The decision that was sent.
 * @param settings The maximum size of the body.
 * @throws A `CertCentralError` if the response is a refusal or does not prove success. Its `effect` is `none` only for
 *   DigiCert's own error body.
 * @example
 * ```js
 * import { parseDecisionResponse } from "certcentral-revoke";
 *
 * const outcome = parseDecisionResponse({ status: 204 }, 70001, "approved");
 * outcome.status; // "approved"
 * outcome.confirmedBy; // "response"
 * ```
 */
export function parseDecisionResponse(
  response: { status: number; body?: string | Uint8Array | null | undefined },
  requestId: Id,
  decision: Decision,
  settings?: Pick<ClientOptions, "maxResponseBytes">,
): DecisionOutcome;

/** A `WebAssembly.Module`. Declared as `object`, because not every configuration has the WebAssembly types. */
export type CompiledModule = object;

/**
 * Loads the WebAssembly core in advance, or from another place. Optional: the first call loads it. Repeated calls have no
 * further effect.
 * @param source A compiled module, the bytes, or a URL. Default: the module of this package.
 * @throws A `CoreUnavailableError` that names the fix, or an `InvalidInputError` for any other value.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

/**
 * The base class of every error of this package. Use `code` to tell errors apart: `switch (error.code)` on
 * {@link AnyCertCentralError} narrows to the class. Errors never contain the API key.
 */
export class CertCentralError extends Error {
  /** Error objects are created by the client. A call of the constructor throws a `TypeError`. */
  constructor(internal: never);
  /** The name of the error class. It does not change when a bundler renames classes. */
  readonly name: string;
  /** The error code. Each code has its own error class. */
  readonly code: ErrorCode;
  /** `none`: nothing changed at DigiCert. `unknown`: the change may have been made; read the order before the next call. */
  readonly effect: Effect;
  /** The HTTP status, if a response arrived. */
  readonly status: number | undefined;
  /** The errors that DigiCert reported. Empty if there are none. */
  readonly errors: readonly ApiError[];
  /** Whether the same call can be repeated without a read first. */
  readonly retryable: boolean;
  /** Every request that was sent, in order. */
  readonly attempts: readonly Attempt[];
  /** The order, certificate or request of the call, if known. */
  readonly subject: Subject | undefined;
  /** Returns the error as plain data, including its causes, for logs and responses. It never contains the API key. */
  toJSON(): ErrorJson;
}

/** An error as plain data. */
export interface ErrorJson {
  /** The name of the error class. */
  name: string;
  /** A description of the error. */
  message: string;
  /** The error code. */
  code: ErrorCode;
  /** Whether anything may have changed at DigiCert. */
  effect: Effect;
  /** The HTTP status, if a response arrived. */
  status: number | undefined;
  /** The errors that DigiCert reported. */
  errors: readonly ApiError[];
  /** Whether the same call can be repeated without a read first. */
  retryable: boolean;
  /** Every request that was sent, in order. */
  attempts: readonly Attempt[];
  /** The order, certificate or request of the call, if known. */
  subject: Subject | undefined;
  /** The cause of the error, if there is one. */
  cause: CauseJson | undefined;
  /** Fields of a subclass, for example `issues`. */
  [field: string]: unknown;
}

/** The cause of an error as plain data. The API key is replaced. */
export interface CauseJson {
  /** The name of the error, for example `TypeError`. */
  name: string;
  /** The message. */
  message: string;
  /** The code, for example `ENOTFOUND`. */
  code?: string | number;
  /** The cause of the cause, up to 4 levels. */
  cause?: CauseJson;
}

/** The input is invalid, and nothing was sent. */
export class InvalidInputError extends CertCentralError {
  readonly name: "InvalidInputError";
  readonly code: "invalid-input";
  readonly effect: "none";
  /** Every issue with the input: the field, the rule that it breaks, and the fix. */
  readonly issues: readonly Issue[];
}
/** The API key is invalid or lacks a permission. DigiCert uses 403 for both. Nothing changed. */
export class AccessDeniedError extends CertCentralError {
  readonly name: "AccessDeniedError";
  readonly code: "access-denied";
  readonly effect: "none";
}
/** The account has no such order, certificate or request. Nothing changed. */
export class NotFoundError extends CertCentralError {
  readonly name: "NotFoundError";
  readonly code: "not-found";
  readonly effect: "none";
}
/** DigiCert's rate limit refused the call, and nothing changed. Wait, then repeat the call. */
export class RateLimitedError extends CertCentralError {
  readonly name: "RateLimitedError";
  readonly code: "rate-limited";
  readonly effect: "none";
}
/** DigiCert refused the call for a reason in `errors`. Nothing changed. */
export class RefusedError extends CertCentralError {
  readonly name: "RefusedError";
  readonly code: "refused";
  readonly effect: "none";
}
/** The request was sent and no clear response arrived. The change may have been made; read the order before the next call. */
export class UnknownOutcomeError extends CertCentralError {
  readonly name: "UnknownOutcomeError";
  readonly code: "unknown-outcome";
  readonly effect: "unknown";
  /** Why the response proves neither success nor failure. */
  readonly problem: Problem;
}
/** A read failed. Nothing changed; the call can be repeated. */
export class ReadFailedError extends CertCentralError {
  readonly name: "ReadFailedError";
  readonly code: "read-failed";
  readonly effect: "none";
  /** Why the response proves neither success nor failure. */
  readonly problem: Problem;
}
/** No response arrived before the timeout or deadline. `effect` says whether the change may have been made. */
export class TimeoutError extends CertCentralError {
  readonly name: "TimeoutError";
  readonly code: "timeout";
}
/**
 * The signal of the call was aborted. `effect` says whether the change may have been made. `cause` is the abort reason
 * itself, or a redacted copy if the reason contains the API key.
 */
export class AbortedError extends CertCentralError {
  readonly name: "AbortedError";
  readonly code: "aborted";
}
/**
 * Another call of this client is already making the same change to the same order or request. This call sent nothing.
 * Await the other call.
 */
export class InFlightError extends CertCentralError {
  readonly name: "InFlightError";
  readonly code: "in-flight";
  readonly effect: "none";
  readonly retryable: false;
}
/** No connection was established: DNS, a refused connection or TLS. Nothing was sent; the call can be repeated. */
export class NotConnectedError extends CertCentralError {
  readonly name: "NotConnectedError";
  readonly code: "not-connected";
  readonly effect: "none";
  readonly retryable: true;
}
/**
 * The WebAssembly core could not be loaded; the message names the fix. Nothing was sent. `effect` is `none`. Only for
 * `parseRevokeResponse` and `parseDecisionResponse`, whose caller sent the request, it is `unknown`.
 */
export class CoreUnavailableError extends CertCentralError {
  readonly name: "CoreUnavailableError";
  readonly code: "core-unavailable";
}
/** The WebAssembly core crashed. `effect` says whether the change may have been made. The next call starts a new core. */
export class CoreCrashedError extends CertCentralError {
  readonly name: "CoreCrashedError";
  readonly code: "core-crashed";
}

/** Every error of a single call. `switch (error.code)` narrows it to one class. */
export type AnyCertCentralError =
  | InvalidInputError
  | AccessDeniedError
  | NotFoundError
  | RateLimitedError
  | RefusedError
  | UnknownOutcomeError
  | ReadFailedError
  | TimeoutError
  | AbortedError
  | InFlightError
  | NotConnectedError
  | CoreUnavailableError
  | CoreCrashedError;

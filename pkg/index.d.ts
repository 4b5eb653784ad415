/**
 * Revoke DigiCert CertCentral orders, truthfully.
 *
 * A call either resolves to what DigiCert did (`revoked`, or `requested`: nothing is revoked yet), or rejects with a
 * {@link CertCentralError} that says whether anything may have happened (`effect`).
 */
import type {
  ApiError,
  ApprovalRequest,
  Attempt,
  BlastRadius,
  BuiltRevoke,
  Decided,
  Effect,
  ErrorCode,
  HttpRequest,
  Issue,
  Me,
  Order,
  OrderList,
  Outcome,
  Problem,
  RequestList,
  Seen,
  Why,
} from "./types.js";

export type * from "./types.js";

/** An id: a safe positive integer, a bigint, or a decimal string without sign, blanks or leading zeros, up to 2^64-1. */
export type Id = number | bigint | string;

/** The five reasons DigiCert takes. Used for TLS/SSL certificates only, ignored for other products. */
export type { RevocationReason } from "./types.js";

/** What to revoke an order with; every field may be left out, and what is left out is not sent. */
export interface RevokeOptions {
  /** Why. Left out, DigiCert takes `unspecified`. */
  revocationReason?: import("./types.js").RevocationReason;
  /** A note for the approver. DigiCert does not store it when the approval step is skipped. */
  comment?: string;
  /** Revoke straight away instead of asking for approval. Needs a key with admin privileges. Default `false`. */
  skipApproval?: boolean;
}

/** Where and how calls go. */
export interface Settings {
  /** The CertCentral API key. Leave it out when `baseUrl` is a gateway that holds the key. Refused in browsers. */
  apiKey?: string;
  /** DigiCert's own servers: `us` (the default) or `eu`. Not together with `baseUrl`. */
  region?: "us" | "eu";
  /** The operator's own setting, never user input: `https`, `http` for loopback only, or in a browser a path. No user info, query or fragment. */
  baseUrl?: string;
  /** Used in place of the global `fetch`: a service binding, a proxy, a test. Called as `fetch(url, init)`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** The longest one attempt may take, in milliseconds, 1 to 2147483647. Default 60000. */
  timeoutMs?: number;
  /** The longest a whole call may take, every attempt and wait included, in milliseconds. Default 300000. */
  deadlineMs?: number;
  /** What is done after an attempt that failed. `false`: nothing is read, and nothing is sent again. */
  retry?: false | RetrySettings;
  /**
   * Puts a token such as `[ccr-419283746501234]` at the end of the comment, so that a later read can tell this call's
   * request from another's. Default `false`.
   */
  correlationToken?: boolean;
  /** Told of every request before it is sent. Never holds the key. What a hook throws is dropped. */
  onRequest?: (request: HttpRequest) => void;
  /** Told of every attempt once it has ended. */
  onResponse?: (attempt: Attempt) => void;
  /** Told of every wait before something is sent (again): `rate-limited`, `paused`, `read-failed`. */
  onRetry?: (wait: { waitMs: number; why: Why }) => void;
  /** DigiCert's table names the field `comment`, its examples send `comments`. Default `comment`. */
  commentField?: "comment" | "comments" | "both";
  /** An answer longer than this many bytes is not read on. Default 1048576 (1 MiB). */
  maxResponseBytes?: number;
  /** Lets a browser page hold the key. Everybody who can open the page can then read it and revoke everything. */
  dangerouslyAllowBrowser?: boolean;
}

/** How a call goes on after an attempt that failed. Times in milliseconds. */
export interface RetrySettings {
  /** Between the two reads that show that nothing has happened. Default 5000. */
  settleMs?: number;
  /** The longest that the first backoff may be; it doubles, and the wait is anything from nothing up to it. Default 500. */
  backoffMs?: number;
  /** The longest that any backoff may be. Default 20000. */
  maxBackoffMs?: number;
  /** A `Retry-After` is honoured up to here. Default 60000. */
  maxRetryAfterMs?: number;
  /** How often one read is tried. Default 4. */
  reads?: number;
}

/** What one call may have of its own. */
export interface CallOptions {
  /** Ends the call. The error says whether anything had been sent. */
  signal?: AbortSignal;
  /** In place of the client's `timeoutMs`. */
  timeoutMs?: number;
  /** In place of the client's `deadlineMs`. */
  deadlineMs?: number;
}

/** Which rows of a list. */
export interface PageOptions {
  /** Rows to leave out at the start. Default 0. */
  offset?: number;
  /** Rows of one page, 1 to 1000. */
  limit?: number;
}

/**
 * What to look for. Filters are DigiCert's own; dates and ranges as DigiCert writes them, for example `>2026-01-31`.
 * Rows in another status than `status`, which DigiCert has been seen to send all the same, are left out.
 */
export interface OrderFilter extends PageOptions {
  /** An e-mail address or a common name, whole; starting with `%`, any part of it. */
  search?: string;
  /** Only orders in this status, for example `issued`. */
  status?: string;
  /** The common name of the primary certificate, whole. */
  commonName?: string;
  /** The serial number of the primary certificate. */
  serialNumber?: string;
  /** The id of a certificate on the order. */
  certificateId?: Id;
  /** DigiCert's short name of the product, for example `ssl_plus`. */
  productNameId?: string;
  /** The id of the organization that the certificates are for. */
  organizationId?: Id;
  /** The id of the division. */
  containerId?: Id;
  /** When the order was made: a date or a range. */
  dateCreated?: string;
  /** The last day of the order: a date or a range. */
  validTill?: string;
}

/** Which requests. */
export interface RequestFilter extends PageOptions {
  /** `submitted`, `pending`, `approved`, `rejected`. */
  status?: string;
  /** `new_request`, `revoke`, `duplicate`, `reissue`. */
  type?: string;
  /** A common name; starting with `%`, any part of it. */
  search?: string;
}

/** Awaited, one page; iterated, every row of every page. Nothing is sent before one or the other. */
export type Pages<Page, Row> = PromiseLike<Page> & AsyncIterable<Row>;

/** What was sent to come to this result, the reads after a lost answer included. */
export interface Evidence {
  /** In the order they were sent. */
  attempts: Attempt[];
}

/** What a wait is for. */
export type WaitTarget =
  | {
      /** One order, read again and again. */
      orderId: Id;
    }
  | {
      /** One request to revoke; for `until: "revoked"` its order too, once it is approved. */
      requestId: Id;
    }
  | {
      /** Many orders, looked at together in one call: changes of the last seven days. */
      orderIds: Id[];
    };

/** How long and how often to look. */
export interface WaitOptions {
  /** `approved`: a request to revoke is approved (not for `orderIds`). `revoked` (the default): the order's status is. */
  until?: "approved" | "revoked";
  /** Milliseconds between two looks, 50 at least. Default 10000. */
  pollMs?: number;
}

/**
 * A client for one CertCentral account. Its calls share a pause of the whole key and know of each other's changes.
 *
 * @example
 * <!-- example: env -->
 * ```js
 * import { CertCentral } from "certcentral-revoke";
 *
 * const certcentral = new CertCentral({ apiKey: env.DIGICERT_API_KEY, region: "us", deadlineMs: 60_000 });
 * ```
 */
export class CertCentral {
  /** Throws an {@link InvalidInputError} for settings that cannot be right, every fault at once. Sends nothing. */
  constructor(settings: Settings);
  /**
   * Revokes every certificate on an order, duplicates and reissues included. It cannot be undone.
   * Nothing is sent before everything given has been checked. Where the answer is lost or unclear, the order is read
   * before anything is sent again; `confirmedBy` says where the outcome is known from.
   * @throws {@link CertCentralError}: one class for each thing a caller does differently
   * @example
   * <!-- example: client -->
   * ```js
   * const result = await certcentral.revokeOrder(orderId, {
   *   revocationReason: "superseded",
   *   skipApproval: true,
   * });
   * result.outcome; // "revoked"
   * ```
   */
  revokeOrder(
    orderId: Id,
    options?: RevokeOptions,
    call?: CallOptions,
  ): Promise<Outcome & Evidence>;
  /**
   * Revokes one certificate, by id or serial number (digits that could be an id are one). It cannot be undone. The
   * order stays and can be reissued, unless an account setting says otherwise. There is no read that could tell what
   * became of a lost answer: then the effect is unknown.
   * @throws {@link CertCentralError}: one class for each thing a caller does differently
   * @example
   * <!-- example: certificate -->
   * ```js
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
  ): Promise<Outcome & Evidence>;
  /** Reading orders; these calls change nothing. */
  readonly orders: {
    /** One order, as DigiCert knows it now. */
    get(orderId: Id, call?: CallOptions): Promise<Order>;
    /** Orders: a page where awaited, every row of every page where iterated. */
    list(filter?: OrderFilter, call?: CallOptions): Pages<OrderList, Order>;
    /** The blast radius: every certificate that a revoke of the order reaches, archived ones included. */
    certificates(orderId: Id, call?: CallOptions): Promise<BlastRadius>;
  };
  /** Requests that wait for approval. */
  readonly requests: {
    /** One request. */
    get(requestId: Id, call?: CallOptions): Promise<ApprovalRequest>;
    /** Requests: a page where awaited, every row of every page where iterated. */
    list(filter?: RequestFilter, call?: CallOptions): Pages<RequestList, ApprovalRequest>;
    /** Approves a request. Of a request to revoke: this revokes, and cannot be undone. */
    approve(
      requestId: Id,
      options?: { processorComment?: string },
      call?: CallOptions,
    ): Promise<Decided & Evidence>;
    /** Rejects a request. */
    reject(
      requestId: Id,
      options?: { processorComment?: string },
      call?: CallOptions,
    ): Promise<Decided & Evidence>;
  };
  /** Following revocations. */
  readonly revocations: {
    /**
     * Looks until a revocation has come about, or `deadlineMs` has passed, or a request was rejected; `reached` says
     * which. Many orders are looked at in one call, which tells of changes of the last seven days.
     */
    wait(target: WaitTarget, options?: WaitOptions, call?: CallOptions): Promise<Seen>;
  };
  /**
   * Who the key belongs to, and whether it may skip the approval.
   * @example
   * <!-- example: client -->
   * ```js
   * (await certcentral.me()).maySkipApproval; // true
   * ```
   */
  me(call?: CallOptions): Promise<Me>;
}

/**
 * Checks and builds the request of `revokeOrder` without sending it: for a transport of your own.
 * In a browser, `await init()` first.
 * @throws {@link InvalidInputError} where something given is wrong
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
  settings?: Pick<Settings, "commentField">,
): BuiltRevoke;

/**
 * As `buildRevokeOrder`, of `revokeCertificate`. In a browser, `await init()` first.
 * @throws {@link InvalidInputError} where something given is wrong
 */
export function buildRevokeCertificate(
  idOrSerial: Id,
  options?: RevokeOptions,
  settings?: Pick<Settings, "commentField">,
): BuiltRevoke;

/**
 * Says what an answer to a revoke means, by the same rules as `revokeOrder`. Give the options that were sent and the
 * outcome carries the warnings that follow from them. In a browser, `await init()` first.
 * @throws {@link CertCentralError} where the answer is a refusal, or cannot be read as a clear yes
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
  response: { status: number; body?: string | Uint8Array | null },
  options?: RevokeOptions,
  settings?: Pick<Settings, "maxResponseBytes">,
): Outcome;

/** A `WebAssembly.Module`, which not every program's types know. */
export type CompiledModule = object;

/**
 * Loads the core ahead of time, or from a place of your own: a compiled module, the bytes, or a URL.
 * Optional (the first call does it) and idempotent.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

/** Every error of this package. `toJSON` is safe to log: it never holds the key. */
export class CertCentralError extends Error {
  /** What happened, for machines. */
  readonly code: ErrorCode;
  /** `none`: nothing was changed at DigiCert. `unknown`: it may have been; read the order before anything else. */
  readonly effect: Effect;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** DigiCert's own error codes, where it gave some. */
  readonly errors: readonly ApiError[];
  /** Whether the same call may be made again as it is, without a look at the order first. */
  readonly retryable: boolean;
  /** What was sent, and what was concluded from it. */
  readonly attempts: readonly Attempt[];
  /** Everything above as plain data: for logs and for answers to a page. It never holds the key. */
  toJSON(): Record<string, unknown>;
}
/** What was given is wrong; nothing was sent. `issues` names every fault at once. */
export class InvalidInputError extends CertCentralError {
  /** Each fault: the field, the rule it breaks, and what would be right. */
  readonly issues: readonly Issue[];
}
/** The key is not valid, or may not do this (DigiCert answers 403 to both). Nothing was changed. */
export class AccessDeniedError extends CertCentralError {}
/** No such order for this account. Nothing was changed. */
export class NotFoundError extends CertCentralError {}
/** Too many calls with this key. DigiCert did not process the call: wait, then call again. */
export class RateLimitedError extends CertCentralError {}
/** DigiCert said no, for a reason in `errors`. Nothing was changed. */
export class RefusedError extends CertCentralError {}
/** The call was sent and no clear answer came. It may have taken effect: read the order first. */
export class UnknownOutcomeError extends CertCentralError {
  /** What is wrong with the answer. */
  readonly problem: Problem;
}
/** A read failed. Nothing was changed, it may be made again. */
export class ReadFailedError extends CertCentralError {
  /** What is wrong with the answer. */
  readonly problem: Problem;
}
/** No answer in time. `effect` says whether the call may have taken effect. */
export class TimeoutError extends CertCentralError {}
/** The caller's signal ended the call. `effect` says whether it may have taken effect. */
export class AbortedError extends CertCentralError {}
/** The WebAssembly core could not be loaded; the message names the fix. Nothing was sent. */
export class CoreUnavailableError extends CertCentralError {}
/** The WebAssembly core crashed. `effect` says whether the call may have taken effect; the next call starts a fresh core. */
export class CoreCrashedError extends CertCentralError {}

/**
 * Revoke many DigiCert CertCentral orders: read a list, plan it, rehearse the plan without network calls, and run it with a
 * write-ahead journal that survives crashes.
 */
import type { ClientOptions, CompiledModule, Connection, Id, RetrySettings } from "../index.js";
import type { HttpRequest, RevocationReason } from "../types.js";
import type {
  ListSummary,
  PlanFigures,
  PlanOrderPage,
  Progress,
  ReportHead,
  RowIssue,
  RunOrders,
  Shortfall,
  Snapshot,
  StateName,
  SurveyProgress,
} from "./types.js";

export type {
  AnyCertCentralError,
  BaseUrlConnection,
  CauseJson,
  ClientOptions,
  CompiledModule,
  Connection,
  DigiCertConnection,
  ErrorJson,
  Id,
  Limits,
  RetrySettings,
} from "../index.js";
export {
  AbortedError,
  AccessDeniedError,
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InFlightError,
  InvalidInputError,
  NotConnectedError,
  NotFoundError,
  RateLimitedError,
  ReadFailedError,
  RefusedError,
  TimeoutError,
  UnknownOutcomeError,
} from "../index.js";
export type * from "../types.js";
export type * from "./types.js";

import { CertCentralError } from "../index.js";

/** The source of a list: text, bytes, a `Blob`, a stream, or an iterable of text or bytes. */
export type ListSource =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/** A valid list of orders. */
export interface List extends Readonly<ListSummary> {
  /** The orders as text, to store the list. */
  readonly items: string;
}

/** The options of `readList`. */
export interface ListOptions {
  /** The format. Default: CSV or JSON lines, by the first character. Pasted ids require `ids`. */
  format?: "csv" | "json-lines" | "ids" | undefined;
  /** The maximum number of rows. A longer list is rejected. Default and maximum: 1,000,000. */
  maxRows?: number | undefined;
}

/**
 * Reads a list of orders: CSV (with a header, or one id on each line), JSON lines, or pasted ids. The list is validated as
 * a whole: one invalid row rejects the list. The source is streamed.
 * @param source Text, bytes, a `Blob`, a stream, or an iterable of text or bytes.
 * @param options The format of the list.
 * @throws An `InvalidListError` that lists the invalid rows.
 * @example
 * ```js
 * import { readList } from "certcentral-revoke/mass";
 *
 * const list = await readList("order_id,reason\n123456789,superseded\n123456790,keyCompromise\n");
 * list.orders; // 2
 * ```
 */
export function readList(source: ListSource, options?: ListOptions): Promise<List>;

/** The options of a plan. They apply to the whole list. */
export interface PlanOptions {
  /** The revocation reason for rows without one. */
  revocationReason?: RevocationReason | undefined;
  /**
   * The comment for rows without one. DigiCert does not store it when the approval step is skipped. At most 1,000 characters, without
   * control characters other than tabs and line breaks.
   */
  comment?: string | undefined;
  /** Revokes immediately, without approval requests. Requires an API key with admin privileges. Default `false`. */
  skipApproval?: boolean | undefined;
  /**
   * The deadline for the last revocation: a `Date`, or an ISO 8601 date and time with an offset, for example
   * `2026-12-01T12:00:00Z`. A number is invalid. The Baseline Requirements allow 24 hours or five days, depending on the reason.
   */
  deadline?: Date | string | undefined;
  /** Revokes only the orders that the list marks as replaced. Default `false`. */
  onlyReplaced?: boolean | undefined;
  /** Orders that are not revoked, each with a reason of at most 1,000 characters. */
  holds?: Readonly<Record<string, string>> | ReadonlyMap<string, string> | undefined;
}

/** A plan: what a run would do. A plan only sends reads. */
export interface Plan extends Readonly<PlanFigures> {
  /** `true` if every revocation is sent by the deadline, or if there is none. Otherwise see `shortfall`. */
  readonly meetsDeadline: boolean;
  /** The plan as readable text: the terms, and every order with its reason and comment, or why it is not revoked. */
  readonly canonical: string;
  /** The SHA-256 digest of `canonical`, in hexadecimal digits. */
  readonly digest: string;
  /** The plan as text, to store it. `planFrom` reads it. */
  readonly text: string;
}

/** The limits of one tick. */
export interface TickLimits {
  /** The maximum number of calls in this tick. */
  maxCalls?: number | undefined;
  /** Ends the tick if the next wait is longer than this, in milliseconds. */
  maxWaitMs?: number | undefined;
}

/** The limits of one tick of a plan. */
export interface PlanTickLimits extends TickLimits {
  /** Ends the tick when aborted. */
  signal?: AbortSignal | undefined;
}

/** The result of a tick of a plan: the plan, or the time of the next tick. */
export type PlanTickResult =
  | {
      /** The plan. */
      plan: Plan;
    }
  | {
      /** The plan is not complete. */
      plan?: undefined;
      /** Milliseconds until the next tick. */
      nextTickMs: number;
    };

/** A plan in progress. The host drives it with ticks. */
export interface PlanInProgress {
  /**
   * Continues until the plan is complete, `maxCalls` calls were sent, the next wait is longer than `maxWaitMs`, or
   * `signal` is aborted. Rejects with the errors of `plan`; the plan is then over.
   */
  tick(limits?: PlanTickLimits): Promise<PlanTickResult>;
  /** Releases the plan. */
  close(): void;
}

/** Reads a plan from its stored text. */
export function planFrom(text: string): Promise<Plan>;

/** The selection of orders of a plan. */
export interface PlanOrdersQuery {
  /** Only the orders that a run revokes. Default `false`. */
  onlySent?: boolean | undefined;
  /** The index of the first row, from 0. Default 0. */
  offset?: number | undefined;
  /** The maximum number of rows. Default 100. */
  limit?: number | undefined;
}

/**
 * Returns the orders of a plan: what a run does with each, and with which reason and comment.
 * @param text The plan as text.
 * @param which The selection of orders.
 */
export function planOrders(text: string, which?: PlanOrdersQuery): Promise<PlanOrderPage>;

/** A request to send. */
export interface TransportRequest {
  /** The method, path, headers without the API key, and body. */
  request: HttpRequest;
  /** The full URL. */
  url: string;
  /** The timeout for the complete response, in milliseconds. */
  timeoutMs: number;
  /** The maximum size of the body, in bytes. */
  maxResponseBytes: number;
}

/** The result of a request. */
export type TransportResponse =
  | {
      /** A response arrived, with any status. */
      event: "response";
      /** The HTTP status. */
      status: number;
      /** The body. Left out if it is empty. */
      body?: Uint8Array | undefined;
      /** `true` if the body is longer than `maxResponseBytes`. */
      tooLarge?: true | undefined;
      /** The `Retry-After` header, as received. */
      retryAfter?: string | undefined;
    }
  | {
      /** No complete response arrived. The request may have been processed. */
      event: "lost";
    }
  | {
      /** The request was not sent. */
      event: "aborted";
      /** Always `false`. */
      sent: false;
    };

/** The estimate of a rate limiter. */
export interface RateEstimate {
  /** The time that the calls take under the rate limits, in milliseconds. */
  durationMs: number;
  /** The remaining pause of the API key, in milliseconds. */
  pausedMs?: number | undefined;
  /** The use of each window. */
  windows?:
    | Array<{
        /** The number of calls that the window allows. */
        calls: number;
        /** The length of the window, in milliseconds. */
        windowMs: number;
        /** The number of calls in the current window. */
        used: number;
      }>
    | undefined;
}

/** A rate limiter for an API key that several processes share. */
export interface RateLimiter {
  /** Resolves when one call may be sent. Rejects when the signal is aborted. */
  acquire(signal?: AbortSignal): Promise<unknown>;
  /** Called when DigiCert rejected a call because of the rate limit. `retryAfterMs` is the `Retry-After` time, in milliseconds, if there is one. */
  onRejected(retryAfterMs?: number): unknown;
  /** Returns an estimate for a number of calls, for the snapshot. */
  estimate?(calls: number): RateEstimate;
}

/** How a bulk client sends requests. */
export interface MassOptions
  extends Omit<
    ClientOptions,
    "deadlineMs" | "retry" | "maxInFlight" | "onRequest" | "onResponse" | "onRetry"
  > {
  /** How the run retries and reconciles after a failed attempt. A run always reconciles: `false` is invalid. */
  retry?: RetrySettings | undefined;
  /** The number of requests that are sent at the same time. Default 6, the limit of a Cloudflare Worker. */
  maxInFlight?: number | undefined;
  /** The circuit breaker: the run pauses after this many consecutive orders with an unknown outcome. Default 5. */
  breaker?: number | undefined;
  /** After the deadline: `continue` (the default) continues, and the report lists what is late; `pause` pauses the run. */
  afterDeadline?: "continue" | "pause" | undefined;
  /** The interval between two reads that confirm revocations, in milliseconds. Default 120000. */
  confirmIntervalMs?: number | undefined;
  /** The number of confirming reads after the last order. Default 5. */
  confirmRounds?: number | undefined;
  /** Replaces the rate limiter of this client, if several processes share the API key. */
  rateLimiter?: RateLimiter | undefined;
  /** Replaces `fetch`, for a host with a transport of its own. */
  send?:
    | ((request: TransportRequest, signal?: AbortSignal) => Promise<TransportResponse>)
    | undefined;
}

/** The settings of a bulk client: where requests are sent, and how. */
export type MassSettings = Connection & MassOptions;

/**
 * The storage of a journal: lines of text. Each run has its own journal. Each line ends with a digest over itself and the lines before
 * it, so that a changed, removed, inserted or moved line is found.
 */
export interface Journal {
  /** Locks the journal for this run. Throws a `JournalError` if another run holds it. */
  open(): Promise<void>;
  /**
   * Resolves when the lines are durable. After a crash, only a prefix of the lines may be stored, and only complete lines. Throws a
   * `JournalError` if the journal is not open. A line is shorter than 512 KiB.
   */
  append(lines: readonly string[]): Promise<void>;
  /** Returns every appended line, in order. */
  read(): AsyncIterable<string>;
  /** Unlocks the journal. */
  close(): Promise<void>;
}

/** A journal in memory, for tests. It does not survive the process. */
export function memoryJournal(lines?: readonly string[]): Journal & {
  /** The lines of the journal. */
  readonly lines: readonly string[];
};

/** A journal in a browser's IndexedDB. It survives the tab, and Web Locks allow one run at a time. Use one `name` for each run. */
export function indexedDbJournal(name: string): Journal;

/** The selection of orders. */
export interface OrdersQuery {
  /** Only orders in these states, grouped in this order. Default: all orders, in the order of the list. */
  states?: readonly StateName[] | undefined;
  /** The index of the first row, from 0. Default 0. */
  offset?: number | undefined;
  /** The maximum number of rows. Default 100. */
  limit?: number | undefined;
}

/** A read-only view of a run. */
export interface RunView {
  /** Returns the progress: counts, rate and estimated completion. */
  snapshot(): Snapshot;
  /** Returns a selection of the orders. */
  orders(which?: OrdersQuery): RunOrders;
  /** Returns the figures of the report. */
  report(): ReportHead;
  /** Returns the report with every order as CSV, in chunks. */
  reportCsv(options?: ReportOptions): AsyncIterableIterator<string>;
  /** Returns the report with every order as one JSON document, in chunks. */
  reportJson(options?: ReportOptions): AsyncIterableIterator<string>;
}

/** The options of a report with every order. */
export interface ReportOptions {
  /**
   * The entries of an audit log that contain the digests of the journal. The report then names the entry of each order.
   * The gateway sets this from its own log.
   */
  auditEntries?:
    | ReadonlyArray<{
        /** The first line of the journal, from 1. */
        first: number;
        /** The last line of the journal. */
        last: number;
        /** The number of the entry. */
        entry: number;
      }>
    | undefined;
  /** The time of the report, in milliseconds since 1970 (UTC). It decides whether the deadline has passed. Default: now. */
  atUnixMs?: number | undefined;
}

/**
 * Reads a journal without an API key. It sends and writes nothing.
 * @param lines The lines of the journal, from the first up to any line.
 * @throws A `JournalError` if the lines are not a journal.
 */
export function readJournal(lines: AsyncIterable<string> | Iterable<string>): Promise<RunView>;

/** A rehearsed run. Nothing was sent, and its report says so. */
export interface Rehearsal extends RunView {}

/** The state of a run after a tick. No request is in flight. */
export interface TickResult {
  /** `true` if the run is complete. */
  finished: boolean;
  /** `true` if the run is blocked: DigiCert rejects the API key, or the run has paused itself. */
  blocked: boolean;
  /** Milliseconds until the next tick. `undefined` if the run needs an intervention first. */
  nextTickMs?: number;
}

/**
 * A run in progress. `for await` iterates over the state changes of the orders. The methods resolve when their change is
 * durable: after `pause` or `cancel` resolves, no further revocation is sent.
 */
export interface Run extends RunView, AsyncIterable<Progress> {
  /**
   * Resolves to the snapshot when the run is complete, closed or blocked. It is blocked when DigiCert rejects the API key
   * (`stopped`), or when too many outcomes are unknown or the deadline has passed (`paused`); see `status`. `resume`
   * replaces this promise. Rejects with a `JournalError` if the journal cannot be written; resume the run from its journal.
   */
  readonly finished: Promise<Snapshot>;
  /** Pauses the run: no further revocation is sent. Orders in doubt are still read. */
  pause(): Promise<void>;
  /** Continues a paused or blocked run. */
  resume(): Promise<void>;
  /** Cancels the run: no further revocation is sent. The run ends after orders in doubt were read. */
  cancel(): Promise<void>;
  /**
   * Brings the next confirming read forward, for example after DigiCert's webhook reported a revocation. The read decides, not
   * the report. Call it at most every ten seconds: each read takes one request.
   */
  confirmSoon(): void;
  /** Excludes an order that is not sent yet, with a reason. */
  hold(orderId: Id, reason: string): Promise<void>;
  /** Includes an excluded order again. */
  release(orderId: Id): Promise<void>;
  /** Waits for requests in flight and closes the journal. The client's `resume` continues the run. */
  close(): Promise<void>;
  /** Continues a run that the host drives (`byTicks`), until `maxCalls` calls were sent or the next wait is longer than `maxWaitMs` (default 1000). */
  tick(limits?: TickLimits): Promise<TickResult>;
}

/** The options of a run. */
export interface RunOptions {
  /** Closes the run when aborted, as `close` does. */
  signal?: AbortSignal | undefined;
  /** The host drives the run with `tick`. Default `false`. */
  byTicks?: boolean | undefined;
}

/** The options of a resumed run. */
export interface ResumeOptions extends RunOptions {
  /** The digest of the plan whose run the journal must contain: `plan.digest`. Default: any plan. */
  digest?: string | undefined;
}

/** The options of a new run. */
export interface StartOptions extends RunOptions {
  /** The journal of the run. It must be empty. */
  journal: Journal;
  /** The number of orders that the run revokes: `plan.totals.send`, as a person confirmed it. */
  confirm: number;
  /** The name of the run, for the report. At most 1,000 characters. */
  name?: string | undefined;
}

/** The options of one plan that ticks drive. */
export interface PlanTicksCallOptions {
  /** Called before each read. */
  onProgress?: ((progress: SurveyProgress) => void) | undefined;
}

/** The options of one plan. */
export interface PlanCallOptions extends PlanTicksCallOptions {
  /** Aborts the plan. */
  signal?: AbortSignal | undefined;
}

/** The options of a rehearsal. */
export interface RehearsalOptions {
  /** Aborts the rehearsal. */
  signal?: AbortSignal | undefined;
  /** Called from time to time with the progress. */
  onProgress?: ((snapshot: Snapshot) => void) | undefined;
}

/**
 * A bulk client for one CertCentral account.
 *
 * @example
 * ```js example=mass
 * import { MassRevocation, readList } from "certcentral-revoke/mass";
 * import { fileJournal } from "certcentral-revoke/mass/file";
 *
 * const mass = new MassRevocation({ apiKey: env.DIGICERT_API_KEY });
 * const list = await readList("order_id\n123456791\n123456794\n");
 * const plan = await mass.plan(list, { revocationReason: "superseded", skipApproval: true, deadline: new Date(Date.now() + 24 * 3_600_000) });
 * const run = await mass.start(plan, { journal: fileJournal("july.journal"), confirm: plan.totals.send });
 * for await (const { orderId, to } of run) console.log(orderId, to);
 * ```
 */
export class MassRevocation {
  /**
   * Creates a bulk client. Sends nothing.
   * @param settings Where requests are sent, and how.
   * @throws An `InvalidInputError` that lists every invalid setting. In a browser, before the core is loaded, the first
   * call rejects with it instead.
   */
  constructor(settings: MassSettings);
  /**
   * Plans a run, as a dry run. Reads the orders, a thousand with one call, and returns what the run would do with each
   * order, how many calls it takes, and when it ends.
   * @param list The orders.
   * @param options The terms of the plan.
   * @param call The signal and progress of this call.
   */
  plan(list: List, options?: PlanOptions, call?: PlanCallOptions): Promise<Plan>;
  /** As `plan`, but the host drives it with ticks, for example in the alarm of a Durable Object. Only a tick sends reads. */
  planByTicks(
    list: List,
    options?: PlanOptions,
    call?: PlanTicksCallOptions,
  ): Promise<PlanInProgress>;
  /** Simulates the run in virtual time, against a model of CertCentral that the plan describes. Sends nothing. */
  rehearse(
    plan: Plan | Pick<Plan, "text" | "digest">,
    options?: RehearsalOptions,
  ): Promise<Rehearsal>;
  /**
   * Starts a run.
   * @param plan The plan, or its text and digest.
   * @param options The journal, and the confirmed number of orders.
   * @throws An `InvalidInputError` if `confirm` is not the number of the plan, or a `PlanRefusedError` if the plan cannot
   * meet its deadline.
   */
  start(plan: Plan | Pick<Plan, "text" | "digest">, options: StartOptions): Promise<Run>;
  /**
   * Resumes a run from its journal. Requests that were in flight at the end are read before they are sent again.
   * @param options Pass the `digest` of the confirmed plan, so that a journal with another list is refused.
   * @throws A `JournalError` if a line was changed, removed, inserted or moved, if the orders or options are not those of the
   * journal's plan, or if that plan has another digest than the option. Nothing is sent then.
   */
  resume(journal: Journal, options?: ResumeOptions): Promise<Run>;
}

/**
 * Loads the WebAssembly core in advance, or from another place. Optional: the first call loads it. Repeated calls have no
 * further effect.
 * @param source A compiled module, the bytes, or a URL. Default: the module of this package.
 * @throws A `CoreUnavailableError` that names the fix.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

/** The list has invalid rows, and the whole list is rejected. */
export class InvalidListError extends CertCentralError {
  readonly name: "InvalidListError";
  readonly code: "invalid-input";
  readonly effect: "none";
  /** The issues, by line. */
  readonly rows: readonly RowIssue[];
  /** The number of further issues that `rows` does not contain. */
  readonly more: number;
}
/** The plan cannot meet its deadline, and nothing was sent. */
export class PlanRefusedError extends CertCentralError {
  readonly name: "PlanRefusedError";
  readonly code: "invalid-input";
  readonly effect: "none";
  /** Why the plan cannot meet its deadline, and what would help. */
  readonly shortfall: Shortfall;
}
/** The journal cannot be used. Without a journal nothing is sent; its lines are not lost. */
export class JournalError extends CertCentralError {
  /** Creates an error for a journal of your own. */
  constructor(message: string, cause?: unknown);
  readonly name: "JournalError";
  readonly code: "invalid-input";
  readonly effect: "none";
}

/**
 * Revoke many DigiCert CertCentral orders: a list, a plan that says when it ends, a rehearsal, and a run that survives crashes
 * and reports what became of each order.
 */
import type { CompiledModule, Id, Settings } from "../index.js";
import type { RevocationReason } from "../types.js";
import type {
  Figures,
  ListSummary,
  Progress,
  ReportHead,
  RowIssue,
  RunOrders,
  Shortfall,
  Snapshot,
  StateName,
  SurveyProgress,
} from "./types.js";

export {
  AbortedError,
  AccessDeniedError,
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
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

/** Where a list is: text, bytes, a file of a page, a stream, or anything that iterates over text or bytes. */
export type ListSource =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/** A list of orders that is right in every row. */
export interface List extends Readonly<ListSummary> {
  /** The orders as text, for whoever keeps the list. */
  readonly items: string;
}

/**
 * Reads a list of orders: CSV (with a header, or one id on each line), JSON lines, or pasted ids. All or nothing: one bad row
 * and nothing is taken. The list is never held whole.
 * @throws {@link InvalidListError} with every bad row
 * @example
 * ```js
 * import { readList } from "certcentral-revoke/mass";
 *
 * const list = await readList("order_id,reason\n123456789,superseded\n123456790,keyCompromise\n");
 * list.orders; // 2
 * ```
 */
export function readList(
  source: ListSource,
  options?: {
    /** How it is written. Left out, its first character tells CSV from JSON lines; pasted ids have to be named. */
    format?: "csv" | "json-lines" | "ids";
  },
): Promise<List>;

/** What is true for a whole list; every field may be left out. */
export interface PlanOptions {
  /** Why, where a row names no reason. */
  revocationReason?: RevocationReason;
  /** A note for the approver, where a row has none. DigiCert does not store it when the approval step is skipped. */
  comment?: string;
  /** Revoke straight away instead of asking for approval. Needs a key with admin privileges. Default `false`. */
  skipApproval?: boolean;
  /** By when everything has to be sent: a `Date`, or hours from now (24, or 120 where the Baseline Requirements give five days). */
  deadline?: Date | number;
  /** Only orders of which the list says that another certificate has taken their place. Default `false`. */
  onlyReplaced?: boolean;
  /** Orders that are not sent, each with a sentence why. */
  holds?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
}

/** What a run would do. Nothing has been sent for it but reads. */
export interface Plan extends Readonly<Figures> {
  /** Whether everything is sent by the deadline, or there is none. If not, `shortfall` says what would help. */
  readonly meetsDeadline: boolean;
  /** What people agree to, as text: every order with its reason and comment or why it stays, and the terms. */
  readonly canonical: string;
  /** The SHA-256 of `canonical`, in hex. */
  readonly digest: string;
  /** The plan as text, for whoever keeps it; `planFrom` gives it back. */
  readonly text: string;
}

/** What a tick came to. */
export type PlanTick =
  | {
      /** It is made. */
      plan: Plan;
    }
  | {
      /** Not yet. */
      plan?: undefined;
      /** When to tick again, in milliseconds from now. */
      againMs: number;
    };

/** A plan in the making, for a host that drives it. */
export interface PlanInProgress {
  /**
   * Goes on: until the plan is made, `mostCalls` were sent, something is to be waited for longer than `patienceMs`, or `signal` ends
   * the tick. Without a plan it says when to tick again, in milliseconds from now. Throws what `plan` throws; then it is over.
   */
  tick(limits?: {
    mostCalls?: number;
    patienceMs?: number;
    signal?: AbortSignal;
  }): Promise<PlanTick>;
  /** Nobody wants it any more. */
  close(): void;
}

/** A plan again, of the text that it was kept as. */
export function planFrom(text: string): Promise<Plan>;

/** How fast calls with a key may follow each other. */
export interface Limits {
  /** At most so many calls in so many milliseconds, in any span; all hold at once. Default `[[100, 5000], [1000, 180000]]`. */
  windows?: ReadonlyArray<readonly [calls: number, ms: number]>;
  /** So much longer each window is kept, because calls may arrive nearer to each other than they left. Default 1000. */
  guardMs?: number;
}

/** A request to send, and how much of its answer to read. */
export interface Sending {
  /** Method, path, headers without the key, and body. */
  send: import("../types.js").HttpRequest;
  /** The whole address. */
  url: string;
  /** How long to wait for the whole answer. */
  timeoutMs: number;
  /** An answer longer than this is not read on. */
  maxBytes: number;
}

/** What became of a request. */
export type Sent =
  | {
      /** An answer came, whatever it says. */
      event: "answered";
      /** Its status. */
      status: number;
      /** Its bytes; left out, there were none. */
      body?: Uint8Array;
      /** Its body was longer than allowed. */
      tooLarge?: true;
      /** The header `Retry-After`, as it came. */
      retryAfter?: string | undefined;
    }
  | {
      /** Nobody knows whether it arrived. */
      event: "lost";
    }
  | {
      /** It did not leave: as if it had not been tried. */
      event: "aborted";
      /** Always. */
      sent: false;
    };

/** Leave to send, for a host where a key is shared with others. */
export interface Gate {
  /** Resolves when one call may be sent now; rejects when the signal ends it. */
  take(signal?: AbortSignal): Promise<unknown>;
  /** DigiCert's rate limit has refused a call, and says how long to wait, or not. */
  refused(retryAfterMs?: number): unknown;
  /** How long so many calls will take, for the snapshot. */
  outlook?(calls: number): {
    /** Milliseconds, by the limits alone. */
    ms: number;
    /** How long the key pauses. */
    pausedMs?: number;
    /** How far each window is used. */
    windows?: Array<{
      /** So many calls may be sent. */
      calls: number;
      /** In so many milliseconds. */
      ms: number;
      /** So many were sent in the last of these. */
      used: number;
    }>;
  };
}

/** Where and how the calls of a run go: as for single calls, and how a run goes about it. */
export interface MassSettings
  extends Omit<Settings, "deadlineMs" | "retry" | "onRequest" | "onResponse" | "onRetry"> {
  /** How an order goes on after a failure. */
  retry?: import("../index.js").RetrySettings;
  /** The limits of the key. Default: DigiCert's. */
  limits?: Limits;
  /** How many requests are on their way at once. Default 6, which is what a Cloudflare Worker may have. */
  connections?: number;
  /** So many orders in a row of which nobody can tell what became of them pause the run. Default 5. */
  breaker?: number;
  /** What happens once the deadline has passed: `goOn` (the default) and the report says what was late, or `pause`. */
  afterDeadline?: "goOn" | "pause";
  /** How often it is looked, in milliseconds, which orders DigiCert shows as revoked. Default 120000. */
  lookMs?: number;
  /** How often it is looked after the last order. Default 5. */
  looks?: number;
  /** In place of a pacer of this client's own. */
  gate?: Gate;
  /** In place of `fetch`, for a host that sends in a way of its own. */
  send?: (sending: Sending, signal?: AbortSignal) => Promise<Sent>;
}

/** Where the journal of a run is kept: lines of text. One journal for each run. */
export interface Journal {
  /** Takes it for this run alone; throws a {@link JournalError} where another run has it. */
  open(): Promise<void>;
  /** Resolves once these lines are durable. A crash before that may leave a beginning of them, of whole lines. */
  append(lines: readonly string[]): Promise<void>;
  /** Every line that `append` was given, in that order. */
  read(): AsyncIterable<string>;
  /** Lets another run have it. */
  close(): Promise<void>;
}

/** A journal in memory, for tests and trials: it is gone with the process. */
export function memoryJournal(lines?: readonly string[]): Journal & {
  /** What is in it. */
  readonly lines: readonly string[];
};

/** A journal in a browser's IndexedDB: it outlives the tab. One run at a time, by Web Locks. `name`: one for each run. */
export function indexedDbJournal(name: string): Journal;

/** How a run is seen. */
export interface Looks {
  /** How it stands: counts that add up, pace, when it ends. */
  snapshot(): Snapshot;
  /** A part of its orders: of some states, the first of these first, or of all in the order of the list. `limit` defaults to 100. */
  orders(which?: { states?: readonly StateName[]; offset?: number; limit?: number }): RunOrders;
  /** What became of the list, in figures that add up. */
  report(): ReportHead;
  /** The report with every order as CSV, in pieces. */
  reportCsv(options?: ReportOptions): AsyncIterableIterator<string>;
  /** The report with every order as one JSON document, in pieces. */
  reportJson(options?: ReportOptions): AsyncIterableIterator<string>;
}

/** What a report of every order can be told besides. */
export interface ReportOptions {
  /**
   * Where a record has the digests of the journal: lines `first` to `last` in entry number `entry`. By that each order of the
   * report names the entry that stands for it. The gateway says this of its own record.
   */
  recorded?: ReadonlyArray<{
    /** The first of these lines, from 1. */
    first: number;
    /** The last one. */
    last: number;
    /** The number of the entry. */
    entry: number;
  }>;
  /** The moment of the report, in UTC milliseconds: by then a deadline has passed or not. Default: now. */
  atUnixMs?: number;
}

/**
 * How the run of a journal stands, for whoever only looks: no key, nothing is sent, nothing is written. `lines`: those of the
 * journal, all of them or from the beginning up to any.
 * @throws {@link JournalError} where they are none
 */
export function readJournal(lines: AsyncIterable<string> | Iterable<string>): Promise<Looks>;

/** A run that was rehearsed: nothing was sent. Its report says so. */
export interface Rehearsal extends Looks {}

/** How a run was left by a tick, with nothing on its way. */
export interface Left {
  /** Nothing is left to be done. */
  over: boolean;
  /** Nothing moves before somebody does something: DigiCert does not let the key in, or it has paused by itself. */
  stands: boolean;
  /** When to tick again, in milliseconds from now; without it only after somebody did something. */
  againMs?: number;
}

/**
 * A mass revocation on its way. Iterated, it tells of every order that comes from one state to another.
 * What people do to it is acknowledged once it is durable: after `pause` or `cancel` has resolved, no revoke leaves.
 */
export interface Run extends Looks, AsyncIterable<Progress> {
  /**
   * Resolves to the snapshot when it is over, was closed, or stands by itself: DigiCert does not let the key in (`stopped`), or
   * too much is unknown or the deadline has passed (`paused`); `status` says which. After `resume` there is another one.
   * Rejects with a {@link JournalError} where the journal cannot be written; the run can then be taken up from it.
   */
  readonly finished: Promise<Snapshot>;
  /** No new revoke is sent; what is in doubt is read. */
  pause(): Promise<void>;
  /** It goes on, after a pause or after somebody has seen to the key. */
  resume(): Promise<void>;
  /** No revoke is sent any more; what is in doubt is read, and then it is over. */
  cancel(): Promise<void>;
  /** Exempts an order, before it is sent for the first time or again. */
  hold(orderId: Id, why: string): Promise<void>;
  /** An order is exempted no longer. */
  release(orderId: Id): Promise<void>;
  /** Leaves it: what is on its way is waited for, the journal is closed. `resume` of the client takes it up again. */
  close(): Promise<void>;
  /** For a host that drives it (`byTicks`): goes on until `mostCalls` were sent, or nothing is to be done for longer than `patienceMs` (default 1000). */
  tick(limits?: { mostCalls?: number; patienceMs?: number }): Promise<Left>;
}

/** How a run is begun or taken up. */
export interface RunOptions {
  /** Ends it as `close` does. */
  signal?: AbortSignal;
  /** The host drives it: nothing is done but within `tick`. Default `false`. */
  byTicks?: boolean;
}

/**
 * A client for many orders of one CertCentral account.
 *
 * @example
 * <!-- example: mass -->
 * ```js
 * import { MassRevocation, readList } from "certcentral-revoke/mass";
 * import { fileJournal } from "certcentral-revoke/mass/file";
 *
 * const mass = new MassRevocation({ apiKey: env.DIGICERT_API_KEY });
 * const list = await readList("order_id\n123456791\n123456794\n");
 * const plan = await mass.plan(list, { revocationReason: "superseded", skipApproval: true, deadline: 24 });
 * const run = await mass.start(plan, { journal: fileJournal("july.journal"), confirm: plan.totals.send });
 * for await (const { orderId, to } of run) console.log(orderId, to);
 * ```
 */
export class MassRevocation {
  /** Throws an `InvalidInputError` for settings that cannot be right, every fault at once. Sends nothing. */
  constructor(settings: MassSettings);
  /**
   * Plans a run: reads what CertCentral knows of the orders, a thousand with one call, and says what would become of each,
   * how many calls that takes, and when it ends. This is the dry run: nothing is changed.
   */
  plan(
    list: List,
    options?: PlanOptions,
    call?: {
      /** Ends it. */
      signal?: AbortSignal;
      /** Told before each read. */
      onProgress?: (progress: SurveyProgress) => void;
    },
  ): Promise<Plan>;
  /** The same for a host that drives it, within an alarm of a Durable Object for example: nothing is read but within `tick`. */
  planByTicks(
    list: List,
    options?: PlanOptions,
    call?: {
      /** Told before each read. */
      onProgress?: (progress: SurveyProgress) => void;
    },
  ): Promise<PlanInProgress>;
  /** Plays the whole run against a model of CertCentral that answers from the plan, in virtual time. Sends nothing at all. */
  rehearse(
    plan: Plan | Pick<Plan, "text" | "digest">,
    options?: {
      /** Ends it. */
      signal?: AbortSignal;
      /** Told now and then how far it is. */
      onProgress?: (snapshot: Snapshot) => void;
    },
  ): Promise<Rehearsal>;
  /**
   * Starts a run. `confirm` is how many orders will be revoked, as somebody has typed it.
   * @throws `InvalidInputError` where another number was typed, {@link PlanRefusedError} where it cannot be done in time
   */
  start(
    plan: Plan | Pick<Plan, "text" | "digest">,
    options: RunOptions & {
      /** Where everything that has to outlive a crash is kept. */
      journal: Journal;
      /** The number of orders that will be revoked: `plan.totals.send`, typed by a person. */
      confirm: number;
      /** A name for the report. */
      name?: string;
    },
  ): Promise<Run>;
  /** Takes up the run of a journal. What was on its way when it ended is read before it is sent again. */
  resume(journal: Journal, options?: RunOptions): Promise<Run>;
}

/**
 * Loads the core ahead of time, or from a place of your own: a compiled module, the bytes, or a URL.
 * Optional (the first call does it) and idempotent.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

/** A list with rows that are wrong: nothing of it is taken. */
export class InvalidListError extends CertCentralError {
  /** What is wrong, by line. */
  readonly rows: readonly RowIssue[];
  /** How many more there are than are told. */
  readonly more: number;
}
/** A plan that cannot be done in time: nothing was sent. */
export class PlanRefusedError extends CertCentralError {
  /** What is missing, and what would help. */
  readonly remedies: Shortfall;
}
/** A journal that cannot be used. Without it nothing is sent; what is in it is not lost. */
export class JournalError extends CertCentralError {}

/**
 * The turns of one CertCentral API key that people and jobs share, for a host that paces a key itself: a gateway, for example.
 * People go before jobs, jobs go in turn, and a 429 pauses the whole key. It says who may send next; it does not wait, send, or
 * keep anything. All times are in milliseconds since 1970.
 */
import type { CompiledModule } from "../index.js";
import type { Limits } from "../mass/index.js";
import type { WindowUse } from "../mass/types.js";

export {
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
} from "../index.js";
export type { Limits, WindowUse };

/** The pause of a key after a 429, and how much of its windows others leave. To be kept, and given back after a restart. */
export interface KeyPause {
  /** Until when nothing is sent. */
  untilMs: number;
  /** What others leave of each window, in thousandths. */
  share: number;
  /** Since when. */
  shareSinceMs: number;
}

/** What was kept of a key. Without it nothing was sent with the key lately. */
export interface TurnsOptions {
  /** The limits of the key. Default: DigiCert's. */
  limits?: Limits | undefined;
  /** When the last requests were sent, the earliest first: `keep` of them. */
  sentMs?: readonly number[] | undefined;
  /** How many were sent before these. */
  before?: number | undefined;
  /** What `refused` returned last. */
  pause?: KeyPause | undefined;
}

/** Whose turn it is. */
export interface NextTurn {
  /** The ticket whose wait is over. Absent if no wait is over. */
  ticket?: number;
  /** Whether that one may send now, and counts as sent. If not, it would wait longer than a person does. */
  maySend: boolean;
  /** When it may be worth asking again, in milliseconds from now. Absent without a ticket: no call waits. */
  waitMs?: number;
}

/** What is expected of a number of requests. */
export interface Outlook {
  /** How long they take by the limits alone, in milliseconds. */
  ms: number;
  /** How long the key pauses, in milliseconds. */
  pausedMs: number;
  /** How far each window is used. */
  windows: WindowUse[];
}

/**
 * Who waits to send with one key, and who may send next.
 *
 * Keep the time of each request before it is sent (`keep` of them are enough), and what `refused` returns: a restart then opens no
 * window. After a {@link CoreCrashedError} open another one from what was kept.
 *
 * @example
 * ```js
 * import { Turns } from "certcentral-revoke/pacing";
 *
 * const turns = new Turns({ limits: { windows: [[100, 5000]] } });
 * turns.person(1, Date.now());
 * const { ticket, maySend, waitMs } = turns.next(Date.now());
 * ```
 */
export class Turns {
  /** Throws an {@link InvalidInputError} that names every fault. */
  constructor(options?: TurnsOptions);
  /** How many of the last requests have to be kept. */
  readonly keep: number;
  /** Adds a call to the queue. `ticket`: a whole number that no other waiting call has. */
  person(ticket: number, nowMs: number): void;
  /** A request of a job waits from now on. */
  job(job: string, ticket: number): void;
  /** A job was paused or has ended: gives the tickets of its requests, none of which waits any more. */
  leave(job: string): number[];
  /** Whose turn it is. Ask again until there is no ticket. */
  next(nowMs: number): NextTurn;
  /** A 429: the whole key pauses. `retryAfter`: the header as it came, if there was one. */
  refused(retryAfter: string | null | undefined, nowMs: number): KeyPause;
  /** How long until `calls` more requests of a job will have been sent, in milliseconds, if other jobs go on as they do. */
  msUntil(job: string, calls: number, nowMs: number): number;
  /** What is expected of `calls` more requests of a job. */
  outlook(job: string, calls: number, nowMs: number): Outlook;
}

/**
 * Loads the core ahead of time, or from a place of your own: a compiled module, the bytes, or a URL. A browser has to await it
 * before the first `Turns`; elsewhere it is optional.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

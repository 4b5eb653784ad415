/**
 * The rate limiter of one CertCentral API key that people and jobs share, for a host that sends the requests itself, for
 * example a gateway. Each request belongs to a lane and to a person. A share of each window is reserved for writes, people take
 * turns in each lane, and a 429 pauses the whole key. It decides which request may be sent next. It does not wait, send or store
 * anything. All times are in milliseconds since 1970 (UTC).
 */
import type { CompiledModule } from "../index.js";
import type { Limits, RateEstimate } from "../mass/index.js";
import type { WindowUse } from "../mass/types.js";

export {
  CertCentralError,
  CoreCrashedError,
  CoreUnavailableError,
  InvalidInputError,
} from "../index.js";
export type { Limits, RateEstimate, WindowUse };

/** The pause of a key after a 429, and the share of its windows that other users of the key leave. Store it across restarts. */
export interface KeyPause {
  /** The end of the pause, in milliseconds since 1970. */
  untilUnixMs: number;
  /** The share of each window that is available, in thousandths. */
  share: number;
  /** The time since which the share applies, in milliseconds since 1970. */
  shareSinceUnixMs: number;
}

/**
 * The kind of a request:
 * - `write`: a write, or a read that decides about a write. It may use the whole of each window.
 * - `interactive`: a read whose response a person waits for. It leaves the share that is reserved for writes.
 * - `bulk`: a request of a job. It also leaves this share, and interactive requests go before it.
 */
export type Lane = "write" | "interactive" | "bulk";

/** The settings of the lanes. */
export interface LaneSettings {
  /** The part of each window that only writes, and the reads that decide about them, may use, in percent from 0 to 50. Default: 20. */
  writeReservePercent?: number | undefined;
  /** The number of requests of one person that may wait in one lane, from 1 to 1000. Default: 20. */
  maxWaitingPerPerson?: number | undefined;
}

/** A request that was sent. */
export interface SentRequest {
  /** When it was sent, in milliseconds since 1970. */
  unixMs: number;
  /** Its lane. */
  lane: Lane;
  /** The person who made the request, or the owner of the job. */
  person: string;
}

/** The limits of a key, and its stored state. Without a state, no request was sent with the key recently. */
export interface RateLimiterOptions {
  /** The rate limits of the API key. Default: DigiCert's documented limits. */
  limits?: Limits | undefined;
  /** The shares of the lanes. */
  lanes?: LaneSettings | undefined;
  /** The last `historySize` requests, the earliest first. */
  sent?: readonly SentRequest[] | undefined;
  /** The number of requests that were sent before these. */
  sentBefore?: number | undefined;
  /** The last result of `onRejected`. */
  pause?: KeyPause | undefined;
}

/** The decision on the next waiting request. */
export interface Admission {
  /** The ticket of the request whose wait ends. `undefined` if no wait ends now. */
  ticket?: number;
  /** `true` if the request may be sent now; it then counts as sent. `false` if it would wait longer than 20 seconds. */
  maySend: boolean;
  /** Milliseconds until the next call of `next`. With a ticket, until a new attempt. `undefined` if no request waits. */
  waitMs?: number;
}

/**
 * The rate limiter of one key: a queue of waiting requests, and the decision which one may be sent next.
 *
 * - The lanes are served in the order `write`, `interactive`, `bulk`. A tenth of each window is guaranteed to `interactive` and to
 *   `bulk`, whatever the lanes before them use. The guarantees never use the reserve for writes.
 * - In each lane, people take turns. A person's own requests count twice against what all people may use there: one person alone
 *   uses at most half of it, two people a third each. The next person always finds room.
 *
 * Store each request before it is sent (the last `historySize` are sufficient), and the result of `onRejected`, so that a restart
 * does not exceed the limits. After a {@link CoreCrashedError}, create another one from the stored state.
 *
 * @example
 * ```js
 * import { RateLimiter } from "certcentral-revoke/pacing";
 *
 * const limiter = new RateLimiter({ limits: { windows: [[100, 5000]] } });
 * limiter.enqueue("interactive", "ada", 1, Date.now());
 * const { ticket, maySend, waitMs } = limiter.next(Date.now());
 * ```
 */
export class RateLimiter {
  /**
   * @param options The limits of the key, and its stored state.
   * @throws An {@link InvalidInputError} that lists every invalid option.
   */
  constructor(options?: RateLimiterOptions);
  /** The number of requests to store. */
  readonly historySize: number;
  /** The limits of jobs: the limits of the key without the reserve for writes. */
  readonly bulkLimits: Limits;
  /**
   * Adds a request of a person to the queue.
   * @param lane The lane. Requests of jobs: {@link enqueueBulk}.
   * @param person The person. The rate limiter compares the text exactly.
   * @param ticket An integer that no other waiting request has.
   * @returns `undefined`, or a number if `maxWaitingPerPerson` requests of the person wait already: the request was not added, and
   * may be added again after these milliseconds.
   */
  enqueue(
    lane: Exclude<Lane, "bulk">,
    person: string,
    ticket: number,
    nowUnixMs: number,
  ): number | undefined;
  /** Adds a request of a job to the queue. `person` is the owner of the job. */
  enqueueBulk(person: string, job: string, ticket: number): void;
  /** Removes the waiting requests of a job and returns their tickets. */
  removeJob(job: string): number[];
  /** Returns the decision on the next request. Call it until it returns no ticket. */
  next(nowUnixMs: number): Admission;
  /** Pauses the whole key after a 429. `retryAfter` is the `Retry-After` header, as received, if there is one. */
  onRejected(retryAfter: string | null | undefined, nowUnixMs: number): KeyPause;
  /** Returns the estimate for `calls` more requests of a job of this person, if the other waiting jobs continue as they do. */
  estimate(person: string, job: string, calls: number, nowUnixMs: number): RateEstimate;
}

/**
 * Loads the WebAssembly core in advance, or from another place. A browser has to await it before the first `RateLimiter`;
 * elsewhere it is optional.
 * @param source A compiled module, the bytes, or a URL. Default: the module of this package.
 */
export function init(
  source?: URL | string | ArrayBuffer | ArrayBufferView | CompiledModule,
): Promise<void>;

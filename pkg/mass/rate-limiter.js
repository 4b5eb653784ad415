// The rate limiter of a key that only this client uses. A host that shares the key passes its own rate limiter.

import { guarded } from "../instance.js";
import { core } from "./core.js";

/** @import { Core } from "./core.js" */
/** @import { KeyPacer, MassRevocation } from "../dist/wasm/mass/glue.js" */
/**
 * @typedef {object} RateEstimate the estimate for a number of requests
 * @property {number} durationMs the time that they take under the rate limits
 * @property {number} [pausedMs] the remaining pause of the key
 * @property {Array<{ calls: number, windowMs: number, used: number }>} [windows]
 */
/**
 * @typedef {object} RateLimiter
 * @property {(signal?: AbortSignal) => Promise<unknown>} acquire resolves when one request may be sent; rejects when the signal is aborted
 * @property {(retryAfterMs?: number) => unknown} onRejected called after DigiCert rejected a request because of the rate limit
 * @property {(calls: number) => RateEstimate} [estimate]
 */

/** @implements {RateLimiter} */
export class KeyRateLimiter {
  #client;
  /** @type {{ core: Core, pacer: KeyPacer } | undefined} */
  #current;
  /** Requests are admitted one after another. @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #cautious = false;

  /** @param {() => { core: Core, client: MassRevocation }} client returns that of the running instance */
  constructor(client) {
    this.#client = client;
  }

  /** Assumes that the key was used recently, unless this client has sent something. */
  beCautious() {
    this.#cautious = true;
  }

  /** @param {AbortSignal} [signal] */
  acquire(signal = new AbortController().signal) {
    const turn = this.#queue.then(() => this.#permitted(signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** @param {number} [retryAfterMs] */
  onRejected(retryAfterMs) {
    this.#use((pacer) => pacer.onRejected(retryAfterMs));
  }

  /** @param {number} calls @returns {RateEstimate} */
  estimate(calls) {
    return this.#use((pacer) => pacer.estimate(calls));
  }

  /** @param {AbortSignal} signal */
  async #permitted(signal) {
    await core();
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#use((pacer) => pacer.tryAcquire());
      if (waitMs === 0) return;
      await wait(waitMs, signal);
    }
  }

  /** @template T @param {(pacer: KeyPacer) => T} use */
  #use(use) {
    const { core, pacer } = this.#prepared();
    return guarded(core, false, () => use(pacer));
  }

  /** After a crash, the recent use of the key is unknown. */
  #prepared() {
    const { core, client } = this.#client();
    if (this.#current?.core === core) return this.#current;
    const cautious = this.#cautious || this.#current !== undefined;
    this.#current = { core, pacer: guarded(core, false, () => client.pacer(cautious)) };
    return this.#current;
  }
}

/** Waits, at most until the signal aborts. @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function wait(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

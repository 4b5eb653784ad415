// The rate limiter of a key that people and jobs share. Each key has an instance of the core of its own, so that a crash for one
// key does not reach another.

import { createGlue } from "../dist/wasm/gateway/glue.js";
import { host } from "../host.js";
import { guarded, Running } from "../instance.js";

/** @import { Instance, Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue, KeyRateLimiter } from "../dist/wasm/gateway/glue.js" */
/** @import { Admission, KeyPause, RateEstimate } from "./index.js" */

const running = new Running(createGlue, "certcentral-revoke/pacing");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

export class RateLimiter {
  /** @type {Instance<Glue & WebAssembly.ModuleImports>} */
  #core = running.separate();
  #limiter;

  /** @param {unknown} [options] */
  constructor(options) {
    this.#limiter = guarded(this.#core, false, (glue) => new glue.KeyRateLimiter(options, host));
  }

  get historySize() {
    return this.#use((limiter) => limiter.historySize);
  }

  get bulkLimits() {
    return this.#use((limiter) => limiter.bulkLimits);
  }

  /**
   * @param {"write" | "interactive"} lane @param {string} person @param {number} ticket @param {number} nowUnixMs
   * @returns {number | undefined}
   */
  enqueue(lane, person, ticket, nowUnixMs) {
    return this.#use((limiter) => limiter.enqueue(lane, person, ticket, nowUnixMs));
  }

  /** @param {string} person @param {string} job @param {number} ticket */
  enqueueBulk(person, job, ticket) {
    this.#use((limiter) => limiter.enqueueBulk(person, job, ticket));
  }

  /** @param {string} job @returns {number[]} */
  removeJob(job) {
    return this.#use((limiter) => [...limiter.removeJob(job)]);
  }

  /** @param {number} nowUnixMs @returns {Admission} */
  next(nowUnixMs) {
    return this.#use((limiter) => limiter.next(nowUnixMs));
  }

  /** @param {string | null | undefined} retryAfter @param {number} nowUnixMs @returns {KeyPause} */
  onRejected(retryAfter, nowUnixMs) {
    return this.#use((limiter) => limiter.onRejected(retryAfter, nowUnixMs));
  }

  /**
   * @param {string} person @param {string} job @param {number} calls @param {number} nowUnixMs
   * @returns {RateEstimate}
   */
  estimate(person, job, calls, nowUnixMs) {
    return this.#use((limiter) => limiter.estimate(person, job, calls, nowUnixMs));
  }

  /** @template T @param {(limiter: KeyRateLimiter) => T} use */
  #use(use) {
    return guarded(this.#core, false, () => use(this.#limiter));
  }
}

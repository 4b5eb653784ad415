// The turns of a key that people and jobs share. Each key has an instance of the core of its own, so that a crash for one key
// does not reach another.

import { createGlue } from "../dist/wasm/mass/glue.js";
import { host } from "../host.js";
import { guarded, Running } from "../instance.js";

/** @import { Instance, Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue, Turns as CoreTurns } from "../dist/wasm/mass/glue.js" */
/** @import { KeyPause, NextTurn, Outlook } from "./index.js" */

const running = new Running(createGlue, "certcentral-revoke/pacing");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

export class Turns {
  /** @type {Instance<Glue & WebAssembly.ModuleImports>} */
  #core = running.separate();
  #turns;

  /** @param {unknown} [options] */
  constructor(options) {
    this.#turns = guarded(this.#core, false, (glue) => new glue.Turns(options, host));
  }

  get keep() {
    return this.#use((turns) => turns.keep);
  }

  /** @param {number} ticket @param {number} nowMs */
  person(ticket, nowMs) {
    this.#use((turns) => turns.person(ticket, nowMs));
  }

  /** @param {string} job @param {number} ticket */
  job(job, ticket) {
    this.#use((turns) => turns.job(job, ticket));
  }

  /** @param {string} job @returns {number[]} */
  leave(job) {
    return this.#use((turns) => [...turns.leave(job)]);
  }

  /** @param {number} nowMs @returns {NextTurn} */
  next(nowMs) {
    return this.#use((turns) => turns.next(nowMs));
  }

  /** @param {string | null | undefined} retryAfter @param {number} nowMs @returns {KeyPause} */
  refused(retryAfter, nowMs) {
    return this.#use((turns) => turns.refused(retryAfter, nowMs));
  }

  /** @param {string} job @param {number} calls @param {number} nowMs @returns {number} */
  msUntil(job, calls, nowMs) {
    return this.#use((turns) => turns.msUntil(job, calls, nowMs));
  }

  /** @param {string} job @param {number} calls @param {number} nowMs @returns {Outlook} */
  outlook(job, calls, nowMs) {
    return this.#use((turns) => turns.outlook(job, calls, nowMs));
  }

  /** @template T @param {(turns: CoreTurns) => T} use */
  #use(use) {
    return guarded(this.#core, false, () => use(this.#turns));
  }
}

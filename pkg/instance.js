// Holds the running instance of a WebAssembly module, and starts a fresh one after a crash.
//
// A trap leaves an instance in an unknown state, so it is never entered again: pending calls reject, and callbacks of the host
// (settled promises, timers, finalizers) have no effect. Frames of the instance that are still on the stack, because it called
// JavaScript that called it again, end at their next call to JavaScript, so that they cannot send anything.

import { CertCentralError, coreError, formatStack } from "./errors.js";
import { checkSource, compile, remedyFor } from "./load.js";

/** @import { Source } from "./load.js" */
/** @typedef {{ now?: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module> }} Loader */
/** @typedef {WebAssembly.ModuleImports & { __wbg_set_wasm(exports: object): void, __crash(error: unknown): void }} AnyGlue */
/** @typedef {{ sent: boolean }} Progress `sent`: the core sets it before it sends a write */

/**
 * @template {AnyGlue} Glue
 * @typedef {object} Instance
 * @property {Glue} glue
 * @property {WebAssembly.Memory} memory
 * @property {boolean} dead
 * @property {unknown} crash the cause of the crash
 * @property {Set<(crash: unknown) => void>} pending functions that reject the pending calls
 */

/** What the glue reads as "no value and no error". */
const NOTHING = [undefined, 0];
/** Exports that the host calls. No caller could catch their exceptions. */
const CALLED_BY_HOST = /closure|invoke|convert|_free$/;

/** @template {AnyGlue} Glue */
export class Running {
  /** @type {Loader} */
  #loader = {};
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {Promise<void> | undefined} */
  #loading;
  /** @type {Instance<Glue> | undefined} */
  #instance;
  #createGlue;
  #entry;

  /** @param {() => Glue} createGlue returns a separate scope for each instance @param {string} entry the entry point, for messages */
  constructor(createGlue, entry) {
    this.#createGlue = createGlue;
    this.#entry = entry;
  }

  /** Sets how the module is loaded, which differs between entries. @param {Loader} loader */
  useLoader(loader) {
    this.#loader = loader;
  }

  /** Loads the module, once. @param {Source} [source] @returns {Promise<void>} */
  async init(source) {
    checkSource(source);
    if (this.#module) return undefined;
    this.#loading ??= this.#load(source).catch((cause) => {
      this.#loading = undefined;
      throw unavailable(cause, this.#entry);
    });
    return this.#loading;
  }

  /** @param {Source} [source] */
  async #load(source) {
    const { now, later } = this.#loader;
    if (source !== undefined) this.#module = await compile(source);
    else this.#module = now ? now() : await later?.();
  }

  /** Whether the module can be used without waiting. */
  isReady() {
    return this.#module !== undefined || this.#loader.now !== undefined;
  }

  /** The running instance; a fresh one after a crash. @param {boolean} [sent] whether a write was sent before this call @returns {Instance<Glue>} */
  current(sent = false) {
    if (!this.#instance || this.#instance.dead) this.#instance = this.separate(sent);
    return this.#instance;
  }

  /** An instance that nothing else uses. @param {boolean} [sent] @returns {Instance<Glue>} */
  separate(sent = false) {
    const glue = this.#createGlue();
    const instance = /** @type {Instance<Glue>} */ ({ glue, dead: false, pending: new Set() });
    /** @type {WebAssembly.Exports} */
    let exports;
    try {
      this.#module ??= this.#loader.now?.();
      if (!this.#module) throw new Error("it is not loaded yet: call `await init()` first");
      const imports = { "./core_bg.js": glue };
      ({ exports } = new WebAssembly.Instance(this.#module, imports));
    } catch (cause) {
      throw unavailable(cause, this.#entry, sent);
    }
    instance.memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    glue.__wbg_set_wasm(withGuards(exports, instance));
    guarded(instance, sent, /** @type {() => void} */ (exports.__wbindgen_start));
    return instance;
  }
}

/** Wraps the exports that the host calls in a guard. @param {WebAssembly.Exports} exports @param {Instance<any>} instance */
function withGuards(exports, instance) {
  const entries = Object.entries(exports).map(([name, value]) => {
    if (typeof value !== "function" || !CALLED_BY_HOST.test(name)) return [name, value];
    /** @param {unknown[]} args */
    const guard = (...args) => {
      if (instance.dead) return NOTHING;
      try {
        return value(...args);
      } catch (crash) {
        bury(instance, crash);
        return NOTHING;
      }
    };
    return [name, guard];
  });
  return Object.fromEntries(entries);
}

/**
 * Calls a function of an instance synchronously.
 * @template {AnyGlue} Glue @template T
 * @param {Instance<Glue>} instance @param {boolean} sent @param {(glue: Glue) => T} use
 */
export function guarded(instance, sent, use) {
  if (instance.dead) throw crashed(sent, instance.crash);
  try {
    return use(instance.glue);
  } catch (error) {
    if (error instanceof CertCentralError) throw error;
    bury(instance, error);
    throw crashed(sent, instance.crash);
  }
}

/**
 * Calls an async function of an instance. Rejects if the instance crashes before it settles, in this call or in another one.
 * @template {AnyGlue} Glue @template T
 * @param {Instance<Glue>} instance @param {Progress} progress @param {(glue: Glue) => Promise<T>} use @returns {Promise<T>}
 */
export function awaited(instance, progress, use) {
  return new Promise((resolve, reject) => {
    const abandon = (/** @type {unknown} */ crash) => reject(crashed(progress.sent, crash));
    const settle = (/** @type {() => void} */ end) => {
      instance.pending.delete(abandon);
      end();
    };
    instance.pending.add(abandon);
    try {
      guarded(instance, progress.sent, use).then(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(error)),
      );
    } catch (error) {
      settle(() => reject(error));
    }
  });
}

/** @param {Instance<any>} instance @param {unknown} crash */
function bury(instance, crash) {
  if (instance.dead) return;
  instance.dead = true;
  formatStack(crash);
  instance.crash = crash;
  instance.glue.__crash(crash);
  for (const abandon of instance.pending) abandon(crash);
  instance.pending.clear();
}

/** @param {boolean} sent @param {unknown} cause */
function crashed(sent, cause) {
  return coreError(
    "core-crashed",
    "the WebAssembly core crashed; the next call starts a fresh one",
    sent,
    cause,
  );
}

/** @param {unknown} cause @param {string} entry @param {boolean} [sent] */
function unavailable(cause, entry, sent = false) {
  const message = cause instanceof Error ? cause.message : String(cause);
  return coreError(
    "core-unavailable",
    `the WebAssembly core cannot be loaded: ${message}${remedyFor(message, entry)}`,
    sent,
    cause,
  );
}

// Holds the running instance of a WebAssembly module, and starts a fresh one after a crash.
//
// A trap leaves an instance in an unknown state. Nothing enters it again: calls that wait for it reject, and what the host
// still calls back (settled promises, timers, finalizers) has no effect. What is on the stack at that moment, because the
// instance called JavaScript and JavaScript called it again, ends at its next call of JavaScript: it must not send anything.

import { CertCentralError, coreError, formatStack } from "./errors.js";
import { checkSource, compile, remedyFor } from "./load.js";

/** @import { Source } from "./load.js" */
/** @typedef {{ now?: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module> }} Loader */
/** @typedef {WebAssembly.ModuleImports & { __wbg_set_wasm(exports: object): void, __crash(error: unknown): void }} AnyGlue */
/** @typedef {{ sent: boolean }} Progress whether a write has left; the core sets it before it sends one */

/**
 * @template {AnyGlue} Glue
 * @typedef {object} Instance
 * @property {Glue} glue
 * @property {WebAssembly.Memory} memory
 * @property {boolean} dead
 * @property {unknown} crash what it died of
 * @property {Set<(crash: unknown) => void>} pending rejects each call that waits for the instance
 */

/** What the glue reads as "no value and no error". */
const NOTHING = [undefined, 0];
/** Exports that the host calls by itself: nothing there could catch what they throw. */
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

  /** @param {() => Glue} createGlue a scope of its own for each instance @param {string} entry what people import */
  constructor(createGlue, entry) {
    this.#createGlue = createGlue;
    this.#entry = entry;
  }

  /** Each entry names its way to the module. @param {Loader} own */
  useLoader(own) {
    this.#loader = own;
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

  /** Whether it can be used without waiting. */
  isReady() {
    return this.#module !== undefined || this.#loader.now !== undefined;
  }

  /** @param {boolean} [sent] whether what is about to be called is about something that was sent @returns {Instance<Glue>} */
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
      if (!this.#module)
        throw new Error("in a browser it is loaded over the network: call `await init()` first");
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

/** The exports, with a guard around each that the host calls. @param {WebAssembly.Exports} exports @param {Instance<any>} instance */
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
 * Calls into an instance and returns at once.
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
 * Calls into an instance and waits. Rejects when the instance crashes meanwhile, in this call or in another one.
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
  const why = cause instanceof Error ? cause.message : String(cause);
  return coreError(
    "core-unavailable",
    `the WebAssembly core cannot be loaded: ${why}${remedyFor(why, entry)}`,
    sent,
    cause,
  );
}

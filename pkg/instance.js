// Holds the one running instance of a WebAssembly module, and starts a fresh one after a crash.
// Not here: where the module comes from (each entry says that), and what it does (`core.js`, `mass/core.js`).

import { coreError } from "./errors.js";
import { compile, remedyFor } from "./load.js";

/** @import { Source } from "./load.js" */
/** @typedef {{ now?: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module> }} Loader */
/** @typedef {WebAssembly.ModuleImports & { __wbg_set_wasm(exports: object): void }} AnyGlue */

/** @template {AnyGlue} Glue @typedef {{ glue: Glue, memory: WebAssembly.Memory, dead: boolean }} Instance */

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
  init(source) {
    if (this.#module) return Promise.resolve();
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

  /** @returns {Instance<Glue>} */
  current() {
    if (this.#instance && !this.#instance.dead) return this.#instance;
    try {
      this.#module ??= this.#loader.now?.();
    } catch (cause) {
      throw unavailable(cause, this.#entry);
    }
    if (!this.#module)
      throw unavailable(
        new Error("in a browser it is loaded over the network: call `await init()` first"),
        this.#entry,
      );
    const glue = this.#createGlue();
    const { exports } = new WebAssembly.Instance(this.#module, { "./core_bg.js": glue });
    glue.__wbg_set_wasm(exports);
    /** @type {() => void} */ (exports.__wbindgen_start)();
    this.#instance = {
      glue,
      memory: /** @type {WebAssembly.Memory} */ (exports.memory),
      dead: false,
    };
    return this.#instance;
  }
}

/**
 * A trap leaves the instance in an unknown state: nobody uses it again, and each call that it held is told, at its next
 * step, what may have happened.
 * @template {AnyGlue} Glue @template T
 * @param {Instance<Glue>} instance @param {boolean} sent @param {(glue: Glue) => T} use
 */
export function guarded(instance, sent, use) {
  if (instance.dead) throw crashed(sent, undefined);
  try {
    return use(instance.glue);
  } catch (crash) {
    instance.dead = true;
    throw crashed(sent, crash);
  }
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

/** @param {unknown} cause @param {string} entry */
function unavailable(cause, entry) {
  const why = cause instanceof Error ? cause.message : String(cause);
  return coreError(
    "core-unavailable",
    `the WebAssembly core cannot be loaded: ${why}${remedyFor(why, entry)}`,
    false,
    cause,
  );
}

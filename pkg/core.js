// Holds the one running instance of the WebAssembly core, and starts a fresh one after a crash.
// Not here: where the module comes from (each entry says that), and what the core does.

import { coreError } from "./errors.js";
import { compile, remedyFor } from "./load.js";
import { createGlue } from "./wasm/glue.js";

/** @import { Source } from "./load.js" */
/** @import { Glue } from "./wasm/glue.js" */
/** @typedef {{ glue: Glue, memory: WebAssembly.Memory, dead: boolean, waiting: Set<(crash: unknown) => void> }} Instance */
/** @typedef {{ now?: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module> }} Loader */

/** What the glue reads as "no value and no error". */
const NOTHING = [0, 0];

/** @type {Loader} */
let loader = {};
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {Promise<void> | undefined} */
let loading;
/** @type {Instance | undefined} */
let running;

/** Each entry names its way to the module. @param {Loader} own */
export function useLoader(own) {
  loader = own;
}

/** Loads the module, once. @param {Source} [source] @returns {Promise<void>} */
export function init(source) {
  if (module) return Promise.resolve();
  loading ??= load(source).catch((cause) => {
    loading = undefined;
    throw unavailable(cause);
  });
  return loading;
}

/** @param {Source} [source] */
async function load(source) {
  if (source !== undefined) module = await compile(source);
  else module = loader.now ? loader.now() : await loader.later?.();
}

/** Whether the core can be used without waiting. */
export function isReady() {
  return module !== undefined || loader.now !== undefined;
}

/** Calls into the core and waits for nothing. @template T @param {(glue: Glue) => T} use @returns {T} */
export function callNow(use) {
  const instance = current();
  try {
    return use(instance.glue);
  } catch (crash) {
    bury(instance, crash);
    throw crashed(false, crash);
  }
}

/**
 * Calls into the core and waits. If the instance dies meanwhile, whoever waits on it is told what may have happened.
 * @template T @param {{ sent: boolean }} progress @param {(glue: Glue) => Promise<T>} use @returns {Promise<T>}
 */
export async function call(progress, use) {
  if (!isReady()) await init();
  const instance = current();
  /** @type {(crash: unknown) => void} */
  let abandon = () => {};
  const abandoned = new Promise((_, reject) => {
    abandon = (crash) => reject(crashed(progress.sent, crash));
  });
  instance.waiting.add(abandon);
  try {
    return /** @type {T} */ (await Promise.race([use(instance.glue), abandoned]));
  } catch (crash) {
    if (instance.dead) throw crashed(progress.sent, crash);
    bury(instance, crash);
    throw crashed(progress.sent, crash);
  } finally {
    instance.waiting.delete(abandon);
  }
}

/** @returns {Instance} */
function current() {
  if (running && !running.dead) return running;
  try {
    module ??= loader.now?.();
  } catch (cause) {
    throw unavailable(cause);
  }
  if (!module)
    throw unavailable(
      new Error("in a browser it is loaded over the network: call `await init()` first"),
    );
  running = start(module);
  return running;
}

/** @param {WebAssembly.Module} module @returns {Instance} */
function start(module) {
  const glue = createGlue();
  const { exports } = new WebAssembly.Instance(module, { "./core_bg.js": glue });
  const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  /** @type {Instance} */
  const instance = { glue, memory, dead: false, waiting: new Set() };
  glue.__wbg_set_wasm(guarded(exports, instance));
  /** @type {() => void} */ (exports.__wbindgen_start)();
  return instance;
}

/**
 * The exports, with the ones that the host calls back later (a settled promise, a timer) made safe: a trap in there has
 * no caller to catch it and would end a Node process.
 * @param {WebAssembly.Exports} exports @param {Instance} instance
 */
function guarded(exports, instance) {
  const entries = Object.entries(exports).map(([name, value]) => {
    if (typeof value !== "function" || !name.includes("closure")) return [name, value];
    /** @param {unknown[]} args */
    const safe = (...args) => {
      if (instance.dead) return NOTHING;
      try {
        return value(...args);
      } catch (crash) {
        bury(instance, crash);
        return NOTHING;
      }
    };
    return [name, safe];
  });
  return Object.fromEntries(entries);
}

/** @param {Instance} instance @param {unknown} crash */
function bury(instance, crash) {
  instance.dead = true;
  for (const abandon of instance.waiting) abandon(crash);
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

/** @param {unknown} cause */
function unavailable(cause) {
  const why = cause instanceof Error ? cause.message : String(cause);
  return coreError(
    "core-unavailable",
    `the WebAssembly core cannot be loaded: ${why}${remedyFor(why)}`,
    false,
    cause,
  );
}

/** For tests of what happens after a crash. */
export function runningMemory() {
  return current().memory;
}

// Holds the one running instance of the WebAssembly core, and starts a fresh one after a crash.
// Not here: where the module comes from (each entry says that), and what the core does.

import { coreError } from "./errors.js";
import { compile, remedyFor } from "./load.js";
import { createGlue } from "./wasm/glue.js";

/** @import { Source } from "./load.js" */
/** @import { Glue } from "./wasm/glue.js" */
/** @typedef {{ glue: Glue, memory: WebAssembly.Memory, dead: boolean }} Instance */
/** @typedef {{ now?: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module> }} Loader */
/** @typedef {(sent: boolean, event: object, body: Uint8Array) => string} StepOf */

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

/** What is known without sending anything, as JSON. @param {object} question @param {Uint8Array} [body] */
export function know(question, body = new Uint8Array()) {
  return guarded(current(), false, (glue) => glue.know(JSON.stringify(question), body));
}

/** Begins a call and gives the function that says its next step, as JSON. @param {object} call @returns {Promise<StepOf>} */
export async function begin(call) {
  if (!isReady()) await init();
  const instance = current();
  const number = guarded(instance, false, (glue) => glue.begin(JSON.stringify(call)));
  return (sent, event, body) =>
    guarded(instance, sent, (glue) => glue.step(number, JSON.stringify(event), body));
}

/**
 * A trap leaves the instance in an unknown state: nobody uses it again, and each call that it held is told, at its next
 * step, what may have happened.
 * @template T @param {Instance} instance @param {boolean} sent @param {(glue: Glue) => T} use
 */
function guarded(instance, sent, use) {
  if (instance.dead) throw crashed(sent, undefined);
  try {
    return use(instance.glue);
  } catch (crash) {
    instance.dead = true;
    throw crashed(sent, crash);
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
  const glue = createGlue();
  const { exports } = new WebAssembly.Instance(module, { "./core_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  /** @type {() => void} */ (exports.__wbindgen_start)();
  running = { glue, memory: /** @type {WebAssembly.Memory} */ (exports.memory), dead: false };
  return running;
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

// The core for single calls, as functions: values in, JSON text out. Not here: its instance and its crashes
// (`instance.js`).

import { guarded, Running } from "./instance.js";
import { createGlue } from "./wasm/glue.js";

/** @import { Loader } from "./instance.js" */
/** @import { Source } from "./load.js" */
/** @typedef {(sent: boolean, event: object, body: Uint8Array) => string} StepOf */

const running = new Running(createGlue, "certcentral-revoke");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** Whether the core can be used without waiting. */
export const isReady = () => running.isReady();

/** What is known without sending anything, as JSON. @param {object} question @param {Uint8Array} [body] */
export function know(question, body = new Uint8Array()) {
  return guarded(running.current(), false, (glue) => glue.know(JSON.stringify(question), body));
}

/** Begins a call and gives the function that says its next step, as JSON. @param {object} call @returns {Promise<StepOf>} */
export async function begin(call) {
  if (!isReady()) await init();
  const instance = running.current();
  const number = guarded(instance, false, (glue) => glue.begin(JSON.stringify(call)));
  return (sent, event, body) =>
    guarded(instance, sent, (glue) => glue.step(number, JSON.stringify(event), body));
}

/** For tests of what happens after a crash. */
export function runningMemory() {
  return running.current().memory;
}

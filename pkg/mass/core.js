// The core for many orders: its instance, and what it says as values or errors. Not here: its crashes (`../instance.js`).

import { errorOf } from "../errors.js";
import { guarded, Running } from "../instance.js";
import { parseWithout } from "../redact.js";
import { createGlue } from "../wasm/mass/glue.js";
import { InvalidListError, JournalError, PlanRefusedError } from "./errors.js";

/** @import { Instance, Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue } from "../wasm/mass/glue.js" */
/** @typedef {Instance<Glue & WebAssembly.ModuleImports>} Held an instance that somebody holds on to: what it keeps is gone when it crashes */

const running = new Running(createGlue, "certcentral-revoke/mass");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** Whether the core can be used without waiting. */
export const isReady = () => running.isReady();

/** The instance that is there, a fresh one after a crash. @returns {Promise<Held>} */
export async function held() {
  if (!isReady()) await init();
  return running.current();
}

/** As `held`, where it is there. */
export const heldNow = () => running.current();

/** @template T @param {Held} instance @param {(glue: Held["glue"]) => T} use */
export const on = (instance, use) => guarded(instance, false, use);

/**
 * What the core keeps for an object goes with it, where the host tells of that; elsewhere with the instance.
 * @param {object} owner @param {Held} instance @param {(glue: Held["glue"]) => void} release must not hold the owner
 */
export function releaseWith(owner, instance, release) {
  owners?.register(owner, () => {
    if (!instance.dead) on(instance, release);
  });
}

/** @type {FinalizationRegistry<() => void> | undefined} */
const owners =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {() => void} */ release) => release())
    : undefined;

/**
 * What the core says, or what is wrong thrown as the error that it is.
 * @param {string} text @param {string} [key] @param {unknown} [cause] @returns {any}
 */
export function opened(text, key, cause) {
  const told = parseWithout(text, key);
  if (told?.failure) throw errorOf({ ...told.failure, attempts: told.attempts }, cause);
  if (told?.rejected) throw new InvalidListError(told.rejected);
  if (told?.refused) throw new PlanRefusedError(told.refused.message, told.refused.remedies);
  if (told?.journal) throw new JournalError(told.journal);
  return told;
}

/** For tests of what happens after a crash. */
export const runningMemory = () => running.current().memory;

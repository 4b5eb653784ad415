// What a client for many orders was set up with, as the core is told of it. Not here: what is right; the core says that.

import { inBrowser } from "../environment.js";
import { given, givenSettings } from "../given.js";

/** @param {any} settings */
export function about(settings) {
  // A list of lists is deeper than anything else that is given.
  const own = {
    limits: given,
    gate: isGate,
    send: (/** @type {unknown} */ send) => given(send),
  };
  const hasFetch = typeof globalThis.fetch === "function" || typeof settings?.send === "function";
  return { settings: givenSettings(settings, own), call: {}, inBrowser: inBrowser(), hasFetch };
}

/** @param {any} gate */
const isGate = (gate) =>
  typeof gate?.take === "function" && typeof gate.refused === "function"
    ? { other: "an object" }
    : { other: "an object without take and refused" };

/** The options of a plan. @param {any} options */
export const givenOptions = (options) =>
  given(options, {
    deadline: (deadline) =>
      Object.prototype.toString.call(deadline) === "[object Date]"
        ? { date: String(deadline.getTime()) }
        : given(deadline),
    holds: (holds) => given(holds instanceof Map ? Object.fromEntries(holds) : holds),
  });

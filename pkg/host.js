// The functions of JavaScript that the core calls: error classes, redaction of the API key, hooks, facts about the runtime. They
// do not throw.

import { inBrowser, inNode } from "./environment.js";
import { errorOf } from "./errors.js";
import { causeOf, withoutKey } from "./redact.js";

/** @typedef {Parameters<typeof errorOf>[0]} Details */

export const host = {
  inBrowser: inBrowser(),
  inNode: inNode(),
  /** @param {Details} details @param {unknown} cause @param {string} [key] */
  errorOf(details, cause, key) {
    return errorOf(details, causeOf(details.code, cause, key), host.errorOf);
  },
  withoutKey,
  notify,
};

/**
 * Calls a hook. Exceptions and rejections are ignored, so that a hook cannot affect a call.
 * @param {Function} hook @param {unknown} event @param {unknown} call
 */
async function notify(hook, event, call) {
  try {
    await hook(event, call);
  } catch {}
}

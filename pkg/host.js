// What the core needs of JavaScript: error classes, redaction of the API key, hooks, and facts about the runtime. Its methods
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
 * Calls a hook. What it throws, at once or later, is ignored: the call goes on as if there were no hook.
 * @param {Function} hook @param {unknown} what @param {unknown} call
 */
async function notify(hook, what, call) {
  try {
    await hook(what, call);
  } catch {}
}

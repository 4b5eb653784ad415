// What the core needs of JavaScript: error classes, redaction of the API key, hooks, and facts about the runtime. Its methods
// do not throw.

import { inBrowser, inNode } from "./environment.js";
import { errorOf } from "./errors.js";
import { withoutKey } from "./redact.js";

export const host = {
  inBrowser: inBrowser(),
  inNode: inNode(),
  errorOf,
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

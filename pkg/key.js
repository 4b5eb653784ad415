// The key of a client, and where it may not be: in a browser. Not here: keeping it out of what leaves (`redact.js`).

import { inBrowser } from "./environment.js";
import { errorOf } from "./errors.js";

/** @param {{ apiKey?: unknown }} settings @returns {string | undefined} */
export function keyOf({ apiKey }) {
  return typeof apiKey === "string" && apiKey !== "" ? apiKey : undefined;
}

/** @param {{ apiKey?: unknown, dangerouslyAllowBrowser?: unknown }} settings */
export function refuseKeyInBrowser(settings) {
  if (!inBrowser() || keyOf(settings) === undefined || settings.dangerouslyAllowBrowser === true)
    return;
  const message =
    "nothing was sent: apiKey must not be used in a browser, where everybody who can open the page can read it and revoke everything; " +
    "set baseUrl to a gateway that holds the key (or dangerouslyAllowBrowser: true, if you must)";
  const issues = [{ field: "apiKey", rule: /** @type {const} */ ("conflict"), message }];
  throw errorOf({
    code: "invalid-input",
    effect: "none",
    retryable: false,
    message,
    errors: [],
    issues,
  });
}

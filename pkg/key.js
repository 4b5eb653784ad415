// The rule that a page of a browser holds no API key.

import { inBrowser } from "./environment.js";
import { invalidInput } from "./invalid.js";

/** @param {any} settings @param {string} name @returns {unknown} */
function read(settings, name) {
  try {
    return settings?.[name];
  } catch {
    // The core refuses the field by name.
    return undefined;
  }
}

/** @param {unknown} settings */
export function refuseKeyInBrowser(settings) {
  const key = read(settings, "apiKey");
  const hasKey = typeof key === "string" && key !== "";
  if (!inBrowser() || !hasKey || read(settings, "dangerouslyAllowBrowser") === true) return;
  throw invalidInput(
    "apiKey",
    "conflict",
    "apiKey must not be used in a browser, where everyone who can open the page can read it and revoke everything; " +
      "set baseUrl to a gateway that holds the key (or dangerouslyAllowBrowser: true, if you must)",
  );
}

// Rejects an API key in a browser.

import { inBrowser } from "./environment.js";
import { invalidInput } from "./invalid.js";

/** @param {any} settings @param {string} name @returns {unknown} */
function read(settings, name) {
  try {
    return settings?.[name];
  } catch {
    // The core reports the field.
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
    "apiKey must not be used in a browser, because everyone who can open the page can read it and revoke every certificate; " +
      "set baseUrl to a gateway that holds the key, or set dangerouslyAllowBrowser: true to override this check",
  );
}

// The error for invalid input that JavaScript detects before the core.

import { errorOf } from "./errors.js";

/** @param {string} field @param {import("./types.js").Rule} rule @param {string} message */
export function invalidInput(field, rule, message) {
  return errorOf({
    code: "invalid-input",
    effect: "none",
    retryable: false,
    message: `nothing was sent: ${message}`,
    errors: [],
    issues: [{ field, rule, message }],
  });
}

// Parses the JSON bodies and queries of the console's routes.

import * as v from "valibot";
import { problem } from "../http/problem.js";

/** Why a person does something, for the audit log and for other people. */
export const reason = v.pipe(
  v.string("reason must be a string"),
  v.trim(),
  v.nonEmpty("reason must not be empty"),
  v.maxLength(500, "reason must not exceed 500 characters"),
);

/** A number in a query. @param {number} max */
export const integerUpTo = (max) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.maxValue(max));

/**
 * Returns the body, or an error response.
 * @template {v.GenericSchema} S
 * @param {Uint8Array} bytes @param {S} schema @returns {v.InferOutput<S> | Response}
 */
export function parseBody(bytes, schema) {
  const text = new TextDecoder().decode(bytes);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return parsed.success ? parsed.output : rejectInput(parsed.issues);
}

/**
 * Returns the query, or an error response.
 * @template {v.GenericSchema} S
 * @param {string} url @param {S} schema @returns {v.InferOutput<S> | Response}
 */
export function parseQuery(url, schema) {
  const parsed = v.safeParse(schema, Object.fromEntries(new URL(url).searchParams));
  return parsed.success ? parsed.output : rejectInput(parsed.issues);
}

/** @param {[v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]} issues */
function rejectInput(issues) {
  const errors = issues.map(({ path, message }) => {
    const field = path?.map(({ key }) => key).join(".");
    return field === undefined
      ? { code: "bad_request_format", message: "The body must be a JSON object." }
      : { code: `bad_request|${field}`, message };
  });
  return problem(400, errors);
}

// Reads an uploaded list as a stream. The core parses and validates it; an invalid list is rejected as a whole.

import { CertCentralError, InvalidListError, readList } from "certcentral-revoke/mass";
import { BodyTooLongError, limitBody } from "../http/body-limit.js";
import { MAX_LIST_BYTES } from "../http/limits.js";
import { problem } from "../http/problem.js";

/** @import { List } from "certcentral-revoke/mass" */

/** Maximum number of rows of a list. Each order is in the list, the plan and the journal: a Durable Object has 128 MB of memory. */
const MAX_ROWS = 200_000;
/** Maximum number of invalid rows in a response. */
const MAX_REPORTED_ROWS = 1000;
const TOO_LONG = `The list is longer than ${MAX_LIST_BYTES / 1024 / 1024} MiB.`;

/**
 * @param {ReadableStream<Uint8Array> | null} body @param {string | undefined} format
 * @param {(text: string) => string} redact
 * @returns {Promise<{ list: List } | { rejected: Response }>}
 */
export async function listFrom(body, format, redact) {
  const options = {
    maxRows: MAX_ROWS,
    ...(format === undefined ? {} : { format: /** @type {"csv"} */ (format) }),
  };
  try {
    return { list: await readList(limitBody(body, MAX_LIST_BYTES), options) };
  } catch (error) {
    if (error instanceof BodyTooLongError)
      return { rejected: problem(413, [{ code: "bad_request|list", message: TOO_LONG }]) };
    if (error instanceof InvalidListError) return { rejected: invalidList(error, redact) };
    if (!(error instanceof CertCentralError)) throw error;
    return { rejected: problem(422, [{ code: "bad_request|list", message: error.message }]) };
  }
}

/** Builds the response with the invalid rows. Messages quote the rows, so they are redacted. @param {InvalidListError} error @param {(text: string) => string} redact */
function invalidList({ message, rows, more }, redact) {
  const reported = rows.slice(0, MAX_REPORTED_ROWS).map(({ line, column, field, message }) => ({
    ...{ line, ...(column === undefined ? {} : { column }) },
    ...{ field, message: redact(message) },
  }));
  const errors = [{ code: "bad_request|list", message: redact(message) }];
  const hasTooManyRows = rows.some(({ field, rule }) => field === "list" && rule === "range");
  return problem(hasTooManyRows ? 413 : 422, errors, {
    rows: reported,
    rowsTotal: rows.length + more,
  });
}

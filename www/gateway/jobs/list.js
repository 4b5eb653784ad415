// Takes a list of orders in as a stream: the core reads it piece by piece, and nothing of it is kept unless all of it is
// right. Not here: what a row means; the core says that.

import { CertCentralError, InvalidListError, readList } from "certcentral-revoke/mass";
import { refusal } from "../http/problem.js";
import { MOST_LIST } from "./limits.js";

/** @import { List } from "certcentral-revoke/mass" */

/** So many wrong rows are told. */
const MOST_ROWS = 1000;
const TOO_LARGE = `The list is longer than ${MOST_LIST / 1024 / 1024} MiB.`;

class TooLarge extends Error {}

/**
 * @param {ReadableStream<Uint8Array> | null} body @param {string | undefined} format
 * @param {(text: string) => string} redact
 * @returns {Promise<{ list: List } | { refused: Response }>}
 */
export async function listFrom(body, format, redact) {
  const named = format === undefined ? {} : { format: /** @type {"csv"} */ (format) };
  try {
    return { list: await readList(bounded(body), named) };
  } catch (error) {
    if (error instanceof TooLarge)
      return { refused: refusal(413, [{ code: "bad_request|list", message: TOO_LARGE }]) };
    if (error instanceof InvalidListError) return { refused: rejected(error, redact) };
    if (!(error instanceof CertCentralError)) throw error;
    return { refused: refusal(422, [{ code: "bad_request|list", message: error.message }]) };
  }
}

/** @param {ReadableStream<Uint8Array> | null} body */
async function* bounded(body) {
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.byteLength;
    if (size > MOST_LIST) throw new TooLarge();
    yield piece;
  }
}

/** A wrong row is quoted, whatever is in it. @param {InvalidListError} error @param {(text: string) => string} redact */
function rejected({ message, rows, more }, redact) {
  const told = rows.slice(0, MOST_ROWS).map(({ line, column, field, message }) => ({
    ...{ line, ...(column === undefined ? {} : { column }) },
    ...{ field, message: redact(message) },
  }));
  const errors = [{ code: "bad_request|list", message: redact(message) }];
  return refusal(422, errors, { rows: told, rowsTotal: rows.length + more });
}

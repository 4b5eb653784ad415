// Sends a head to a witness over HTTP.

import { readBody } from "../../http/body-limit.js";

const TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** A witness did not take a head. The message is an entry of the audit log. */
export class WitnessError extends Error {}

/**
 * @param {string} url @param {Record<string, string>} headers @param {string | Uint8Array<ArrayBuffer>} body
 * @returns {Promise<Uint8Array>} the body of a response with a 2xx status
 */
export async function post(url, headers, body) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const init = { method: "POST", headers, body, redirect: /** @type {const} */ ("manual"), signal };
  let response;
  let bytes;
  try {
    response = await fetch(url, init);
    bytes = await readBody(response, MAX_RESPONSE_BYTES);
  } catch {
    throw new WitnessError("it cannot be reached, or its response was lost");
  }
  if (!response.ok) throw new WitnessError(`it responded with status ${response.status}`);
  if (!bytes) throw new WitnessError("its response exceeds the size limit");
  return bytes;
}

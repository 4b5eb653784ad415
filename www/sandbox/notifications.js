// Receives the gateway's notifications: verifies their signatures by the scheme of Standard Webhooks, and keeps the last ones.

/**
 * @typedef {object} Received
 * @property {string} time
 * @property {string} format `json`, `slack` or `teams`
 * @property {string} id of the notification
 * @property {"valid" | "invalid" | "unsigned"} signature
 * @property {boolean} repeated whether this id was received before
 * @property {unknown} body
 */

/** Maximum number of notifications in the list. */
const MAX_RECEIVED = 200;
/** Characters of a body. */
const MAX_BODY = 16_384;
/** Seconds that the clocks of sender and receiver may differ. */
const TOLERANCE = 300;
const PREFIX = "whsec_";
const encoder = new TextEncoder();

/**
 * Adds a notification to the list, newest first.
 * @param {Received[]} list @param {{ headers: Headers, text: string, format: string }} request @param {string} secret @param {number} now UTC milliseconds
 */
export async function receive(list, { headers, text, format }, secret, now) {
  const id = headers.get("webhook-id") ?? "";
  const signature = await checkSignature(headers, text, secret, now);
  const repeated =
    id !== "" && list.some((earlier) => earlier.id === id && earlier.format === format);
  const time = new Date(now).toISOString();
  list.unshift({ time, format, id, signature, repeated, body: parsed(text.slice(0, MAX_BODY)) });
  list.splice(MAX_RECEIVED);
}

/** @param {Headers} headers @param {string} text @param {string} secret @param {number} now */
async function checkSignature(headers, text, secret, now) {
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) =>
    headers.get(`webhook-${name}`),
  );
  if (!signatures) return "unsigned";
  if (!id || !timestamp || !(Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE))
    return "invalid";
  const raw = bytesOf(secret.slice(PREFIX.length));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  const signed = encoder.encode(`${id}.${timestamp}.${text}`);
  for (const signature of signatures.split(" ")) {
    const [version, base64 = ""] = signature.split(",");
    if (version !== "v1") continue;
    if (await crypto.subtle.verify("HMAC", key, bytesOf(base64), signed)) return "valid";
  }
  return "invalid";
}

/** @param {string} base64 */
function bytesOf(base64) {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// The chain: what a line of the record is, and how each hangs on the one before. Pure, and WebCrypto only, so that it
// runs on workerd, in Node and in pages. What is hashed are the bytes of the line as written, without its line end: who
// checks them needs no rules about how JSON is to be written.

import { hexOf } from "./hex.js";

/** The version of the lines. Each bears it. */
export const VERSION = 1;

/**
 * @typedef {object} LogName which log a line belongs to
 * @property {string} log a random id
 * @property {number} created UTC milliseconds
 */

/**
 * @typedef {object} Entry what is recorded
 * @property {{ id: string, how: string }} actor who, and how that is known: "access", "token", "gateway"
 * @property {string} action what: "revoke-order", "approve-request", "hold", "sign-in-refused"
 * @property {{ order?: string, certificate?: string, request?: string }} [target]
 * @property {Record<string, unknown>} [details] reason, comment, skipApproval, what else there is to know
 * @property {{ address?: string, colo?: string, userAgent?: string }} [origin] from where
 * @property {{ status?: number, outcome?: string, effect?: string }} [answer]
 * @property {string} [proof] how far it is proven: "accepted", "approved", "revoked"
 */

const encoder = new TextEncoder();

/** SHA-256 in hexadecimal digits. @param {string} text */
export async function hashOf(text) {
  return hexOf(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** What the first entry hangs on: it names the log. @param {LogName} name */
export function genesisOf({ log, created }) {
  return hashOf(JSON.stringify({ v: VERSION, log, created }));
}

/**
 * The line of an entry, without its line end.
 * @param {{ log: string, seq: number, time: number, prev: string }} place @param {Entry} entry already brought into bounds
 */
export function entryLine({ log, seq, time, prev }, entry) {
  const { actor, action, target, details, origin, answer, proof } = entry;
  const what = { actor, action, target, details, origin, answer, proof };
  return JSON.stringify({ v: VERSION, log, seq, time, prev, ...what });
}

/**
 * The last line of an export: where the log stood, signed or plainly not. The signature is over the same line without
 * it: `{…}` of `{…,"signature":"…"}`.
 * @param {LogName & { first: number, last: number, hash: string, time: number }} head
 * @param {import("./signing.js").Signer} [signer]
 */
export async function headLine({ log, created, first, last, hash, time }, signer) {
  const key = signer?.keyId ?? null;
  const text = JSON.stringify({
    v: VERSION,
    head: true,
    log,
    created,
    first,
    last,
    hash,
    time,
    key,
  });
  const signature = signer ? await signer.sign(encoder.encode(text)) : "unsigned";
  return `${text.slice(0, -1)},"signature":"${signature}"}`;
}

// The hash chain of the audit log: the format of a line, and its link to the line before. It uses WebCrypto only, so it runs
// on workerd, in Node and in browsers. The hash covers the bytes of a line without its line end, so that a verifier needs no
// rules of JSON formatting.

import { sha256Hex } from "../sha256.js";

/** Format version of a line. */
export const VERSION = 1;

/**
 * @typedef {object} LogName identifies a log
 * @property {string} log a random id
 * @property {number} created UTC milliseconds
 */

/**
 * @typedef {object} Entry
 * @property {{ id: string, how: string }} actor id, and how it was authenticated: "access", "development", "setting"
 * @property {string} action for example "revoke-order", "decide-request", "hold-set", "denied"
 * @property {{ order?: string, certificate?: string, request?: string }} [target]
 * @property {Record<string, unknown>} [details] reason, comment, skipApproval and other facts
 * @property {{ address?: string, colo?: string, userAgent?: string }} [origin] network origin of the request
 * @property {{ status?: number, outcome?: string, effect?: string }} [answer]
 * @property {string} [proof] evidence: "accepted", "approved", "revoked"
 */

const encoder = new TextEncoder();

/** Returns the hash that precedes the first entry. It identifies the log. @param {LogName} name */
export function genesisHash({ log, created }) {
  return sha256Hex(JSON.stringify({ v: VERSION, log, created }));
}

/**
 * Formats an entry as a line without line end.
 * @param {{ log: string, seq: number, time: number, prev: string }} place @param {Entry} entry sanitized
 */
export function entryLine({ log, seq, time, prev }, entry) {
  const { actor, action, target, details, origin, answer, proof } = entry;
  const what = { actor, action, target, details, origin, answer, proof };
  return JSON.stringify({ v: VERSION, log, seq, time, prev, ...what });
}

/**
 * Formats the head, the last line of an export: the state of the log, signed or explicitly unsigned. The signature covers the
 * same line without it: `{…}` of `{…,"signature":"…"}`.
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

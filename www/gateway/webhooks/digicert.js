// DigiCert's webhook: its authentication and its events. DigiCert documents a shared secret in a header, the name of an
// event, and the ids in its data. It documents no signature and no time, so an event proves nothing by itself: it only
// says that a read is worthwhile now.

import * as v from "valibot";

/** The header that DigiCert sends the shared secret in. */
export const SECRET_HEADER = "X-WEBHOOK-KEY";
/** Bytes. An event has two ids. */
export const MAX_EVENT_BYTES = 4096;
const encoder = new TextEncoder();

const id = v.pipe(
  v.union([
    v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,19}$/)),
  ]),
  v.transform(String),
);
const NAMED = v.object({
  event: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,63}$/)),
  data: v.optional(v.unknown()),
});
const REVOKED = v.object({ order_id: id, certificate_id: id });

/** @typedef {{ kind: "revoked", order: string, certificate: string } | { kind: "other", event: string, data: string }} DigicertEvent */

/** Returns the event in a body, `undefined` if the body is malformed. @param {Uint8Array} bytes @returns {DigicertEvent | undefined} */
export function digicertEventOf(bytes) {
  const named = v.safeParse(
    v.pipe(v.string(), v.parseJson(), NAMED),
    new TextDecoder().decode(bytes),
  );
  if (!named.success) return undefined;
  const { event, data } = named.output;
  if (event !== "certificate_revoked")
    return { kind: "other", event, data: JSON.stringify(data ?? null) };
  const revoked = v.safeParse(REVOKED, data);
  if (!revoked.success) return undefined;
  return {
    kind: "revoked",
    order: revoked.output.order_id,
    certificate: revoked.output.certificate_id,
  };
}

/** Compares a header with the secret in a time that depends on neither. @param {string | null} header @param {string} secret */
export async function isSecret(header, secret) {
  const sent = await digestOf(header ?? "");
  const expected = await digestOf(secret);
  return sent.reduce((difference, byte, at) => difference | (byte ^ (expected[at] ?? 0)), 0) === 0;
}

/** @param {string} text */
async function digestOf(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

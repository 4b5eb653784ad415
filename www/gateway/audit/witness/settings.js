// The setting `AUDIT_WITNESS`: where heads of the audit log are published, and how often.

import * as v from "valibot";

/** @typedef {v.InferOutput<typeof AUDIT_WITNESS>} WitnessSettings */
/** @typedef {v.InferOutput<typeof DESTINATION>} Destination */
/** @typedef {import("../../worker-env.js").GatewayEnv} GatewayEnv */

const integer = (/** @type {number} */ max) =>
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
/** The settings are entries of the audit log, so a URL must not contain a credential. */
const url = (/** @type {RegExp} */ schemes) =>
  v.pipe(
    v.string(),
    v.maxLength(500),
    v.check((text) => {
      if (!URL.canParse(text)) return false;
      const { protocol, username, password, search, hash } = new URL(text);
      return schemes.test(protocol) && `${username}${password}${search}${hash}` === "";
    }),
  );

const DESTINATION = v.variant("kind", [
  v.strictObject({ kind: v.literal("r2") }),
  v.strictObject({ kind: v.literal("file") }),
  v.strictObject({ kind: v.literal("https"), url: url(/^https:$/) }),
  // The token is signed, and authorities offer plain HTTP.
  v.strictObject({ kind: v.literal("rfc3161"), url: url(/^https?:$/) }),
]);

/** Identifies a destination in entries and in the status. @param {Destination} destination */
export function nameOf(destination) {
  return "url" in destination ? `${destination.kind} ${destination.url}` : destination.kind;
}

export const AUDIT_WITNESS = v.strictObject({
  everyEntries: v.optional(integer(1_000_000), 100),
  everyMinutes: v.optional(integer(7 * 24 * 60), 15),
  to: v.pipe(
    v.array(DESTINATION),
    v.minLength(1),
    v.maxLength(5),
    v.check((to) => new Set(to.map(nameOf)).size === to.length),
  ),
});
export const AUDIT_WITNESS_EXAMPLE =
  '{"everyEntries":100,"everyMinutes":15,"to":[{"kind":"r2"},{"kind":"https","url":"https://witness.example.com/heads"},{"kind":"rfc3161","url":"https://tsa.example.com"}]}, URLs without user, query and fragment';

/** Returns what a destination needs and the gateway does not have. @param {WitnessSettings} settings @param {GatewayEnv} env */
export function missingFor({ to }, env) {
  for (const { kind } of to) {
    if (kind === "r2" && !env.AUDIT_BUCKET) return "the R2 binding AUDIT_BUCKET";
    if (kind === "file" && !env.AUDIT_FILES) return "the service binding AUDIT_FILES";
    if (kind === "https" && !env.AUDIT_SIGNING_KEY) return "AUDIT_SIGNING_KEY";
  }
  return undefined;
}

// What a verified log must also fulfil: a verified signature, an age, a length, a published head.

import { date } from "./text.js";

export const UNSIGNED = 3;
export const TOO_OLD = 4;
/** Clocks of the gateway and of the verifier may differ by this. */
const MAX_AHEAD_MS = 300_000;

/**
 * @param {import("./verify.js").Verified} verified @param {import("./options.js").Options} options @param {number} nowMs
 * @returns {Array<{ code: number, fault: string }>}
 */
export function unmetRequirements({ head, signature, witnessed }, options, nowMs) {
  const { allowsUnsigned, maxAgeMs, minLast, hasWitness } = options;
  const unmet = [];
  if (signature.state !== "valid" && !allowsUnsigned) {
    const isUnsigned = signature.state === "unsigned";
    const what = isUnsigned ? "the log is not signed" : "the signature is not verified";
    const remedy = isUnsigned
      ? "set AUDIT_SIGNING_KEY in the gateway"
      : "pass the public key with --public-key";
    unmet.push({
      code: UNSIGNED,
      fault: `${what}: ${remedy}, or accept the risk of a forged log with --allow-unsigned`,
    });
  }
  const ageMs = nowMs - head.time;
  if (maxAgeMs !== undefined && (ageMs > maxAgeMs || ageMs < -MAX_AHEAD_MS))
    unmet.push({
      code: TOO_OLD,
      fault: `the export is of ${date(head.time)}, which --not-older-than does not allow`,
    });
  if (minLast !== undefined && head.last < minLast)
    unmet.push({
      code: TOO_OLD,
      fault: `the log ends with entry ${head.last}, but --at-least requires entry ${minLast}`,
    });
  if (hasWitness && witnessed.newest === 0)
    unmet.push({ code: TOO_OLD, fault: "the witness has no head of this log" });
  return unmet;
}

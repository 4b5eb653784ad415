// Reads the settings of the two-person rule and of the revocation limit. An invalid setting stops the gateway, which never
// falls back to another rule.

import * as v from "valibot";
import { hasDuplicateNames } from "../../json.js";

/** @typedef {{ certificates: number, always: string[], expiresMinutes: number }} TwoPersonPolicy applies above this number of certificates, and always for these reasons */
/** @typedef {{ perHour: number, perAction: number }} BrakePolicy maximum number of orders */

const REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
];
const integer = (/** @type {number} */ min, /** @type {number} */ max) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const TWO_PERSON = v.nullable(
  v.strictObject({
    certificates: v.optional(integer(0, 1_000_000), 25),
    always: v.optional(v.array(v.picklist(REASONS)), []),
    expiresMinutes: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(7 * 24 * 60)), 60),
  }),
);
const BRAKE = v.strictObject({
  perHour: v.optional(integer(1, 1_000_000), 500),
  perAction: v.optional(integer(1, 1_000_000), 100),
});

/**
 * @param {{ TWO_PERSON?: string, BRAKE?: string }} env
 * @returns {{ twoPerson: TwoPersonPolicy | null, brake: BrakePolicy }} `null`: the two-person rule is off
 */
export function rulesFrom(env) {
  return {
    twoPerson: read("TWO_PERSON", TWO_PERSON, env.TWO_PERSON),
    brake: read("BRAKE", BRAKE, env.BRAKE),
  };
}

/** Returns what is invalid, without the values. @param {Parameters<typeof rulesFrom>[0]} env */
export function rulesIssue(env) {
  try {
    rulesFrom(env);
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/**
 * @template {v.GenericSchema} S
 * @param {string} name @param {S} schema @param {string | undefined} text @returns {v.InferOutput<S>}
 */
function read(name, schema, text = "{}") {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError(`${name} is not JSON.`);
  }
  if (hasDuplicateNames(text))
    throw new TypeError(`${name} is ambiguous: an object repeats a name.`);
  const { success, output, issues } = v.safeParse(schema, value);
  if (success) return output;
  const [{ path, kind, type }] = issues;
  const field = path?.map(({ key }) => key).join(".") ?? "the value";
  throw new TypeError(`${name} is invalid: ${field} does not match (${kind} ${type}).`);
}

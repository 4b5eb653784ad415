// The settings of the rules, read from a Worker's variables: a fault in one stops the gateway, which never runs with
// another rule than the one that was set.

import * as v from "valibot";

/** @typedef {{ certificates: number, always: string[], expiresMinutes: number }} TwoPersonPolicy from more than so many certificates on, and for these reasons always */
/** @typedef {{ perHour: number, perAction: number }} BrakePolicy orders that may be revoked */

const REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
];
const whole = (/** @type {number} */ from, /** @type {number} */ to) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const TWO_PERSON = v.nullable(
  v.strictObject({
    certificates: v.optional(whole(0, 1_000_000), 25),
    always: v.optional(v.array(v.picklist(REASONS)), []),
    expiresMinutes: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(7 * 24 * 60)), 60),
  }),
);
const BRAKE = v.strictObject({
  perHour: v.optional(whole(1, 1_000_000), 500),
  perAction: v.optional(whole(1, 1_000_000), 100),
});

/**
 * @param {{ TWO_PERSON?: string, BRAKE?: string }} env
 * @returns {{ twoPerson: TwoPersonPolicy | null, brake: BrakePolicy }} `null`: one person is enough
 */
export function rulesFrom(env) {
  return {
    twoPerson: read("TWO_PERSON", TWO_PERSON, env.TWO_PERSON),
    brake: read("BRAKE", BRAKE, env.BRAKE),
  };
}

/** What is wrong with them, without the values. @param {Parameters<typeof rulesFrom>[0]} env */
export function rulesFault(env) {
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
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    throw new TypeError(`${name} is not JSON.`);
  }
  const { success, output, issues } = v.safeParse(schema, given);
  if (success) return output;
  const [{ path, kind, type }] = issues;
  const field = path?.map(({ key }) => key).join(".") ?? "it";
  throw new TypeError(`${name} is not set right: ${field} does not fit (${kind} ${type}).`);
}

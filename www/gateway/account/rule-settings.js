// Reads the settings of the rules: two-person approval, revocation limit, decisions, and people without rights. The rules
// themselves validate their values. An invalid setting stops the gateway, which never falls back to another rule.

import {
  approvalDemand,
  checkPlanAge,
  checkRevocationLimit,
  InvalidInputError,
} from "certcentral-revoke/guard";
import * as v from "valibot";
import { hasDuplicateNames } from "../json.js";
import { sha256Hex } from "../sha256.js";

/** @import { GroupApprovals, RevocationLimit, RevocationReason } from "certcentral-revoke/guard" */
/** @typedef {{ types: string[], services: boolean, own: boolean }} DecisionPolicy */
/**
 * The policy of two-person approval, complete.
 * @typedef {object} TwoPersonSettings
 * @property {number} certificates
 * @property {number} windowMinutes
 * @property {RevocationReason[]} always
 * @property {number} expiresMinutes
 * @property {number} planMinutes
 * @property {number} approvals
 * @property {GroupApprovals[]} groups
 */
/**
 * @typedef {object} Rules
 * @property {TwoPersonSettings | null} twoPerson `null`: two-person approval is off
 * @property {RevocationLimit} brake
 * @property {DecisionPolicy} decide
 * @property {string[]} revokedIds
 */
/** @typedef {Pick<import("../worker-env.js").GatewayEnv, "TWO_PERSON" | "BRAKE" | "DECIDE" | "REVOKED_IDS">} RuleVariables */

const DAY_MINUTES = 24 * 60;
const minutes = (/** @type {number} */ max, /** @type {number} */ byDefault) =>
  v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(max)), byDefault);
const count = (/** @type {number} */ min) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(1_000_000));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const TWO_PERSON = v.strictObject({
  certificates: v.optional(count(0), 25),
  windowMinutes: v.optional(v.pipe(count(1), v.maxValue(7 * DAY_MINUTES)), DAY_MINUTES),
  always: v.optional(v.array(name), []),
  expiresMinutes: minutes(7 * DAY_MINUTES, 60),
  planMinutes: minutes(7 * DAY_MINUTES, 30),
  approvals: v.optional(v.pipe(count(1), v.maxValue(20)), 1),
  groups: v.optional(v.array(v.strictObject({ group: name, approvals: count(1) })), []),
});
const BRAKE = v.strictObject({
  perHour: v.optional(count(1), 500),
  perAction: v.optional(count(1), 100),
  perPerson: v.optional(count(1)),
});
const DECIDE = v.strictObject({
  types: v.optional(v.pipe(v.array(name), v.minLength(1)), ["revoke"]),
  services: v.optional(v.boolean(), false),
  own: v.optional(v.boolean(), false),
});
const REVOKED_IDS = v.array(name);

/** The limits of proposals and plans while two-person approval is off: holds and break-glass always need a second person. */
export const DEFAULT_TWO_PERSON = /** @type {TwoPersonSettings} */ (v.parse(TWO_PERSON, {}));

/** @param {RuleVariables} env @returns {Rules} */
export function rulesFrom(env) {
  const twoPerson = read("TWO_PERSON", v.nullable(TWO_PERSON), env.TWO_PERSON);
  const brake = read("BRAKE", BRAKE, env.BRAKE);
  /** @type {Rules} */
  const rules = {
    twoPerson: /** @type {TwoPersonSettings | null} */ (twoPerson),
    brake,
    decide: read("DECIDE", DECIDE, env.DECIDE),
    revokedIds: read("REVOKED_IDS", REVOKED_IDS, env.REVOKED_IDS ?? "[]"),
  };
  validate(rules);
  return rules;
}

/** Returns what is invalid, without the values. @param {RuleVariables} env */
export function rulesIssue(env) {
  try {
    rulesFrom(env);
    return undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
}

/** The settings that decide what a proposal may do. A change of one voids the pending proposals. */
const BINDING_SETTINGS = /** @type {const} */ ([
  ...["ROLES", "APPROVER_GROUPS", "DEVELOPMENT_IDENTITY", "IDENTITY"],
  ...["SKIP_APPROVAL", "TWO_PERSON", "DECIDE"],
]);

/** Returns the hash of the settings that apply to proposals. @param {import("../worker-env.js").GatewayEnv} env */
export function rulesHash(env) {
  const values = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (env));
  return sha256Hex(JSON.stringify(BINDING_SETTINGS.map((name) => [name, values[name] ?? null])));
}

/** Lets the rules read their settings once, part by part, to name the one that they reject. @param {Rules} rules */
function validate({ twoPerson, brake }) {
  const [person, nowUnixMs] = [{ kind: /** @type {const} */ ("person"), sub: "settings" }, 0];
  const about = { person, subject: "settings" };
  if (twoPerson !== null) {
    const change = {
      ...about,
      kind: /** @type {const} */ ("certificate"),
      reasons: [],
      orders: [],
    };
    const counted = { ...change, certificates: 1, isWhole: true };
    const { certificates, always, groups, planMinutes } = twoPerson;
    const use = (/** @type {import("certcentral-revoke/guard").TwoPersonPolicy} */ policy) =>
      approvalDemand({ policy, change: counted, history: [], nowUnixMs });
    asSetting("TWO_PERSON", "always", () => use({ certificates, always }));
    asSetting("TWO_PERSON", "groups", () => use({ certificates, groups }));
    asSetting("TWO_PERSON", "the value", () => use(twoPerson));
    asSetting("TWO_PERSON", "planMinutes", () =>
      checkPlanAge({ plannedUnixMs: 0, planMinutes, nowUnixMs }),
    );
  }
  asSetting("BRAKE", "the value", () => {
    const change = { ...about, orders: 1, agreed: null };
    return checkRevocationLimit({ limit: brake, change, history: [], nowUnixMs });
  });
}

/** Names the setting that a rule rejects, without its value. @param {string} name @param {string} part @param {() => unknown} use */
function asSetting(name, part, use) {
  try {
    use();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new TypeError(`${name} is invalid: ${part} is not what the rule expects.`);
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

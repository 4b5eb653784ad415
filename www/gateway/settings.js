// The settings that decide who may do what, and the form of every setting that is more than a word: read and checked in
// this one place, but for `LIMITS`, of which the core knows the rules (`account/turns.js`). A wrong one stops the gateway
// and is named; its value is never told.

import * as v from "valibot";
import { ROLES } from "./auth/roles.js";
import { DIGICERT_US, isDigicert } from "./environment.js";

/** @typedef {import("./auth/roles.js").Role} Role */
/** @typedef {import("./auth/roles.js").RoleRules} RoleRules */
/** @typedef {{ id: string, name?: string | undefined, roles: Role[] }} Person of the development identity */
/**
 * How the gateway learns who somebody is.
 * @typedef {{ how: "access", teamDomain: string, audience: string, roles: RoleRules }
 *   | { how: "development", people: Person[] } | { how: "nobody" }} SignIn
 */
/** @typedef {{ signIn: SignIn, skipApproval: Role[], origins: string[] }} Settings */

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const role = v.picklist(ROLES);
const rules = v.optional(
  v.array(
    v.union([
      v.strictObject({ claim: text, is: text }),
      v.strictObject({ claim: text, has: text }),
    ]),
  ),
  [],
);
const person = v.strictObject({ id: text, name: v.optional(text), roles: v.array(role) });
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const FORMS = {
  ACCESS_TEAM_DOMAIN: v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9-]+\.cloudflareaccess\.com$/)),
  ACCESS_AUD: v.pipe(v.string(), v.regex(/^[\w-]{16,128}$/)),
  ROLES: v.strictObject({ viewer: rules, submitter: rules, approver: rules, admin: rules }),
  DEVELOPMENT_IDENTITY: v.union([v.pipe(v.array(person), v.minLength(1)), person]),
  SKIP_APPROVAL: v.array(role),
  ORIGINS: v.array(
    v.pipe(
      v.string(),
      v.check((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    ),
  ),
  JOBS: v.strictObject({
    lookMs: v.optional(count),
    looks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
    connections: v.optional(v.pipe(count, v.maxValue(100))),
  }),
  PACE: v.strictObject({
    retry: v.optional(v.record(v.string(), v.number())),
    pollMs: v.optional(count),
  }),
  RECORD_DAYS: v.pipe(v.string(), v.regex(/^[1-9]\d{0,4}$/)),
};
/** The others are JSON. */
const PLAIN = new Set(["ACCESS_TEAM_DOMAIN", "ACCESS_AUD", "RECORD_DAYS"]);
/** What a value looks like, where its form cannot say it. @type {Record<string, string>} */
const LIKE = {
  ACCESS_TEAM_DOMAIN: "https://your-team.cloudflareaccess.com",
  ACCESS_AUD: "the application's audience tag",
  ROLES: '{"admin":[{"claim":"email","is":"ada@example.com"}]}',
  DEVELOPMENT_IDENTITY: '{"id":"ada","name":"Ada","roles":["admin"]}, or a list of such',
  SKIP_APPROVAL: '["admin"]',
  ORIGINS: '["https://console.example.com"], without a path',
  JOBS: '{"lookMs":120000,"looks":5,"connections":6}',
  PACE: '{"pollMs":100}',
  RECORD_DAYS: "a whole number of days",
};

/** A setting is wrong; the message names it and says how to set it right. */
class WrongSetting extends Error {}

/**
 * What is set, or what is wrong with it.
 * @param {import("./worker-env.js").GatewayEnv} env
 * @returns {{ settings: Settings } | { fault: string }}
 */
export function settingsOf(env) {
  try {
    for (const name of /** @type {const} */ (["JOBS", "PACE", "RECORD_DAYS"])) read(env, name);
    return {
      settings: {
        signIn: signInOf(env),
        skipApproval: read(env, "SKIP_APPROVAL") ?? ["admin"],
        origins: read(env, "ORIGINS") ?? [],
      },
    };
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error;
    return { fault: error.message };
  }
}

/** @param {import("./worker-env.js").GatewayEnv} env @returns {SignIn} */
function signInOf(env) {
  const teamDomain = read(env, "ACCESS_TEAM_DOMAIN");
  const audience = read(env, "ACCESS_AUD");
  const roles = read(env, "ROLES") ?? v.parse(FORMS.ROLES, {});
  const people = read(env, "DEVELOPMENT_IDENTITY");
  if (people !== undefined) {
    const real = realThing(env);
    if (real)
      throw new WrongSetting(
        `DEVELOPMENT_IDENTITY lets everybody in and must not be set together with ${real}.`,
      );
    return { how: "development", people: [people].flat() };
  }
  if (teamDomain === undefined && audience === undefined) return { how: "nobody" };
  if (audience === undefined)
    throw new WrongSetting("ACCESS_AUD is missing: it belongs to ACCESS_TEAM_DOMAIN.");
  if (teamDomain === undefined)
    throw new WrongSetting("ACCESS_TEAM_DOMAIN is missing: it belongs to ACCESS_AUD.");
  return { how: "access", teamDomain, audience, roles };
}

/** What says that something here is real. @param {import("./worker-env.js").GatewayEnv} env */
function realThing(env) {
  for (const name of /** @type {const} */ (["PRODUCTION", "ACCESS_TEAM_DOMAIN", "ACCESS_AUD"]))
    if (env[name] !== undefined) return name;
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  return isDigicert(baseUrl) ? "CERTCENTRAL_BASE_URL at DigiCert (the default)" : undefined;
}

/**
 * One setting in its form; nothing where it is not set.
 * @template {keyof typeof FORMS} Name
 * @param {import("./worker-env.js").GatewayEnv} env @param {Name} name
 * @returns {v.InferOutput<(typeof FORMS)[Name]> | undefined}
 */
function read(env, name) {
  const given = env[name];
  if (given === undefined) return undefined;
  const result = v.safeParse(FORMS[name], PLAIN.has(name) ? given : jsonIn(given, name));
  if (result.success) return /** @type {v.InferOutput<(typeof FORMS)[Name]>} */ (result.output);
  throw new WrongSetting(`${name} is not as it must be. It looks like this: ${LIKE[name]}.`);
}

/** @param {string} given @param {string} name @returns {unknown} */
function jsonIn(given, name) {
  try {
    return JSON.parse(given);
  } catch {
    throw new WrongSetting(`${name} is not JSON. It looks like this: ${LIKE[name]}.`);
  }
}

// Reads and validates the settings. The core validates `LIMITS` and `LANES`; `account/rule-settings.js` has the rules for approvals and
// limits. An invalid setting stops the gateway; the message names the setting and never contains its value.

import { InvalidInputError, RateLimiter } from "certcentral-revoke/pacing";
import * as v from "valibot";
import { importSigner } from "./audit/signing.js";
import { AUDIT_WITNESS, AUDIT_WITNESS_EXAMPLE, missingFor } from "./audit/witness/settings.js";
import { DEFAULT_IDENTITY, IDENTITY, IDENTITY_EXAMPLE } from "./auth/identity-settings.js";
import { ROLES } from "./auth/roles.js";
import { DIGICERT_US, isDigicert } from "./environment.js";
import { hasDuplicateNames } from "./json.js";
import {
  DIGICERT_SECRET_EXAMPLE,
  DIGICERT_WEBHOOK_SECRET,
  usesHttp,
  WEBHOOKS,
  WEBHOOKS_EXAMPLE,
} from "./notifications/settings.js";

/** @typedef {import("./auth/roles.js").Role} Role */
/** @typedef {import("./auth/sign-in.js").SignIn} SignIn */
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
const person = v.strictObject({
  ...{ id: text, name: v.optional(text), roles: v.array(role) },
  groups: v.optional(v.array(text)),
});
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const SCHEMAS = {
  ACCESS_TEAM_DOMAIN: v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9-]+\.cloudflareaccess\.com$/)),
  ACCESS_AUD: v.pipe(v.string(), v.regex(/^[\w-]{16,128}$/)),
  ROLES: v.strictObject({ viewer: rules, submitter: rules, approver: rules, admin: rules }),
  APPROVER_GROUPS: v.record(text, rules),
  IDENTITY,
  DEVELOPMENT_IDENTITY: v.union([v.pipe(v.array(person), v.minLength(1)), person]),
  SKIP_APPROVAL: v.array(role),
  ORIGINS: v.array(
    v.pipe(
      v.string(),
      v.check((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    ),
  ),
  JOBS: v.strictObject({
    confirmIntervalMs: v.optional(count),
    confirmRounds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
    maxInFlight: v.optional(v.pipe(count, v.maxValue(100))),
  }),
  PACE: v.strictObject({
    retry: v.optional(v.record(v.string(), v.number())),
    pollMs: v.optional(count),
  }),
  ACCOUNT_NAME: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)),
  AUDIT_RETENTION_DAYS: v.pipe(v.string(), v.regex(/^[1-9]\d{0,4}$/)),
  AUDIT_WITNESS,
  AUDIT_WITNESS_TOKEN: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{16,1024}$/)),
  WEBHOOKS,
  DIGICERT_WEBHOOK_SECRET,
};
/** Settings that are text. The others are JSON. */
const TEXT_SETTINGS = new Set([
  ...["ACCESS_TEAM_DOMAIN", "ACCESS_AUD", "ACCOUNT_NAME", "AUDIT_RETENTION_DAYS"],
  ...["AUDIT_WITNESS_TOKEN", "DIGICERT_WEBHOOK_SECRET"],
]);
/** Example or description of each value, for error messages. @type {Record<string, string>} */
const EXAMPLES = {
  ACCESS_TEAM_DOMAIN: "https://your-team.cloudflareaccess.com",
  ACCESS_AUD: "the application's audience tag",
  ROLES: '{"admin":[{"claim":"email","is":"ada@example.com"}]}',
  APPROVER_GROUPS: '{"security":[{"claim":"groups","has":"security-leads"}]}',
  IDENTITY: IDENTITY_EXAMPLE,
  DEVELOPMENT_IDENTITY: '{"id":"ada","name":"Ada","roles":["admin"]}, or a list of such objects',
  SKIP_APPROVAL: '["admin"]',
  ORIGINS: '["https://console.example.com"], without a path',
  JOBS: '{"confirmIntervalMs":120000,"confirmRounds":5,"maxInFlight":6}',
  PACE: '{"pollMs":100}',
  ACCOUNT_NAME: "lower-case letters, digits and hyphens",
  AUDIT_RETENTION_DAYS: "a positive integer, in days",
  WEBHOOKS: WEBHOOKS_EXAMPLE,
  DIGICERT_WEBHOOK_SECRET: DIGICERT_SECRET_EXAMPLE,
  AUDIT_WITNESS: AUDIT_WITNESS_EXAMPLE,
  AUDIT_WITNESS_TOKEN: "16 to 1,024 visible ASCII characters",
  AUDIT_SIGNING_KEY: "a private Ed25519 key, as JWK or as PKCS8 in base64",
  LIMITS: '{"windows":[[100,5000],[1000,180000]],"guardMs":1000}',
  LANES: '{"writeReservePercent":20,"maxWaitingPerPerson":20}',
};

/** A setting is invalid. The message names it and shows an example. */
class InvalidSettingError extends Error {}

/** Settings that other parts read. Here they are only validated. */
const VALIDATED = /** @type {const} */ ([
  ...["JOBS", "PACE", "ACCOUNT_NAME", "AUDIT_RETENTION_DAYS", "AUDIT_WITNESS_TOKEN"],
  "DIGICERT_WEBHOOK_SECRET",
]);

/** Settings of version 0.1.0 and their names now. Ignoring one would turn its protection off. */
const RENAMED = { RECORD_SIGNING_KEY: "AUDIT_SIGNING_KEY", RECORD_DAYS: "AUDIT_RETENTION_DAYS" };

/** The last valid values. Every request validates the settings, and these are not cheap. */
const valid = {
  /** @type {string | undefined} */
  LIMITS: undefined,
  /** @type {string | undefined} */
  LANES: undefined,
  /** @type {string | undefined} */
  signingKey: undefined,
};

/**
 * Returns the settings, or the issue that makes them invalid.
 * @param {import("./worker-env.js").GatewayEnv} env
 * @returns {Promise<{ settings: Settings } | { issue: string }>}
 */
export async function settingsOf(env) {
  try {
    rejectRenamed(env);
    for (const name of VALIDATED) readSetting(env, name);
    validateRates("LIMITS", env.LIMITS);
    validateRates("LANES", env.LANES);
    validateWitness(env);
    await validateSigningKey(env.AUDIT_SIGNING_KEY);
    checkWebhooks(env);
    return {
      settings: {
        signIn: signInOf(env),
        skipApproval: readSetting(env, "SKIP_APPROVAL") ?? ["admin"],
        origins: readSetting(env, "ORIGINS") ?? [],
      },
    };
  } catch (error) {
    if (!(error instanceof InvalidSettingError)) throw error;
    return { issue: error.message };
  }
}

/** @param {object} env */
function rejectRenamed(env) {
  for (const [name, current] of Object.entries(RENAMED))
    if (name in env)
      throw new InvalidSettingError(`${name} is now ${current}: rename the variable or secret.`);
}

/** @param {import("./worker-env.js").GatewayEnv} env */
function checkWebhooks(env) {
  const webhooks = readSetting(env, "WEBHOOKS") ?? [];
  if (usesHttp(webhooks) && env.DEVELOPMENT_IDENTITY === undefined)
    throw new InvalidSettingError(
      "WEBHOOKS is invalid: an http URL requires DEVELOPMENT_IDENTITY. Use https.",
    );
}

/** @param {import("./worker-env.js").GatewayEnv} env @returns {SignIn} */
function signInOf(env) {
  const teamDomain = readSetting(env, "ACCESS_TEAM_DOMAIN");
  const audience = readSetting(env, "ACCESS_AUD");
  const roles = readSetting(env, "ROLES") ?? v.parse(SCHEMAS.ROLES, {});
  const groups = readSetting(env, "APPROVER_GROUPS");
  const identity = readSetting(env, "IDENTITY") ?? DEFAULT_IDENTITY;
  const people = readSetting(env, "DEVELOPMENT_IDENTITY");
  if (people !== undefined) {
    const marker = productionMarker(env);
    if (marker)
      throw new InvalidSettingError(
        `DEVELOPMENT_IDENTITY disables authentication and cannot be combined with ${marker}.`,
      );
    return { method: "development", people: [people].flat() };
  }
  if (teamDomain === undefined && audience === undefined) return { method: "none" };
  if (audience === undefined)
    throw new InvalidSettingError("ACCESS_AUD is missing. ACCESS_TEAM_DOMAIN requires it.");
  if (teamDomain === undefined)
    throw new InvalidSettingError("ACCESS_TEAM_DOMAIN is missing. ACCESS_AUD requires it.");
  return { method: "access", teamDomain, audience, roles, groups, identity };
}

/** The fields that a message may name. Another name is part of the value. */
const RATE_FIELDS = {
  LIMITS: ["windows", "guardMs"],
  LANES: ["writeReservePercent", "maxWaitingPerPerson"],
};

/** The core validates the rates of a key. @param {"LIMITS" | "LANES"} name @param {string | undefined} text */
function validateRates(name, text) {
  if (text === undefined || text === valid[name]) return;
  const option = name.toLowerCase();
  try {
    new RateLimiter(/** @type {any} */ ({ [option]: parseJson(text, name) }));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const issue = error.issues.find(({ field }) =>
      RATE_FIELDS[name].includes(field.replace(`${option}.`, "")),
    );
    if (!issue) throw invalid(name);
    const prefix = new RegExp(`^(${option}\\.)?`);
    const message = issue.message.replace(prefix, `${name}.`).replace(/, got .*$/s, "");
    throw new InvalidSettingError(`${name} is invalid: ${message}.`);
  }
  valid[name] = text;
}

/** @param {import("./worker-env.js").GatewayEnv} env */
function validateWitness(env) {
  const witness = readSetting(env, "AUDIT_WITNESS");
  const missing = witness && missingFor(witness, env);
  if (missing) throw new InvalidSettingError(`AUDIT_WITNESS is incomplete: it needs ${missing}.`);
}

/** @param {string | undefined} secret */
async function validateSigningKey(secret) {
  if (secret === undefined || secret === valid.signingKey) return;
  try {
    await importSigner(secret);
  } catch {
    throw invalid("AUDIT_SIGNING_KEY");
  }
  valid.signingKey = secret;
}

/** Returns the setting that marks a production deployment, if any. @param {import("./worker-env.js").GatewayEnv} env */
function productionMarker(env) {
  for (const name of /** @type {const} */ (["PRODUCTION", "ACCESS_TEAM_DOMAIN", "ACCESS_AUD"]))
    if (env[name] !== undefined) return name;
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  return isDigicert(baseUrl) ? "a CERTCENTRAL_BASE_URL of DigiCert (the default)" : undefined;
}

/**
 * Returns a setting, `undefined` if it is not set.
 * @template {keyof typeof SCHEMAS} Name
 * @param {import("./worker-env.js").GatewayEnv} env @param {Name} name
 * @returns {v.InferOutput<(typeof SCHEMAS)[Name]> | undefined}
 */
function readSetting(env, name) {
  const text = env[name];
  if (text === undefined) return undefined;
  const value = TEXT_SETTINGS.has(name) ? text : parseJson(text, name);
  const result = v.safeParse(SCHEMAS[name], value);
  if (result.success) return /** @type {v.InferOutput<(typeof SCHEMAS)[Name]>} */ (result.output);
  throw invalid(name);
}

/** @param {string} name */
const invalid = (name) =>
  new InvalidSettingError(`${name} is invalid. Expected: ${EXAMPLES[name]}.`);

/** @param {string} text @param {string} name @returns {unknown} */
function parseJson(text, name) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidSettingError(`${name} is not JSON. Expected: ${EXAMPLES[name]}.`);
  }
  if (hasDuplicateNames(text))
    throw new InvalidSettingError(`${name} is ambiguous: an object repeats a name.`);
  return value;
}

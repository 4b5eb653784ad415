// The rules of a gateway: its settings that decide who may do what. They are an entry of the audit log, and an approval is
// bound to their hash. Secrets are never among them.

import { describeWebhooks } from "../notifications/settings.js";
import { sha256Hex } from "../sha256.js";

/** @typedef {import("../worker-env.js").GatewayEnv} GatewayEnv */

/** Each setting is in one of these lists; `tests/gateway/settings.test.js` checks it. */
export const RULE_SETTINGS = /** @type {const} */ ([
  ...[
    "ACCOUNT_NAME",
    "ACCESS_TEAM_DOMAIN",
    "ACCESS_AUD",
    "ROLES",
    "IDENTITY",
    "DEVELOPMENT_IDENTITY",
  ],
  ...[
    "SKIP_APPROVAL",
    "TWO_PERSON",
    "APPROVER_GROUPS",
    "DECIDE",
    "REVOKED_IDS",
    "BRAKE",
    "ORIGINS",
    "LIMITS",
    "LANES",
    "JOBS",
    "PACE",
  ],
  ...["AUDIT_RETENTION_DAYS", "AUDIT_WITNESS", "WEBHOOKS", "CERTCENTRAL_BASE_URL", "ENVIRONMENT"],
]);
/** Secrets and bindings. */
export const NOT_RULES = /** @type {const} */ ([
  ...["DIGICERT_API_KEY", "DIGICERT_READ_KEY", "AUDIT_SIGNING_KEY", "AUDIT_WITNESS_TOKEN"],
  "DIGICERT_WEBHOOK_SECRET",
  ...["PRODUCTION", "ASSETS", "ACCOUNT", "CERTCENTRAL", "AUDIT_BUCKET", "AUDIT_FILES", "VERSION"],
]);

/**
 * Returns the settings that are set, as values. A setting that is absent has its default.
 * @param {GatewayEnv} env @returns {Record<string, unknown>}
 */
export function rulesOf(env) {
  const entries = RULE_SETTINGS.flatMap((name) => {
    const text = env[name];
    if (text === undefined) return [];
    // A webhook's URL and secret are not shown.
    return [[name, name === "WEBHOOKS" ? describeWebhooks(env) : parsed(text)]];
  });
  return Object.fromEntries(entries);
}

/** @param {GatewayEnv} env @returns {Promise<string>} 64 hexadecimal digits */
export function rulesHash(env) {
  return sha256Hex(canonical(rulesOf(env)));
}

/** JSON with sorted names: the layout of a setting is not a rule. @param {unknown} value */
export function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Text that is not JSON is its own value. @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

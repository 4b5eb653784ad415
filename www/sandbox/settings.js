// The sandbox's settings and their defaults: the account, and every behavior that DigiCert does not document.

/**
 * @typedef {object} SandboxSettings
 * @property {Record<string, KeyRole>} keys the API keys and the role of each
 * @property {"forbidden" | "pending"} skipWithoutAdmin response to `skip_approval` from a key without admin privileges
 * @property {"error" | "no-content"} secondRevoke response to the revocation of a revoked order
 * @property {string} alreadyRevokedCode error code of that response
 * @property {"error" | "second-request"} secondRequest response to a revocation while a request to revoke is pending
 * @property {"comment" | "comments" | "both"} commentField field of the body that holds the comment
 * @property {"error" | "accept"} pendingReissue response to the revocation of an order with a pending reissue
 * @property {"error" | "accept"} notIssued response to the revocation of an order that is not issued
 * @property {"error" | "unspecified"} unknownReason response to a reason other than the five documented ones
 * @property {boolean} certificateRevokeEndsOrder whether the revocation of its only certificate revokes the order
 * @property {boolean} strictFields whether unknown body fields are rejected; stricter than DigiCert is known to be
 * @property {boolean} refusedCount whether requests answered with 429 count in the rate windows
 * @property {number} retryAfterSeconds header `Retry-After` of a 429, in seconds; 0 omits the header
 * @property {number} maxLimit maximum number of rows in one page
 * @property {Array<{ calls: number, seconds: number }>} windows rolling rate windows of each key
 * @property {string} webhookUrl receives an event for each revoked certificate; empty: no events are sent
 * @property {string} webhookSecret value of the header `X-WEBHOOK-KEY` of an event; empty: no header
 * @property {string} notificationSecret secret that the receiver of notifications verifies signatures with
 * @property {number} notificationStatus status with which the receiver answers
 * @property {number} orders number of orders from the next start or reset on; the first 300 are mixed, the others plain
 */

/** @typedef {"admin" | "limited" | "view-only"} KeyRole */

/** @type {SandboxSettings} */
export const DEFAULTS = {
  keys: {
    "sandbox-admin-key": "admin",
    "sandbox-limited-key": "limited",
    "sandbox-view-only-key": "view-only",
  },
  skipWithoutAdmin: "forbidden",
  secondRevoke: "error",
  alreadyRevokedCode: "order_already_revoked",
  secondRequest: "error",
  commentField: "comment",
  pendingReissue: "error",
  notIssued: "error",
  unknownReason: "error",
  certificateRevokeEndsOrder: false,
  strictFields: true,
  refusedCount: true,
  retryAfterSeconds: 0,
  maxLimit: 1000,
  windows: [
    { calls: 100, seconds: 5 },
    { calls: 1000, seconds: 180 },
  ],
  webhookUrl: "",
  webhookSecret: "",
  notificationSecret: "whsec_c2FuZGJveC1ub3RpZmljYXRpb24tc2VjcmV0",
  notificationStatus: 204,
  orders: 300,
};

/** The allowed values of the enumerated settings. @type {Record<string, readonly string[]>} */
const CHOICES = {
  skipWithoutAdmin: ["forbidden", "pending"],
  secondRevoke: ["error", "no-content"],
  secondRequest: ["error", "second-request"],
  commentField: ["comment", "comments", "both"],
  pendingReissue: ["error", "accept"],
  notIssued: ["error", "accept"],
  unknownReason: ["error", "unspecified"],
};

/**
 * Merges overrides into the settings. Throws on an unknown name or an invalid value.
 * @param {Partial<SandboxSettings>} overrides @param {SandboxSettings} [base] @returns {SandboxSettings}
 */
export function mergeSettings(overrides, base = DEFAULTS) {
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in DEFAULTS)) throw new RangeError(`unknown sandbox setting: ${name}`);
    const fallback = DEFAULTS[/** @type {keyof SandboxSettings} */ (name)];
    const sameType =
      typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
    if (!sameType)
      throw new RangeError(`${name} must have the same type as ${JSON.stringify(fallback)}`);
    const choices = CHOICES[name];
    if (choices && !choices.includes(String(value)))
      throw new RangeError(`${name} must be one of ${choices.join(", ")}`);
  }
  return structuredClone({ ...base, ...overrides });
}

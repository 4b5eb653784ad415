// The switches of the sandbox, with their defaults: everything that DigiCert does not document, and the account itself.

/**
 * @typedef {object} SandboxSettings
 * @property {Record<string, KeyRole>} keys the API keys and what each may do
 * @property {"forbidden" | "pending"} skipWithoutAdmin what a key without admin privileges gets for `skip_approval`
 * @property {"error" | "no-content"} secondRevoke what a revoke of a revoked order gets
 * @property {string} alreadyRevokedCode the error code in that case
 * @property {"error" | "second-request"} secondRequest what a revoke gets while a request to revoke waits
 * @property {"comment" | "comments" | "both"} commentField which field of the body is read
 * @property {"error" | "accept"} pendingReissue what a revoke of an order with a pending reissue gets
 * @property {"error" | "accept"} notIssued what a revoke of an order that is not issued gets
 * @property {"error" | "unspecified"} unknownReason what a reason outside the five gets
 * @property {boolean} certificateRevokeEndsOrder whether an order ends when its only certificate is revoked
 * @property {boolean} strictFields whether unknown fields of a body are refused; stricter than DigiCert is known to be
 * @property {boolean} refusedCount whether calls that got 429 count in the rate windows
 * @property {number} retryAfterSeconds the header `Retry-After` of a 429; 0 leaves it out
 * @property {number} maxLimit the most rows of one page
 * @property {Array<{ calls: number, seconds: number }>} windows the rolling rate windows of each key
 * @property {number} orders how many orders the account has, from the next start or reset on; 300 are of many kinds, further ones plain
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
  orders: 300,
};

/** What each switch with a word for a value can be set to. @type {Record<string, readonly string[]>} */
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
 * Settings from what somebody gave; a wrong name or value throws with a sentence.
 * @param {Partial<SandboxSettings>} given @param {SandboxSettings} [base] @returns {SandboxSettings}
 */
export function settingsFrom(given, base = DEFAULTS) {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in DEFAULTS)) throw new RangeError(`${name} is no setting of the sandbox`);
    const standard = DEFAULTS[/** @type {keyof SandboxSettings} */ (name)];
    const sameKind =
      typeof value === typeof standard && Array.isArray(value) === Array.isArray(standard);
    if (!sameKind)
      throw new RangeError(`${name} must be of the kind of ${JSON.stringify(standard)}`);
    const choices = CHOICES[name];
    if (choices && !choices.includes(String(value)))
      throw new RangeError(`${name} must be one of ${choices.join(", ")}`);
  }
  return structuredClone({ ...base, ...given });
}

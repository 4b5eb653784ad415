// From a path of the gateway to the account of the key that it needs. Not here: sending (`send.js`), and when
// (`account/`).

import { CertCentral } from "certcentral-revoke";
import { DIGICERT_US } from "./environment.js";
import { originOf } from "./record/origin.js";
import { refusal } from "./refusal.js";

/**
 * @typedef {object} GatewayEnv
 * @property {{ fetch: (request: Request) => Promise<Response> }} ASSETS the built console
 * @property {any} ACCOUNT one Durable Object for each key (`account/account.js`)
 * @property {string} [DIGICERT_API_KEY] the key; a secret
 * @property {string} [DIGICERT_READ_KEY] a View-Only key for reads; a secret
 * @property {string} [RECORD_SIGNING_KEY] Ed25519, as JWK or PKCS8 in base64; a secret
 * @property {string} [RECORD_DAYS] how long the record is kept; for ever if left out
 * @property {string} [LIMITS] JSON: `{ windows: [[calls, ms], …], guardMs }`; DigiCert's documented ones if left out
 * @property {string} [CERTCENTRAL_BASE_URL] where CertCentral is; DigiCert's US servers if left out
 * @property {{ fetch: typeof fetch }} [CERTCENTRAL] a service binding that carries the calls in place of the network
 * @property {string} [ENVIRONMENT] `sandbox` where nothing is real
 * @property {string} [ACCESS_TEAM_DOMAIN] whose Cloudflare Access signs people in
 * @property {string} [ACCESS_AUD] the audience tag of the gateway's application there
 * @property {string} [ROLES] JSON: which claims give which role
 * @property {string} [DEVELOPMENT_IDENTITY] JSON: who is let in on a developer's machine
 * @property {string} [PRODUCTION] a secret; where it is set, nobody gets in by the development identity
 * @property {string} [SKIP_APPROVAL] JSON: the roles that may skip the approval; `["admin"]` if left out
 * @property {string} [ORIGINS] JSON: further origins whose pages may send changes
 * @property {string} [PACE] with a sandbox: JSON with the page's `retry` settings and its `pollMs`
 */

/** @typedef {{ method: string, path: string, headers?: Record<string, string>, body?: string | undefined }} Call */
/** @typedef {{ idempotencyKey: string | null, origin: object, actor: import("./identity/identity.js").Actor }} From whom a change comes, in which request, and from where */
/** @typedef {{ call: Call, lane: "interactive" | "bulk", from: From | null }} Asked */

/** The write key is used for writes only, where there is one for reads. @param {GatewayEnv} env @param {string} method */
export function keyFor({ DIGICERT_API_KEY = "", DIGICERT_READ_KEY }, method) {
  return method === "GET" && DIGICERT_READ_KEY ? DIGICERT_READ_KEY : DIGICERT_API_KEY;
}

/**
 * @param {GatewayEnv} env @param {Call} call
 * @param {{ request: Request, actor: import("./identity/identity.js").Actor }} [change] who makes it
 * @returns {Promise<Response>}
 */
export async function upstream(env, call, change) {
  const key = keyFor(env, call.method);
  const fault = setUpFault(key, env.CERTCENTRAL_BASE_URL ?? DIGICERT_US);
  if (fault) return refusal(403, [{ code: "access_denied|gateway_set_up", message: fault }]);
  /** @type {Asked} */
  const asked = { call, lane: "interactive", from: change ? fromOf(change) : null };
  const account = await accountOf(env, key);
  return account.fetch("https://account/", { method: "POST", body: JSON.stringify(asked) });
}

/** @param {{ request: Request, actor: import("./identity/identity.js").Actor }} change @returns {From} */
function fromOf({ request, actor }) {
  const idempotencyKey = request.headers.get("idempotency-key");
  return { idempotencyKey, origin: originOf(request), actor };
}

/** The record of every change with the key for changes: JSON lines, the head last. @param {GatewayEnv} env @returns {Promise<Response>} */
export async function recordOf(env) {
  const account = await accountOf(env, keyFor(env, "PUT"));
  return account.fetch("https://account/record");
}

/** @param {GatewayEnv} env @param {string} key */
async function accountOf({ ACCOUNT }, key) {
  return ACCOUNT.get(ACCOUNT.idFromName(await nameOf(key)));
}

/** An account is named after its key, and the name does not give it away. @param {string} key */
async function nameOf(key) {
  const text = new TextEncoder().encode(`certcentral-account ${key}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the operator has to set right, without the values; the rules for them are the package's. @param {string} apiKey @param {string} baseUrl */
function setUpFault(apiKey, baseUrl) {
  if (!apiKey) return "The gateway has no API key: set the secret DIGICERT_API_KEY.";
  try {
    new CertCentral({ apiKey, baseUrl });
    return undefined;
  } catch {
    return "The gateway is not set up right: look at DIGICERT_API_KEY and CERTCENTRAL_BASE_URL.";
  }
}

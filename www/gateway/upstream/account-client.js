// From a path of the gateway to the account of the key that it needs. Not here: sending (`send.js`), and when
// (`account/`).

import { CertCentral } from "certcentral-revoke";
import { proposalOf } from "../account/rules/approval-request.js";
import { rulesFault } from "../account/rules/settings.js";
import { originOf } from "../audit/origin.js";
import { DIGICERT_US } from "../environment.js";
import { refusal } from "../http/problem.js";

/** @typedef {import("../auth/actor.js").Actor} Actor */

/** @typedef {import("../worker-env.js").GatewayEnv} GatewayEnv */
/** @typedef {{ method: string, path: string, headers?: Record<string, string>, body?: string | undefined }} Call */
/** @typedef {{ idempotencyKey: string | null, origin: object, actor: Actor }} From whom a change comes, in which request, and from where */
/** @typedef {{ call: Call, lane: "interactive" | "bulk", from: From | null, mostBytes?: number }} Asked `mostBytes` of the answer, where it is not the usual */

/** The write key is used for writes only, where there is one for reads. @param {GatewayEnv} env @param {string} method */
export function keyFor({ DIGICERT_API_KEY = "", DIGICERT_READ_KEY }, method) {
  return method === "GET" && DIGICERT_READ_KEY ? DIGICERT_READ_KEY : DIGICERT_API_KEY;
}

/**
 * @param {GatewayEnv} env @param {Call} call
 * @param {{ request: Request, actor: Actor }} [change] who makes it
 * @returns {Promise<Response>}
 */
export function upstream(env, call, change) {
  // A proposal is kept with the key for changes, whoever reads it.
  const key = keyFor(env, isProposal(call.path) ? "PUT" : call.method);
  /** @type {Asked} */
  const asked = { call, lane: "interactive", from: change ? fromOf(change) : null };
  return askAccount(env, key, "/call", asked);
}

/** What the account of the key for changes keeps. @param {GatewayEnv} env @param {string} path @param {object} [asked] */
export function ofAccount(env, path, asked) {
  return askAccount(env, keyFor(env, "PUT"), path, asked);
}

/** Puts on the record what is decided outside the account, such as who is not let in. @param {GatewayEnv} env @param {import("../audit/chain.js").Entry} entry */
export async function recorded(env, entry) {
  const { ok } = await ofAccount(env, "/record/entry", entry);
  if (!ok) throw new Error("it could not be recorded");
}

/** @param {{ request: Request, actor: Actor }} change @returns {From} */
export function fromOf({ request, actor }) {
  const idempotencyKey = request.headers.get("idempotency-key");
  return { idempotencyKey, origin: originOf(request), actor };
}

/**
 * @param {GatewayEnv} env @param {string} key @param {string} path @param {object} [asked]
 * @returns {Promise<Response>}
 */
export function askAccount(env, key, path, asked) {
  const init = asked === undefined ? {} : { method: "POST", body: JSON.stringify(asked) };
  return fetchAccount(env, key, path, init);
}

/** As `ofAccount`, with whatever has to be sent there. @param {GatewayEnv} env @param {string} path @param {RequestInit} init */
export const accountOf = (env, path, init) => fetchAccount(env, keyFor(env, "PUT"), path, init);

/** @param {GatewayEnv} env @param {string} key @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
async function fetchAccount(env, key, path, init) {
  const fault = setUpFault(env, key);
  if (fault) return refusal(403, [{ code: "access_denied|gateway_set_up", message: fault }]);
  const { ACCOUNT } = env;
  const account = ACCOUNT.get(ACCOUNT.idFromName(await nameOf(key)));
  return account.fetch(`https://account${path}`, init);
}

/** An account is named after its key, and the name does not give it away. @param {string} key */
async function nameOf(key) {
  const text = new TextEncoder().encode(`certcentral-account ${key}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the operator has to set right, without the values; the rules for them are the package's. @param {GatewayEnv} env @param {string} apiKey */
function setUpFault(env, apiKey) {
  if (!apiKey) return "The gateway has no API key: set the secret DIGICERT_API_KEY.";
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  try {
    new CertCentral({ apiKey, baseUrl });
  } catch {
    return "The gateway is not set up right: look at DIGICERT_API_KEY and CERTCENTRAL_BASE_URL.";
  }
  return rulesFault(env);
}

/** @param {string} path */
function isProposal(path) {
  const [, requestId = ""] = /^\/request\/(\d+)$/.exec(path) ?? [];
  return proposalOf(requestId) !== undefined;
}

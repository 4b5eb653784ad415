// Sends a request to the account (Durable Object) of the API key that it needs.

import { CertCentral } from "certcentral-revoke";
import { proposalNumber } from "../account/approval-request.js";
import { rulesIssue } from "../account/rule-settings.js";
import { originOf } from "../audit/origin.js";
import { DIGICERT_US } from "../environment.js";
import { problem } from "../http/problem.js";
import { sha256Hex } from "../sha256.js";

/** @typedef {import("../auth/actor.js").Actor} Actor */
/** @typedef {import("../worker-env.js").GatewayEnv} GatewayEnv */

/** @typedef {{ method: string, path: string, headers?: Record<string, string>, body?: string | undefined }} Call a request to CertCentral */
/** @typedef {{ idempotencyKey: string | null, origin: object, actor: Actor }} Caller the sender of a change */
/**
 * A call with its sender, who is `null` for a read.
 * @typedef {object} AccountCall
 * @property {Call} call
 * @property {"interactive" | "bulk"} lane
 * @property {Caller | null} caller
 * @property {number} [maxBytes] overrides the size limit of the response
 * @property {string | null} [seenHash] what the person saw who decides
 * @property {string} [breakGlass] why the revocation limit is to be passed with a second person
 */
/** @typedef {Pick<AccountCall, "call" | "lane" | "seenHash" | "breakGlass">} QueuedCall a call that waits for the rate limiter */

/** Returns the key for a method. With a read key, the other key is used for writes only. @param {GatewayEnv} env @param {string} method */
export function keyFor({ DIGICERT_API_KEY = "", DIGICERT_READ_KEY }, method) {
  return method === "GET" && DIGICERT_READ_KEY ? DIGICERT_READ_KEY : DIGICERT_API_KEY;
}

/**
 * Sends a call to CertCentral by way of the account of its key.
 * @param {GatewayEnv} env @param {Call} call
 * @param {{ request: Request, actor: Actor }} [change] set for a change
 * @param {Pick<AccountCall, "seenHash" | "breakGlass">} [terms] of the change
 * @returns {Promise<Response>}
 */
export function callCertCentral(env, call, change, terms = {}) {
  // The account of the write key stores the proposals, also for reads.
  const key = keyFor(env, addressesProposal(call.path) ? "PUT" : call.method);
  const caller = change ? callerOf(change) : null;
  /** @type {AccountCall} */
  const accountCall = { call, lane: "interactive", caller, ...terms };
  return requestAccount(env, key, "/call", accountCall);
}

/** Sends a request to the account of the write key. @param {GatewayEnv} env @param {string} path @param {object} [body] */
export function requestWriteAccount(env, path, body) {
  return requestAccount(env, keyFor(env, "PUT"), path, body);
}

/** Appends an entry to the audit log for a decision made outside the account. @param {GatewayEnv} env @param {import("../audit/chain.js").Entry} entry */
export async function recordEntry(env, entry) {
  const { ok } = await requestWriteAccount(env, "/audit-log/entry", entry);
  if (!ok) throw new Error("the audit log entry could not be written");
}

/** @param {{ request: Request, actor: Actor }} change @returns {Caller} */
export function callerOf({ request, actor }) {
  const idempotencyKey = request.headers.get("idempotency-key");
  return { idempotencyKey, origin: originOf(request), actor };
}

/**
 * Sends a request to the account of a key: POST with a body, GET without one.
 * @param {GatewayEnv} env @param {string} key @param {string} path @param {object} [body]
 * @returns {Promise<Response>}
 */
export function requestAccount(env, key, path, body) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return fetchAccount(env, key, path, init);
}

/** Like `requestWriteAccount`, with any request options. @param {GatewayEnv} env @param {string} path @param {RequestInit} init */
export const fetchWriteAccount = (env, path, init) =>
  fetchAccount(env, keyFor(env, "PUT"), path, init);

/** @param {GatewayEnv} env @param {string} key @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
async function fetchAccount(env, key, path, init) {
  const issue = configurationIssue(env, key);
  if (issue) return problem(403, [{ code: "access_denied|gateway_set_up", message: issue }]);
  const { ACCOUNT } = env;
  // The name identifies the key without revealing it.
  const name = await sha256Hex(`certcentral-account ${key}`);
  const account = ACCOUNT.get(ACCOUNT.idFromName(name));
  return account.fetch(`https://account${path}`, init);
}

/** Returns what the operator has to correct, without the values. The package validates key and URL. @param {GatewayEnv} env @param {string} apiKey */
function configurationIssue(env, apiKey) {
  if (!apiKey) return "The gateway has no API key. Set the secret DIGICERT_API_KEY.";
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  try {
    new CertCentral({ apiKey, baseUrl });
  } catch {
    return "The gateway is misconfigured. Check DIGICERT_API_KEY and CERTCENTRAL_BASE_URL.";
  }
  return rulesIssue(env);
}

/** @param {string} path */
function addressesProposal(path) {
  const [, requestId = ""] = /^\/request\/(\d+)$/.exec(path) ?? [];
  return proposalNumber(requestId) !== undefined;
}

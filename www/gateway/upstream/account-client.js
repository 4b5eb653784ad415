// Sends a request to the account (Durable Object) that it needs: the gateway's account, which has holds, jobs and the audit
// log, or that of the read key, which only sends.

import { CertCentral } from "certcentral-revoke";
import { proposalNumber } from "../account/approval-request.js";
import { rulesIssue } from "../account/rule-settings.js";
import { originOf } from "../audit/origin.js";
import { mainKey } from "../auth/actor.js";
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
 * @property {import("certcentral-revoke/pacing").Lane} lane
 * @property {string} person the key of the actor, or of the owner of the job
 * @property {string | undefined} [job] in the bulk lane
 * @property {Caller | null} caller set for a change
 * @property {number} [maxBytes] overrides the size limit of the response
 * @property {string | null} [seenHash] what the person saw who decides
 * @property {string} [breakGlass] why the revocation limit is to be passed with a second person
 */
/** @typedef {Pick<AccountCall, "call" | "lane" | "person" | "seenHash" | "breakGlass">} QueuedCall a call that waits for the rate limiter */

/** The account's name, unless `ACCOUNT_NAME` is set. */
const DEFAULT_ACCOUNT = "default";

/** Returns the key for a method. With a read key, the other key is used for writes only. @param {GatewayEnv} env @param {string} method */
export function keyFor({ DIGICERT_API_KEY = "", DIGICERT_READ_KEY }, method) {
  return method === "GET" && DIGICERT_READ_KEY ? DIGICERT_READ_KEY : DIGICERT_API_KEY;
}

/**
 * Sends a read for a person, by way of the account of its key.
 * @param {GatewayEnv} env @param {Call} call @param {Actor} actor @returns {Promise<Response>}
 */
export function readCertCentral(env, call, actor) {
  // The account of the write key stores the proposals, also for reads.
  const key = keyFor(env, addressesProposal(call.path) ? "PUT" : call.method);
  /** @type {AccountCall} */
  const accountCall = { call, lane: "interactive", person: mainKey(actor), caller: null };
  return requestAccount(env, key, "/call", accountCall);
}

/**
 * Sends a change to CertCentral by way of the account of its key.
 * @param {GatewayEnv} env @param {Call} call @param {{ request: Request, actor: Actor }} change
 * @param {Pick<AccountCall, "seenHash" | "breakGlass">} [terms] of the change
 * @returns {Promise<Response>}
 */
export function changeCertCentral(env, call, change, terms = {}) {
  const caller = callerOf(change);
  const person = mainKey(caller.actor);
  /** @type {AccountCall} */
  const accountCall = { call, lane: "write", person, caller, ...terms };
  return requestWriteAccount(env, "/call", accountCall);
}

/** Sends a request to the account of the write key. @param {GatewayEnv} env @param {string} path @param {object} [body] */
export function requestWriteAccount(env, path, body) {
  return requestAccount(env, keyFor(env, "PUT"), path, body);
}

/** Appends a denial outside the account to the audit log. @param {GatewayEnv} env @param {import("../audit/denial.js").Denial} denial */
export async function recordDenial(env, denial) {
  const { ok } = await requestWriteAccount(env, "/audit-log/denial", denial);
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
  const name = await objectName(env, key);
  return ACCOUNT.get(ACCOUNT.idFromName(name)).fetch(`https://account${path}`, init);
}

/**
 * The account of the key for changes has a name of its own, so that holds, limits and the audit log stay when the key is
 * rotated. The account of the read key only has the rate limits of that key.
 * @param {GatewayEnv} env @param {string} key
 */
async function objectName(env, key) {
  if (key === keyFor(env, "PUT")) return accountObject(env);
  return `key ${await sha256Hex(`certcentral-account ${key}`)}`;
}

/** @param {GatewayEnv} env */
const accountObject = ({ ACCOUNT_NAME = DEFAULT_ACCOUNT }) => `account ${ACCOUNT_NAME}`;

/** Returns whether a Durable Object is the gateway's account, not that of the read key. @param {{ equals: (id: unknown) => boolean }} id @param {GatewayEnv} env */
export function isNamedAccount(id, env) {
  return id.equals(env.ACCOUNT.idFromName(accountObject(env)));
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

// The gateway's app in this process, for tests that need no workerd: an account without rate limiter, and a CertCentral that
// records its requests. The caller is an admin, unless the environment or a header selects another person.

import worker from "../../www/gateway/app.js";
import { send } from "../../www/gateway/upstream/send.js";
import { CANARY } from "./client.js";
import { assertDescribed } from "./openapi.js";

export const BASE = "https://ca.example/services/v2";
export const PAGE = { "content-type": "application/json", "x-certcentral-console": "1" };
export const REVOKE = "http://localhost/services/v2/order/certificate/123/revoke";
/** `X-CertCentral-Identity` selects one. */
const PEOPLE = JSON.stringify([
  { id: "ada", name: "Ada", roles: ["admin"] },
  { id: "sam", roles: ["submitter"] },
  { id: "noel", roles: [] },
]);

/** @param {object} env of the gateway @param {object[]} [auditEntries] receives the audit entries @returns {any} the same with an account */
export function withAccount(env, auditEntries = []) {
  const fetch = async (/** @type {string} */ url, /** @type {{ body: string }} */ { body }) => {
    const message = JSON.parse(body);
    if (!url.includes("/audit-log/")) return send(/** @type {any} */ (env), message.call);
    auditEntries.push(message);
    return new Response(null, { status: 204 });
  };
  const DEVELOPMENT_IDENTITY = PEOPLE;
  return { DEVELOPMENT_IDENTITY, ...env, ACCOUNT: { idFromName: String, get: () => ({ fetch }) } };
}

/** @param {Record<string, unknown>} [settings] @param {() => Response} [respond] as CertCentral */
export function gatewayInProcess(settings = {}, respond = () => Response.json({})) {
  /** @type {string[]} */
  const sent = [];
  const CERTCENTRAL = {
    fetch: async (/** @type {string} */ url, /** @type {any} */ { method, body }) => {
      sent.push(`${method} ${url.slice(BASE.length)} ${body ?? ""}`.trim());
      return respond();
    },
  };
  /** @type {any[]} */
  const auditEntries = [];
  const gateway = {
    CERTCENTRAL,
    CERTCENTRAL_BASE_URL: BASE,
    DIGICERT_API_KEY: CANARY,
    ASSETS: { fetch: async () => new Response("the page") },
    ...settings,
  };
  const env = withAccount(gateway, auditEntries);
  const call = async (/** @type {string} */ url, /** @type {RequestInit} */ init = {}) => {
    const response = await worker.request(url, init, env);
    const text = await response.clone().text();
    const type = response.headers.get("content-type");
    assertDescribed(init.method ?? "GET", url, { status: response.status, type, text });
    const code = /problem/.test(response.headers.get("content-type") ?? "")
      ? JSON.parse(text).errors[0].code
      : undefined;
    return { response, status: response.status, text, code };
  };
  return { call, sent, env, auditEntries };
}

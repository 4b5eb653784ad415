// The one way to CertCentral: adds the key, follows no redirect, brings back status, body and how long to wait, nothing else.

import { CertCentral } from "certcentral-revoke";
import { bytesOf } from "./bounded.js";
import { DIGICERT_US } from "./environment.js";
import { refusal } from "./refusal.js";

/**
 * @typedef {object} GatewayEnv
 * @property {{ fetch: (request: Request) => Promise<Response> }} ASSETS the built console
 * @property {string} [DIGICERT_API_KEY] the key; a secret
 * @property {string} [CERTCENTRAL_BASE_URL] where CertCentral is; DigiCert's US servers if left out
 * @property {{ fetch: typeof fetch }} [CERTCENTRAL] a service binding that carries the calls in place of the network
 * @property {string} [ENVIRONMENT] `sandbox` where nothing is real
 * @property {string} [PACE] with a sandbox: JSON with the page's `retry` settings and its `pollMs`
 */

/** How much of an answer is passed on. */
const MOST = 1 << 20;
/** Less than the client waits, so that it hears from us. */
const TIMEOUT_MS = 50_000;
/** Seconds, or a date as HTTP writes it. */
const RETRY_AFTER = /^(\d{1,9}|[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/**
 * @param {GatewayEnv} env
 * @param {{ method: string, path: string, headers?: Record<string, string>, body?: string | undefined }} call
 */
export async function upstream(env, { method, path, headers = {}, body }) {
  const { DIGICERT_API_KEY: key = "", CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  const fault = setUpFault(key, baseUrl);
  if (fault) return refusal(403, [{ code: "access_denied|gateway_set_up", message: fault }]);
  const call = {
    method,
    headers: { "Content-Type": "application/json", ...headers, "X-DC-DEVKEY": key },
    body: body ?? null,
    redirect: /** @type {const} */ ("manual"),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  const url = baseUrl.replace(/\/+$/, "") + path;
  try {
    return await passedOn(
      await (env.CERTCENTRAL ? env.CERTCENTRAL.fetch(url, call) : fetch(url, call)),
    );
  } catch {
    return lost("CertCentral could not be reached, or its answer was lost.");
  }
}

/** @param {Response} answer */
async function passedOn(answer) {
  const { status } = answer;
  if (status >= 300 && status < 400)
    return lost("CertCentral answered with a redirect, which is never followed.");
  const bytes = await bytesOf(answer, MOST);
  if (!bytes) return lost("CertCentral's answer is too large to be passed on.");
  if (status === 204 || status === 205) return new Response(null, { status });
  // Whatever else it is, no browser shall take it for a page.
  const json = /^application\/json\b/i.test(answer.headers.get("content-type") ?? "");
  const headers = new Headers({
    "content-type": json ? "application/json" : "text/plain; charset=utf-8",
  });
  const wait = answer.headers.get("retry-after");
  if (wait !== null && RETRY_AFTER.test(wait)) headers.set("retry-after", wait);
  return new Response(bytes, { status, headers });
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

/** The call may have been carried out: a 5xx, which every client takes for unknown. @param {string} message */
function lost(message) {
  return refusal(502, [{ code: "gateway_lost_answer", message }]);
}

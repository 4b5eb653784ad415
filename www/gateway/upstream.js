// The one way to CertCentral: adds the key, follows no redirect, brings back status and body and nothing else.

import { refusal } from "./refusal.js";

/**
 * @typedef {object} GatewayEnv
 * @property {{ fetch: (request: Request) => Promise<Response> }} ASSETS the built console
 * @property {string} [DIGICERT_API_KEY] the key; a secret
 * @property {string} [CERTCENTRAL_BASE_URL] where CertCentral is; DigiCert's US servers if left out
 * @property {string} [ENVIRONMENT] what the console calls it, for example `sandbox`
 */

const DIGICERT = "https://www.digicert.com/services/v2";
/** How much of an answer is passed on. */
const MOST = 1 << 20;
const TIMEOUT_MS = 50_000;

/**
 * @param {GatewayEnv} env
 * @param {{ method: string, path: string, headers?: Record<string, string>, body?: string | undefined }} call
 */
export async function upstream(env, { method, path, headers = {}, body }) {
  if (!env.DIGICERT_API_KEY) {
    return refusal(403, [
      {
        code: "access_denied|gateway_has_no_key",
        message: "The gateway has no API key: set the secret DIGICERT_API_KEY.",
      },
    ]);
  }
  const url = (env.CERTCENTRAL_BASE_URL ?? DIGICERT) + path;
  try {
    const answer = await fetch(url, {
      method,
      headers: {
        "Content-Type": "application/json",
        ...headers,
        "X-DC-DEVKEY": env.DIGICERT_API_KEY,
      },
      body: body ?? null,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status >= 300 && answer.status < 400)
      return lost("CertCentral answered with a redirect, which is never followed.");
    const text = await answer.text();
    if (text.length > MOST) return lost("CertCentral's answer is too large to be passed on.");
    const empty = answer.status === 204 || answer.status === 205;
    // Whatever it is, no browser shall take it for a page.
    return new Response(empty ? null : text, {
      status: answer.status,
      headers: empty ? {} : { "content-type": "application/json" },
    });
  } catch {
    return lost("CertCentral could not be reached, or its answer was lost.");
  }
}

/** The call may have been carried out: a 5xx, which every client takes for unknown. @param {string} message */
function lost(message) {
  return refusal(502, [{ code: "gateway_lost_answer", message }]);
}

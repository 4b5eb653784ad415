// Sends requests to CertCentral: adds the API key, follows no redirect, and returns only status, body and `Retry-After`.

import { DIGICERT_US } from "../environment.js";
import { readBody } from "../http/body-limit.js";
import { problem } from "../http/problem.js";
import { keyFor } from "./account-client.js";

/** Default size limit of a response. */
const MAX_RESPONSE_BYTES = 1 << 20;
/** Shorter than the client's timeout, so that the client receives the gateway's response. */
const TIMEOUT_MS = 50_000;
/** Seconds, or an HTTP date. A filter: text that the upstream chooses does not pass. Only the core parses it (`src/policy/retry_after.rs`). */
const RETRY_AFTER = /^(\d{1,9}|[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/** @param {import("../worker-env.js").GatewayEnv} env @param {import("./account-client.js").Call} call @param {number} [maxBytes] size limit of the response */
export async function send(
  env,
  { method, path, headers = {}, body },
  maxBytes = MAX_RESPONSE_BYTES,
) {
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  const init = {
    method,
    headers: {
      "Content-Type": "application/json",
      ...headers,
      "X-DC-DEVKEY": keyFor(env, method),
    },
    body: body ?? null,
    redirect: /** @type {const} */ ("manual"),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  const url = baseUrl.replace(/\/+$/, "") + path;
  try {
    const sent = env.CERTCENTRAL ? env.CERTCENTRAL.fetch(url, init) : fetch(url, init);
    return await forward(await sent, maxBytes);
  } catch {
    return lostResponse("CertCentral could not be reached, or its response was lost.");
  }
}

/** @param {Response} response @param {number} maxBytes */
async function forward(response, maxBytes) {
  const { status } = response;
  if (status >= 300 && status < 400)
    return lostResponse(
      "CertCentral responded with a redirect. The gateway does not follow redirects.",
    );
  const bytes = await readBody(response, maxBytes);
  if (!bytes) return lostResponse("CertCentral's response exceeds the size limit.");
  if (status === 204 || status === 205) return new Response(null, { status });
  // Anything but JSON is forwarded as plain text, so that no browser renders it.
  const json = /^application\/json\b/i.test(response.headers.get("content-type") ?? "");
  const headers = new Headers({
    "content-type": json ? "application/json" : "text/plain; charset=utf-8",
  });
  const retryAfter = response.headers.get("retry-after");
  if (retryAfter !== null && RETRY_AFTER.test(retryAfter)) headers.set("retry-after", retryAfter);
  return new Response(bytes, { status, headers });
}

/** A 502, because the call may have taken effect: clients treat a 5xx as an unknown outcome. @param {string} message */
function lostResponse(message) {
  return problem(502, [{ code: "gateway_lost_answer", message }]);
}

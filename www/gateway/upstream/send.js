// The one way to CertCentral: adds the key, follows no redirect, brings back status, body and how long to wait, nothing else.

import { DIGICERT_US } from "../environment.js";
import { bytesOf } from "../http/body-limit.js";
import { refusal } from "../http/problem.js";
import { keyFor } from "./account-client.js";

/** How much of an answer is passed on. */
const MOST = 1 << 20;
/** Less than the client waits, so that it hears from us. */
const TIMEOUT_MS = 50_000;
/** Seconds, or a date as HTTP writes it. */
const RETRY_AFTER = /^(\d{1,9}|[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/** @param {import("../worker-env.js").GatewayEnv} env @param {import("./account-client.js").Call} asked @param {number} [most] bytes of an answer */
export async function send(env, { method, path, headers = {}, body }, most = MOST) {
  const { CERTCENTRAL_BASE_URL: baseUrl = DIGICERT_US } = env;
  const call = {
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
    const answer = env.CERTCENTRAL ? env.CERTCENTRAL.fetch(url, call) : fetch(url, call);
    return await passedOn(await answer, most);
  } catch {
    return lost("CertCentral could not be reached, or its answer was lost.");
  }
}

/** @param {Response} answer @param {number} most */
async function passedOn(answer, most) {
  const { status } = answer;
  if (status >= 300 && status < 400)
    return lost("CertCentral answered with a redirect, which is never followed.");
  const bytes = await bytesOf(answer, most);
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

/** The call may have been carried out: a 5xx, which every client takes for unknown. @param {string} message */
function lost(message) {
  return refusal(502, [{ code: "gateway_lost_answer", message }]);
}

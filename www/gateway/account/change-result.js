// The result of a change: a response of CertCentral, or a denial by a rule of the gateway.

import {
  AccessDeniedError,
  CertCentralError,
  NotFoundError,
  parseDecisionResponse,
  parseRevokeResponse,
  RateLimitedError,
} from "certcentral-revoke";
import { problem } from "../http/problem.js";
import { retryAfterOf } from "./blast-radius.js";

/**
 * @typedef {object} ChangeResult
 * @property {Response} response for the client
 * @property {boolean} isFinal the change took effect, or may have: the same request must not execute it again
 * @property {string} outcome one word for the audit log
 * @property {"none" | "unknown"} [effect] set unless the change succeeded
 * @property {string} [proof] evidence for the outcome
 * @property {string} [requestId] the approval request that CertCentral created
 * @property {string} [orderId] the order of the certificate, if it is known
 * @property {Record<string, unknown>} [details] for the audit log
 */

/**
 * A denial by the gateway. Nothing was sent.
 * @param {number} status @param {string} code @param {string} message @param {Record<string, unknown>} [details] for the audit log
 * @returns {ChangeResult}
 */
export function deniedResult(status, code, message, details) {
  const outcome = (code.split("|")[1] ?? code).replaceAll("_", "-");
  const response = problem(status, [{ code, message: `${message} Nothing was sent.` }]);
  return { response, isFinal: false, outcome, effect: "none", ...(details ? { details } : {}) };
}

/**
 * The result of a change whose preceding read failed. A refusal or a rate limit applies to the change as well and becomes its
 * result. After any other failure the read is inconclusive: `null`.
 * @param {unknown} error @returns {ChangeResult | null}
 */
export function readFailureResult(error) {
  if (
    error instanceof NotFoundError ||
    error instanceof AccessDeniedError ||
    error instanceof RateLimitedError
  ) {
    const { status = 403, errors, code: outcome } = error;
    const response = problem(status, [...errors]);
    const retryAfter = error instanceof RateLimitedError ? retryAfterOf(error) : undefined;
    if (retryAfter !== undefined) response.headers.set("retry-after", retryAfter);
    return { response, isFinal: false, outcome, effect: "none" };
  }
  if (error instanceof CertCentralError) return null;
  throw error;
}

/** Interprets CertCentral's response to a revocation by the package's rules. @param {Response} response @returns {Promise<ChangeResult>} */
export async function revokeResult(response) {
  const body = await response.clone().text();
  return resultOf(response, () => {
    const parsed = parseRevokeResponse({ status: response.status, body });
    const { outcome, proof } = parsed;
    const request = parsed.outcome === "requested" ? { requestId: parsed.request.id } : {};
    return { outcome, proof, ...request };
  });
}

/**
 * Interprets CertCentral's response to a decision by the package's rules.
 * @param {Response} response @param {string} requestId @param {"approved" | "rejected"} decision @returns {Promise<ChangeResult>}
 */
export async function decisionResult(response, requestId, decision) {
  const body = await response.clone().text();
  return resultOf(response, () => {
    parseDecisionResponse({ status: response.status, body }, requestId, decision);
    return { outcome: "decided", proof: "accepted" };
  });
}

/**
 * Only DigiCert's own error body proves that a request was not processed. A proxy's 429 or 4xx proves nothing: the change may
 * have taken effect, and the same request must not execute it again.
 * @param {Response} response @param {() => Pick<ChangeResult, "outcome" | "proof" | "requestId">} parse @returns {ChangeResult}
 */
function resultOf(response, parse) {
  try {
    return { response, isFinal: true, ...parse() };
  } catch (error) {
    if (!(error instanceof CertCentralError)) throw error;
    const isFinal = !(error instanceof RateLimitedError);
    return { response, isFinal, outcome: error.code, effect: error.effect };
  }
}

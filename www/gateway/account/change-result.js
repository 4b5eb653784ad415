// What came of a change, whoever ended it: CertCentral, or a rule of the gateway's that sent nothing.

import {
  AccessDeniedError,
  CertCentralError,
  NotFoundError,
  parseRevokeResponse,
  RateLimitedError,
} from "certcentral-revoke";
import { refusal } from "../http/problem.js";

/**
 * @typedef {object} Told
 * @property {Response} answer for the client
 * @property {boolean} isDone something was done, or may have been: the same call again must not do it twice
 * @property {string} outcome in a word, for the record
 * @property {"none" | "unknown"} [effect] where it is no success
 * @property {string} [proof] how far it is proven
 * @property {string} [requestId] that CertCentral made of it
 * @property {Record<string, unknown>} [details] for the record
 */

/**
 * The gateway's own no: nothing was sent.
 * @param {number} status @param {string} code @param {string} message @param {Record<string, unknown>} [details] for the record
 * @returns {Told}
 */
export function refused(status, code, message, details) {
  const outcome = (code.split("|")[1] ?? code).replaceAll("_", "-");
  const answer = refusal(status, [{ code, message: `${message} Nothing was sent.` }]);
  return { answer, isDone: false, outcome, effect: "none", ...(details ? { details } : {}) };
}

/**
 * A read failed before anything was sent. What CertCentral refuses to show it would refuse to change, and where it wants
 * to be asked later, it is: its no is the answer. Anything else: nothing is known.
 * @param {unknown} error @returns {Told | null}
 */
export function readRefused(error) {
  if (
    error instanceof NotFoundError ||
    error instanceof AccessDeniedError ||
    error instanceof RateLimitedError
  ) {
    const { status = 403, errors, code: outcome } = error;
    const answer = refusal(status, [...errors]);
    return { answer, isDone: false, outcome, effect: "none" };
  }
  if (error instanceof CertCentralError) return null;
  throw error;
}

/** What an answer of CertCentral's to a revoke means, as the package says. @param {Response} answer @returns {Promise<Told>} */
export async function revokeTold(answer) {
  // A 429 was not processed.
  const isDone = answer.status !== 429;
  try {
    const body = await answer.clone().text();
    const read = parseRevokeResponse({ status: answer.status, body });
    const { outcome, proof } = read;
    const request = read.outcome === "requested" ? { requestId: read.request.id } : {};
    return { answer, isDone, outcome, proof, ...request };
  } catch (error) {
    if (!(error instanceof CertCentralError)) throw error;
    return { answer, isDone, outcome: error.code, effect: error.effect };
  }
}

/** The same of an answer to a decision about a request. @param {Response} answer @returns {Told} */
export function decisionTold(answer) {
  const { status } = answer;
  const isDone = status !== 429;
  if (status === 204) return { answer, isDone, outcome: "decided", proof: "accepted" };
  if (status >= 400 && status < 500) return { answer, isDone, outcome: "refused", effect: "none" };
  return { answer, isDone, outcome: "unknown-outcome", effect: "unknown" };
}

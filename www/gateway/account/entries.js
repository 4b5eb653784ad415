// What the record says of a change: before it is sent, and after. What an answer means, the package says.

import { CertCentralError, parseRevokeResponse } from "certcentral-revoke";

/** @typedef {import("../record/chain.js").Entry} Entry */

/** The gateway does not ask yet who somebody is. */
const ACTOR = { id: "unknown", how: "not-asked" };
/** @type {Array<[RegExp, string, "order" | "certificate" | "request"]>} */
const CHANGES = [
  [/^\/order\/certificate\/(\w+)\/revoke$/, "revoke-order", "order"],
  [/^\/certificate\/(\w+)\/revoke$/, "revoke-certificate", "certificate"],
  [/^\/request\/(\w+)\/status$/, "decide-request", "request"],
];

/** @param {import("../upstream.js").Call} call @param {object} origin @returns {Entry} */
export function intentOf({ path, body = "{}" }, origin) {
  for (const [form, action, target] of CHANGES) {
    const [, id] = form.exec(path) ?? [];
    if (id !== undefined)
      return { actor: ACTOR, action, target: { [target]: id }, details: JSON.parse(body), origin };
  }
  throw new TypeError("a change that the record has no word for");
}

/** @param {Entry} intent @param {number} status @param {string} body @returns {Entry} */
export function answerOf({ action, target }, status, body) {
  const entry = { actor: ACTOR, action: `${action}-answer`, ...(target ? { target } : {}) };
  if (action === "decide-request")
    return status === 204
      ? { ...entry, answer: { status, outcome: "decided" }, proof: "accepted" }
      : { ...entry, answer: { status } };
  try {
    const { outcome, proof } = parseRevokeResponse({ status, body });
    return { ...entry, answer: { status, outcome }, proof };
  } catch (error) {
    if (!(error instanceof CertCentralError)) throw error;
    return { ...entry, answer: { status, outcome: error.code, effect: error.effect } };
  }
}

// The audit log entries of a change: the intent before it is sent, and the result after.

import { identityOf } from "../auth/actor.js";

/** @typedef {import("../audit/chain.js").Entry} Entry */
/** @typedef {import("../upstream/account-client.js").Caller} Caller */

/**
 * @typedef {object} Change a parsed call that changes something
 * @property {"revoke-order" | "revoke-certificate" | "decide-request"} action
 * @property {"order" | "certificate" | "request"} kind
 * @property {string} id of the order, certificate or request
 * @property {Record<string, any>} body
 */

/** @type {Array<[RegExp, Change["action"], Change["kind"]]>} */
const CHANGES = [
  [/^\/order\/certificate\/(\w+)\/revoke$/, "revoke-order", "order"],
  [/^\/certificate\/(\w+)\/revoke$/, "revoke-certificate", "certificate"],
  [/^\/request\/(\w+)\/status$/, "decide-request", "request"],
];

/** @param {import("../upstream/account-client.js").Call} call @returns {Change} */
export function parseChange({ path, body = "{}" }) {
  for (const [pattern, action, kind] of CHANGES) {
    const [, id] = pattern.exec(path) ?? [];
    if (id !== undefined) return { action, kind, id, body: JSON.parse(body) };
  }
  throw new TypeError(`no audit log action exists for the path ${path}`);
}

/** @param {Change} change @param {Caller} caller @param {Entry["target"]} [target] if more is known about it @returns {Entry} */
export function intentEntry(
  { action, kind, id, body },
  { actor, origin },
  target = { [kind]: id },
) {
  return { actor: identityOf(actor), action, target, details: body, origin };
}

/** @param {Entry} intent @param {import("./change-result.js").ChangeResult} result @returns {Entry} */
export function resultEntry({ actor, action, target = {} }, result) {
  const { response, outcome, effect, proof, details } = result;
  return {
    actor,
    action: `${action}-answer`,
    target,
    answer: { status: response.status, outcome, ...(effect ? { effect } : {}) },
    ...(details ? { details } : {}),
    ...(proof ? { proof } : {}),
  };
}

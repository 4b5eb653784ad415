// The audit log entries of a change: the intent before it is sent, and the result after.

import { identityOf } from "../auth/actor.js";
import { requestIdOf } from "./approval-request.js";

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

/** The actor of what the gateway does by itself. */
export const GATEWAY = { id: "gateway", how: "setting" };

/**
 * @param {Change} change @param {Caller} caller
 * @param {Entry["target"]} [target] if more is known about it, such as the order of a certificate or of a request
 * @param {Record<string, unknown>} [facts] what the decision depends on: type and requester of a request, demand, rules
 * @returns {Entry}
 */
export function intentEntry(
  { action, kind, id, body },
  { actor, origin },
  target = { [kind]: id },
  facts = {},
) {
  const details = { ...body, ...facts };
  return { actor: identityOf(actor), action, target, details, origin };
}

/** @typedef {"proposal-expired" | "proposal-void" | "proposal-withdrawn"} ProposalEnd how a proposal ends without a decision */

/**
 * The end of a proposal without a decision.
 * @param {ProposalEnd} event @param {import("./proposals.js").Proposal} proposal
 * @param {{ actor?: Entry["actor"], origin?: Entry["origin"], reason?: string, details?: Record<string, unknown> }} [about]
 *   `actor`: who caused it, the gateway by default; `reason`: a word such as `list-changed`, or the requester's text
 * @returns {Entry}
 */
export function proposalEntry(event, proposal, { actor = GATEWAY, origin, reason, details } = {}) {
  const { hash, by, kind, expires, summary } = proposal;
  const { job } = summary.target;
  return {
    actor,
    action: event,
    target: targetOf(proposal),
    details: {
      ...{ hash, by: by.id, kind, expires },
      ...(job === undefined ? {} : { job }),
      ...(reason === undefined ? {} : { reason }),
      ...details,
    },
    ...(origin ? { origin } : {}),
  };
}

/** Returns the audit log target of a proposal. @param {import("./proposals.js").Proposal} proposal @returns {NonNullable<Entry["target"]>} */
export function targetOf({ n, summary: { target } }) {
  const { job: _, ...named } = target;
  return { request: String(requestIdOf(n)), ...named };
}

/** @param {Entry} intent @param {import("./change-result.js").ChangeResult} result @returns {Entry} */
export function resultEntry({ actor, action, target = {} }, result) {
  const { response, outcome, effect, proof, details, orderId } = result;
  return {
    actor,
    action: `${action}-answer`,
    target: orderId === undefined ? target : { ...target, order: orderId },
    answer: { status: response.status, outcome, ...(effect ? { effect } : {}) },
    ...(details ? { details } : {}),
    ...(proof ? { proof } : {}),
  };
}

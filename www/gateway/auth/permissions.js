// The actions of the gateway and the roles that may perform them.

import { ROLES } from "./roles.js";

/** @typedef {import("./roles.js").Role} Role */
/** @typedef {import("./actor.js").Actor} Actor */
/** @typedef {keyof typeof ACTIONS} Action */

/** `label` completes "may". */
const ACTIONS = {
  read: { label: "read orders and requests", roles: /** @type {readonly Role[]} */ (ROLES) },
  revoke: { label: "revoke", roles: ["submitter", "admin"] },
  decide: { label: "approve or reject a request", roles: ["approver", "admin"] },
  mass: { label: "revoke a list of orders", roles: ["submitter", "admin"] },
  // Every role can stop what goes wrong.
  freeze: { label: "stop all revocations", roles: ROLES },
  release: { label: "release the stop of all revocations", roles: ["approver", "admin"] },
  // A hold blocks every user from revoking the order.
  hold: { label: "put an order on hold or lift a hold", roles: ["admin"] },
  // The audit log shows what every user did and from which address.
  auditLog: { label: "read and export the audit log", roles: ["admin"] },
  notify: { label: "send a test notification", roles: ["admin"] },
};

/** Returns the roles that may perform an action. @param {Action} action @returns {readonly Role[]} */
export function rolesFor(action) {
  return ROLES.filter((role) =>
    /** @type {readonly string[]} */ (ACTIONS[action].roles).includes(role),
  );
}

/** Returns why an actor may not perform an action, `undefined` if they may. @param {Actor} actor @param {Action} action */
export function denialReason({ id, roles }, action) {
  const { label, roles: permitted } = ACTIONS[action];
  if (roles.some((role) => permitted.includes(role))) return undefined;
  if (roles.length === 0) return `${id} has no role here and may not ${label}.`;
  return `Only ${joinWords(permitted)} may ${label}; ${id} is ${joinWords(roles, "and")}.`;
}

/**
 * Returns why an actor may not skip the approval, `undefined` if they may.
 * @param {Actor} actor @param {import("../settings.js").Settings} settings
 */
export function skipDenialReason(actor, { skipApproval }) {
  if (skipApproval.length === 0) return "This gateway does not allow skipping the approval.";
  if (actor.roles.some((role) => skipApproval.includes(role))) return undefined;
  return `Only ${joinWords(skipApproval)} may skip the approval. Omit skip_approval to request a revocation.`;
}

/**
 * Returns an actor with their permissions, for the console: `true`, or the reason of the denial.
 * @param {Actor} actor @param {import("../settings.js").Settings} settings
 */
export function profileOf(actor, settings) {
  const actions = /** @type {Action[]} */ (Object.keys(ACTIONS));
  const may = Object.fromEntries(
    actions.map((action) => [action, denialReason(actor, action) ?? true]),
  );
  const skipApproval = denialReason(actor, "revoke") ?? skipDenialReason(actor, settings) ?? true;
  return { ...actor, may: { ...may, skipApproval } };
}

/** @param {readonly string[]} words @param {string} [last] */
function joinWords(words, last = "or") {
  return [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(` ${last} `);
}

// Who may do what: the one table of actions and roles, and the one of routes and actions. A route that is not in it is
// refused, whoever asks. Not here: holds, the brake and the second person (`account/`).

import { TrieRouter } from "hono/router/trie-router";
import { ROLES } from "./roles.js";

/** @typedef {import("./roles.js").Role} Role */
/** @typedef {import("./actor.js").Actor} Actor */
/** @typedef {keyof typeof ACTIONS} Action */

/** What somebody can be allowed to do, in words that complete "may", and to whom it is. */
const ACTIONS = {
  read: { does: "read orders and requests", roles: /** @type {readonly Role[]} */ (ROLES) },
  revoke: { does: "revoke", roles: ["submitter", "admin"] },
  decide: { does: "approve or reject a request", roles: ["approver", "admin"] },
  mass: { does: "revoke a list of orders", roles: ["submitter", "admin"] },
  // It takes an order out of everybody's reach, or puts it back.
  hold: { does: "put an order on hold or lift a hold", roles: ["admin"] },
  // It tells of every colleague what they did and from where.
  record: { does: "read and export the record", roles: ["admin"] },
};

/** `anybody` needs no sign-in, `signed-in` no role. @typedef {Action | "anybody" | "signed-in"} Need */
/** Every route below `/services` and `/console`, and what it takes. @type {Array<[method: string, path: string, need: Need]>} */
export const ROUTES = [
  ["GET", "/services/v2/order/certificate", "read"],
  ["GET", "/services/v2/order/certificate/:id", "read"],
  ["GET", "/services/v2/order/certificate/:id/:list", "read"],
  ["GET", "/services/v2/request", "read"],
  ["GET", "/services/v2/request/:id", "read"],
  ["GET", "/services/v2/user/me", "read"],
  ["PUT", "/services/v2/order/certificate/:id/revoke", "revoke"],
  ["PUT", "/services/v2/certificate/:id/revoke", "revoke"],
  ["PUT", "/services/v2/request/:id/status", "decide"],
  ["GET", "/console/config", "anybody"],
  ["GET", "/console/me", "signed-in"],
  ["GET", "/console/holds", "read"],
  ["PUT", "/console/holds/:order", "hold"],
  ["DELETE", "/console/holds/:order", "hold"],
  ["GET", "/console/proposals", "read"],
  ["GET", "/console/jobs", "read"],
  ["POST", "/console/jobs", "mass"],
  ["GET", "/console/jobs/:id", "read"],
  ["DELETE", "/console/jobs/:id", "mass"],
  ["PUT", "/console/jobs/:id/settings", "mass"],
  ["POST", "/console/jobs/:id/plan", "mass"],
  ["POST", "/console/jobs/:id/rehearse", "mass"],
  ["POST", "/console/jobs/:id/start", "mass"],
  ["POST", "/console/jobs/:id/pause", "mass"],
  ["POST", "/console/jobs/:id/resume", "mass"],
  ["POST", "/console/jobs/:id/cancel", "mass"],
  ["GET", "/console/jobs/:id/orders", "read"],
  ["GET", "/console/jobs/:id/report.csv", "read"],
  ["GET", "/console/jobs/:id/report.json", "read"],
  ["GET", "/console/jobs/:id/journal.jsonl", "read"],
  ["GET", "/console/record", "record"],
  ["GET", "/console/record/export", "record"],
];

/** @type {TrieRouter<Need>} */
const router = new TrieRouter();
for (const [method, path, need] of ROUTES) router.add(method, path, need);

/** What a call takes; nothing where there is no such route. @param {string} method @param {string} path */
export function needOf(method, path) {
  const [[[need] = []]] = router.match(method === "HEAD" ? "GET" : method, path);
  return need;
}

/** Why somebody may not do something; nothing if they may. @param {Actor} actor @param {Action} action */
export function whyNot({ id, roles }, action) {
  const { does, roles: able } = ACTIONS[action];
  if (roles.some((role) => able.includes(role))) return undefined;
  if (roles.length === 0) return `${id} has no role here, so may not ${does}.`;
  return `Only ${listed(able)} may ${does}; ${id} is ${listed(roles, "and")}.`;
}

/**
 * Why somebody may not skip the approval; nothing if they may. The client asks, the setting decides.
 * @param {Actor} actor @param {import("../settings.js").Settings} settings
 */
export function whyNoSkip(actor, { skipApproval }) {
  if (skipApproval.length === 0) return "The gateway lets nobody skip the approval.";
  if (actor.roles.some((role) => skipApproval.includes(role))) return undefined;
  return `Only ${listed(skipApproval)} may skip the approval; leave it out to request a revocation.`;
}

/**
 * Who somebody is and what they may do, for the page.
 * @param {Actor} actor @param {import("../settings.js").Settings} settings
 */
export function meOf(actor, settings) {
  const actions = /** @type {Action[]} */ (Object.keys(ACTIONS));
  const may = Object.fromEntries(actions.map((action) => [action, whyNot(actor, action) ?? true]));
  const skipApproval = whyNot(actor, "revoke") ?? whyNoSkip(actor, settings) ?? true;
  return { ...actor, may: { ...may, skipApproval } };
}

/** @param {readonly string[]} words @param {string} [last] */
function listed(words, last = "or") {
  return [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(` ${last} `);
}

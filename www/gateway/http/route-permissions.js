// The permission that each route requires. The gateway answers 404 for a route that is not in this table, and describes each
// route of the table in `../openapi/`.

import { TrieRouter } from "hono/router/trie-router";

/** `public` requires no sign-in, `signed-in` no role. @typedef {import("../auth/permissions.js").Action | "public" | "signed-in"} Permission */

/** Every route except the console's files. @type {Array<[method: string, path: string, permission: Permission]>} */
export const ROUTES = [
  ["GET", "/services/v2/order/certificate", "read"],
  ["GET", "/services/v2/order/certificate/status-changes", "read"],
  ["GET", "/services/v2/order/certificate/:id", "read"],
  ["GET", "/services/v2/order/certificate/:id/duplicate", "read"],
  ["GET", "/services/v2/order/certificate/:id/reissue", "read"],
  ["GET", "/services/v2/request", "read"],
  ["GET", "/services/v2/request/:id", "read"],
  ["GET", "/services/v2/user/me", "read"],
  ["PUT", "/services/v2/order/certificate/:id/revoke", "revoke"],
  ["PUT", "/services/v2/certificate/:id/revoke", "revoke"],
  ["PUT", "/services/v2/request/:id/status", "decide"],
  ["GET", "/openapi.json", "public"],
  ["GET", "/console/config", "public"],
  ["GET", "/console/me", "signed-in"],
  ["GET", "/console/holds", "read"],
  ["PUT", "/console/holds/:id", "hold"],
  ["DELETE", "/console/holds/:id", "hold"],
  ["GET", "/console/holds/:id/history", "read"],
  ["GET", "/console/freeze", "read"],
  ["POST", "/console/freeze", "freeze"],
  ["POST", "/console/freeze/release", "release"],
  ["POST", "/console/break-glass", "revoke"],
  ["GET", "/console/proposals", "read"],
  ["GET", "/console/proposals/:id", "read"],
  ["GET", "/console/proposals/:id/orders", "read"],
  // The account checks that the person proposed it.
  ["POST", "/console/proposals/:id/withdraw", "read"],
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
  ["GET", "/console/audit-log", "auditLog"],
  ["GET", "/console/audit-log/export", "auditLog"],
  ["GET", "/console/notifications", "read"],
  ["POST", "/console/notifications/test", "notify"],
  ["POST", "/webhooks/digicert", "public"],
  ["GET", "/console/audit-log/status", "auditLog"],
];

/** @type {TrieRouter<{ route: string, permission: Permission }>} */
const router = new TrieRouter();
for (const [method, path, permission] of ROUTES)
  router.add(method, path, { route: `${method} ${path}`, permission });

/** Returns the permission that a request requires, `undefined` for an unknown route. @param {string} method @param {string} path */
export function requiredPermission(method, path) {
  return match(method, path)?.permission;
}

/** Returns the route of a request, without ids. @param {string} method @param {string} path */
export function routeOf(method, path) {
  return match(method, path)?.route ?? "another route";
}

/** @param {string} method @param {string} path */
function match(method, path) {
  const [[[found] = []]] = router.match(method === "HEAD" ? "GET" : method, path);
  return found;
}

// The account's routes. Only the gateway's app can reach them.

import { Hono } from "hono";
import { auditLogRoutes } from "../audit/routes.js";
import { identityOf } from "../auth/actor.js";
import { gatewayFailure } from "../http/problem.js";
import { jobRoutes } from "../jobs/routes.js";
import { deniedResult } from "./change-result.js";
import { toListItem } from "./rules/approval-request.js";

/** @typedef {{ caller: import("../upstream/account-client.js").Caller, reason: string }} HoldChange */

/**
 * @param {object} account
 * @param {(call: import("../upstream/account-client.js").AccountCall) => Promise<Response>} account.respond
 * @param {import("hono").MiddlewareHandler} account.idempotent for the changes below it
 * @param {import("../audit/log.js").AuditLog} account.auditLog
 * @param {import("./holds.js").Holds} account.holds
 * @param {import("./proposals.js").Proposals} account.proposals
 * @param {import("../jobs/jobs.js").Jobs} account.jobs
 * @param {import("../webhooks/webhooks.js").Webhooks} account.webhooks
 * @param {import("../audit/witness/publisher.js").HeadPublisher} account.publisher
 * @param {(text: string) => string} account.redact
 */
export function accountRoutes({ respond, idempotent, ...account }) {
  const { auditLog, publisher, holds, proposals, redact, jobs, webhooks } = account;
  const routes = new Hono();
  routes.onError(gatewayFailure);
  /** User-supplied text may contain a secret. @param {unknown} value */
  const redactedJson = (value) =>
    new Response(redact(JSON.stringify(value)), {
      headers: { "content-type": "application/json" },
    });

  routes.post("/call", async (c) => respond(await c.req.json()));
  routes.use(idempotent);
  routes.get("/proposals", () => redactedJson({ proposals: proposals.list().map(toListItem) }));

  routes.get("/holds", (c) => c.json({ holds: holds.list() }));
  routes.post("/holds/:id/set", async (c) => {
    const orderId = c.req.param("id");
    /** @type {HoldChange} */
    const { caller, reason } = await c.req.json();
    await auditLog.append(holdEntry("hold-set", orderId, reason, caller));
    // Every user whom the hold blocks can read the reason.
    holds.set({ orderId, reason: redact(reason), by: caller.actor.id, time: Date.now() });
    await jobs.runs.applyHold(orderId);
    return new Response(null, { status: 204 });
  });
  routes.post("/holds/:id/lift", async (c) => {
    const orderId = c.req.param("id");
    /** @type {HoldChange} */
    const { caller, reason } = await c.req.json();
    const hold = holds.of(orderId);
    if (!hold)
      return deniedResult(404, "not_found|hold", `Order ${orderId} is not on hold.`).response;
    const entry = holdEntry("hold-lifted", orderId, reason, caller);
    await auditLog.append({ ...entry, details: { ...entry.details, hold } });
    holds.lift(orderId);
    await jobs.runs.applyHold(orderId);
    return new Response(null, { status: 204 });
  });

  routes.route("/jobs", jobRoutes(jobs));
  routes.route("/", webhooks.routes);

  routes.route("/audit-log", auditLogRoutes({ auditLog, publisher, redact }));
  return routes;
}

/** @param {string} action @param {string} order @param {string} reason @param {HoldChange["caller"]} caller */
function holdEntry(action, order, reason, { actor, origin }) {
  return { actor: identityOf(actor), action, target: { order }, details: { reason }, origin };
}

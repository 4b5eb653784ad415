// The account's routes. Only the gateway's app can reach them.

import { Hono } from "hono";
import { auditLogRoutes } from "../audit/routes.js";
import { gatewayFailure } from "../http/problem.js";
import { jobRoutes } from "../jobs/routes.js";
import { toHoldView } from "./holds.js";
import { proposalRoutes } from "./proposal-routes.js";

/** @typedef {import("../upstream/account-client.js").Caller} Caller */

/**
 * @param {object} account
 * @param {(call: import("../upstream/account-client.js").AccountCall) => Promise<Response>} account.respond
 * @param {import("hono").MiddlewareHandler} account.idempotent for the changes below it
 * @param {import("../audit/log.js").AuditLog} account.auditLog
 * @param {import("./holds.js").Holds} account.holds
 * @param {import("./hold-changes.js").HoldChanges} account.holdChanges
 * @param {import("./stop-button.js").StopButton} account.stopButton
 * @param {import("./two-person.js").TwoPerson} account.twoPerson
 * @param {import("../jobs/jobs.js").Jobs} account.jobs
 * @param {import("../webhooks/webhooks.js").Webhooks} account.webhooks
 * @param {import("../audit/witness/publisher.js").HeadPublisher} account.publisher
 * @param {(text: string) => string} account.redact
 */
export function accountRoutes({ respond, idempotent, auditLog, redact, jobs, ...account }) {
  const { publisher, holds, holdChanges, stopButton, twoPerson, webhooks } = account;
  const routes = new Hono();
  routes.onError(gatewayFailure);
  /** User-supplied text may contain a secret. @param {unknown} value */
  const redactedJson = (value) =>
    new Response(redact(JSON.stringify(value)), {
      headers: { "content-type": "application/json" },
    });

  routes.post("/call", async (c) => respond(await c.req.json()));
  routes.use(idempotent);

  routes.get("/holds", (c) => c.json({ holds: holds.listStored().map(toHoldView) }));
  routes.post("/holds/:id/set", async (c) => {
    const { caller, ...input } = await c.req.json();
    return (await holdChanges.set(c.req.param("id"), input, caller)).response;
  });
  routes.post("/holds/:id/lift", async (c) => {
    /** @type {{ caller: Caller, reason: string }} */
    const { caller, reason } = await c.req.json();
    return (await holdChanges.lift(c.req.param("id"), reason, caller)).response;
  });
  routes.post("/holds/:id/history", async (c) =>
    c.json({ history: holds.history(c.req.param("id"), await c.req.json()) }),
  );

  routes.get("/freeze", (c) => c.json(stopButton.view()));
  routes.post("/freeze/set", async (c) => {
    const { caller, reason } = await c.req.json();
    return stopButton.press(reason, caller);
  });
  routes.post("/freeze/release", async (c) => {
    const { caller, reason } = await c.req.json();
    return stopButton.release(reason, caller);
  });

  routes.route("/proposals", proposalRoutes({ twoPerson, jobs, auditLog, redactedJson }));
  routes.route("/jobs", jobRoutes(jobs));
  routes.route("/", webhooks.routes);

  routes.route("/audit-log", auditLogRoutes({ auditLog, publisher, redact }));
  return routes;
}

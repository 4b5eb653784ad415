// The account's routes of notifications. Only the gateway's app can reach them; it checks the permissions.

import { Hono } from "hono";

/**
 * @param {import("./notifications.js").Notifications} notifications
 * @param {{ state: () => object }} received events of CertCentral
 * @param {import("../audit/log.js").AuditLog} auditLog @param {(text: string) => string} redact
 */
export function notificationRoutes(notifications, received, auditLog, redact) {
  const routes = new Hono();
  const stateResponse = (/** @type {number} */ status) => {
    const state = { webhooks: notifications.state(), digicert: received.state() };
    const headers = { "content-type": "application/json" };
    return new Response(redact(JSON.stringify(state)), { status, headers });
  };

  routes.get("/", () => stateResponse(200));
  routes.post("/test", async (c) => {
    const { caller } = await c.req.json();
    const { id, how } = caller.actor;
    await auditLog.append({
      actor: { id, how },
      action: "notification-test",
      origin: caller.origin,
    });
    return stateResponse(202);
  });
  return routes;
}

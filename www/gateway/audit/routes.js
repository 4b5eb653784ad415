// The account's routes of the audit log. Only the gateway's app can reach them; it checks the permissions. Reading and
// exporting the log are entries themselves.

import { Hono } from "hono";
import { identityOf } from "../auth/actor.js";

/** @typedef {import("../upstream/account-client.js").Caller} Caller */

/**
 * @param {object} account
 * @param {import("./log.js").AuditLog} account.auditLog
 * @param {import("./witness/publisher.js").HeadPublisher} account.publisher
 * @param {(text: string) => string} account.redact
 */
export function auditLogRoutes({ auditLog, publisher, redact }) {
  const routes = new Hono();

  routes.post("/", async (c) => {
    const { filter, before, limit, caller } = await c.req.json();
    // One entry more than the page shows whether another page exists.
    const found = auditLog.read(filter, { before, limit: limit + 1 });
    const entries = found.slice(0, limit);
    const next = found.length > limit ? { next: entries.at(-1)?.seq } : {};
    // Before the response, and after the read: a page does not begin with its own entry.
    const details = { filter, before, limit };
    await auditLog.repeated.add({ ...entryOf("audit-log-read", caller), details }, {});
    return new Response(redact(JSON.stringify({ entries, ...next })), {
      headers: { "content-type": "application/json" },
    });
  });
  routes.post("/export", async (c) => {
    const { caller } = await c.req.json();
    const { last: through, hash } = await auditLog.head();
    // Before the export, so that the export contains its own entry.
    await auditLog.append({
      ...entryOf("audit-log-exported", caller),
      details: { through, hash },
    });
    const headers = { "content-type": "application/jsonl" };
    return new Response(await auditLog.export(), { headers });
  });
  routes.get("/status", async (c) => {
    const { log, created, first, last, hash, line } = await auditLog.head();
    const { key } = JSON.parse(line);
    return c.json({ log, created, first, last, hash, key, witnesses: publisher.status() });
  });
  // For denials outside the account.
  routes.post("/denial", async (c) => {
    await auditLog.appendDenial(await c.req.json());
    return new Response(null, { status: 204 });
  });
  return routes;
}

/** @param {string} action @param {Caller} caller */
const entryOf = (action, { actor, origin }) => ({ actor: identityOf(actor), action, origin });

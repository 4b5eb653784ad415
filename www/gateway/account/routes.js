// What the gateway's app asks an account for, as paths inside the Durable Object; nobody else can reach them.

import { Hono } from "hono";
import { jobRoutes } from "../jobs/routes.js";
import { refused } from "./change-result.js";
import { listedOf } from "./rules/approval-request.js";

/** @typedef {{ from: import("../upstream/account-client.js").From, reason: string }} Asked about a hold */

/**
 * The parts of an account that its routes use.
 * @typedef {object} AccountParts
 * @property {import("../audit/log.js").Record} record
 * @property {import("./holds.js").Holds} holds
 * @property {import("./proposals.js").Proposals} proposals
 * @property {import("../jobs/jobs.js").Jobs} jobs
 * @property {(text: string) => string} redact
 * @property {(call: import("../upstream/account-client.js").Asked) => Promise<Response>} answer
 */

/** @param {AccountParts} account */
export function routesOf(account) {
  const { record, holds, proposals, redact, jobs } = account;
  const routes = new Hono();
  /** What people wrote may hold what must not be shown. @param {unknown} value */
  const shown = (value) =>
    new Response(redact(JSON.stringify(value)), {
      headers: { "content-type": "application/json" },
    });

  routes.post("/call", async (c) => account.answer(await c.req.json()));
  routes.get("/proposals", () => shown({ proposals: proposals.list().map(listedOf) }));

  routes.get("/holds", (c) => c.json({ holds: holds.list() }));
  routes.post("/holds/:id/set", async (c) => {
    const orderId = c.req.param("id");
    /** @type {Asked} */
    const { from, reason } = await c.req.json();
    await record.append(entryOf("hold-set", orderId, reason, from));
    // It is told to everybody whom the hold stops.
    holds.set({ orderId, reason: redact(reason), by: from.actor.id, time: Date.now() });
    await jobs.runs.heldOrLifted(orderId);
    return new Response(null, { status: 204 });
  });
  routes.post("/holds/:id/lift", async (c) => {
    const orderId = c.req.param("id");
    /** @type {Asked} */
    const { from, reason } = await c.req.json();
    const hold = holds.of(orderId);
    if (!hold) return refused(404, "not_found|hold", `Order ${orderId} is not on hold.`).answer;
    const entry = entryOf("hold-lifted", orderId, reason, from);
    await record.append({ ...entry, details: { ...entry.details, hold } });
    holds.lift(orderId);
    await jobs.runs.heldOrLifted(orderId);
    return new Response(null, { status: 204 });
  });

  routes.route("/jobs", jobRoutes(jobs));

  routes.post("/record", async (c) => {
    const { filter, before, limit } = await c.req.json();
    // One more than is shown tells whether there is another page.
    const found = record.read(filter, { before, limit: limit + 1 });
    const entries = found.slice(0, limit);
    const next = found.length > limit ? { next: entries.at(-1)?.seq } : {};
    return shown({ entries, ...next });
  });
  routes.get("/record/export", async () => {
    const headers = { "content-type": "application/jsonl" };
    return new Response(await record.exported(), { headers });
  });
  // What is decided outside an account, such as who is let in.
  routes.post("/record/entry", async (c) => {
    await record.append(await c.req.json());
    return new Response(null, { status: 204 });
  });
  return routes;
}

/** @param {string} action @param {string} order @param {string} reason @param {Asked["from"]} from */
function entryOf(action, order, reason, { actor: { id, how }, origin }) {
  return { actor: { id, how }, action, target: { order }, details: { reason }, origin };
}

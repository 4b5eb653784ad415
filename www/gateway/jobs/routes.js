// The account's job routes. Only the gateway's app can reach them; it checks the permissions.

import { Hono } from "hono";
import { deniedResult } from "../account/change-result.js";
import { requestIdOf } from "../account/rules/approval-request.js";
import { jobNotFound } from "./service.js";
import { journalLines, streamResponse } from "./streams.js";
import { toJobDetails, toJobSummary } from "./view.js";

/** @typedef {import("./store.js").Job} Job */

/** @param {import("./jobs.js").Jobs} jobs */
export function jobRoutes({ store, service, runs, planning, journals, starter }) {
  const routes = new Hono();
  /** The arguments of the view. @param {Job} job @returns {[Job, import("certcentral-revoke/mass").Snapshot | undefined, string | undefined]} */
  const viewOf = (job) => {
    const { n } = starter.pendingProposal(job.id) ?? {};
    return [
      job,
      runs.current(job.id)?.snapshot(),
      n === undefined ? undefined : String(requestIdOf(n)),
    ];
  };
  /** @param {string} id @param {number} [status] */
  const respondWith = (id, status = 200) => {
    const job = store.get(id);
    return job ? Response.json(toJobDetails(...viewOf(job)), { status }) : jobNotFound();
  };
  /** Returns the run or rehearsal that has the job's orders, if any. @param {Job} job */
  const runViewOf = async (job) => {
    if (job.phase === "started" || job.phase === "ended") return runs.view(job);
    return job.phase === "rehearsed" ? planning.rehearsal(job) : undefined;
  };
  /** @param {string} id @param {(job: Job) => Promise<Response> | Response} respond */
  const withJob = async (id, respond) => {
    const job = store.get(id);
    return job ? respond(job) : jobNotFound();
  };

  routes.post("/", async (c) => {
    const options = JSON.parse(decodeURIComponent(c.req.header("job-options") ?? ""));
    const created = await service.create(c.req.raw.body, options);
    return created instanceof Response ? created : respondWith(created.id, 201);
  });
  routes.get("/", (c) => c.json({ jobs: store.list().map((job) => toJobSummary(...viewOf(job))) }));
  routes.get("/:id", (c) => respondWith(c.req.param("id")));
  routes.post("/:id/remove", async (c) =>
    service.remove(c.req.param("id"), (await c.req.json()).caller),
  );
  routes.post("/:id/:action{set|plan|rehearse|start|pause|resume|cancel}", async (c) => {
    const { id, action } = c.req.param();
    const response = await perform(id, action, await c.req.json());
    return response.status === 204 ? respondWith(id, action === "set" ? 200 : 202) : response;
  });
  /** @param {string} id @param {string} action @param {any} input */
  const perform = (id, action, input) => {
    if (action === "set") return service.configure(id, input);
    if (action === "plan") return service.plan(id, input.caller);
    if (action === "rehearse") return service.rehearse(id, input.caller);
    if (action === "start") return service.start(id, input);
    return service.control(
      id,
      /** @type {import("./service.js").ControlAction} */ (action),
      input.caller,
    );
  };

  routes.post("/:id/orders", (c) =>
    withJob(c.req.param("id"), async (job) => {
      const view = await runViewOf(job);
      return c.json(view?.orders(await c.req.json()) ?? { total: 0, rows: [] });
    }),
  );
  routes.get("/:id/report/:format{csv|json}", (c) =>
    withJob(c.req.param("id"), async (job) => {
      const view = await runViewOf(job);
      if (!view) {
        const message = "There is no report until the list is rehearsed or started.";
        return deniedResult(409, "conflict|state", message).response;
      }
      const isCsv = c.req.param("format") === "csv";
      const type = isCsv ? "text/csv; charset=utf-8" : "application/json";
      const options = { auditEntries: store.digests(job.id) };
      return streamResponse(isCsv ? view.reportCsv(options) : view.reportJson(options), type);
    }),
  );
  routes.get("/:id/journal", (c) =>
    withJob(c.req.param("id"), ({ id }) =>
      streamResponse(journalLines(journals, id), "application/jsonl"),
    ),
  );
  return routes;
}

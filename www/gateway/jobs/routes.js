// The account's job routes. Only the gateway's app can reach them; it checks the permissions.

import { Hono } from "hono";
import { requestIdOf } from "../account/approval-request.js";
import { deniedResult } from "../account/change-result.js";
import { jobNotFound, NOT_STARTED } from "./service.js";
import { journalLines, streamResponse } from "./streams.js";
import { toJobDetails, toJobSummary } from "./view.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").JobSummary} JobSummary */

/** @param {import("./jobs.js").Jobs} jobs */
export function jobRoutes({ store, service, runs, planning, journals, starter }) {
  const routes = new Hono();
  /** The current snapshot of a job, and the pending request to start it. @param {JobSummary} job @returns {[import("certcentral-revoke/mass").Snapshot | undefined, string | undefined]} */
  const stateOf = ({ id, phase }) => {
    const n = NOT_STARTED.includes(phase) ? starter.pendingProposal(id)?.n : undefined;
    return [runs.current(id)?.snapshot(), n === undefined ? undefined : String(requestIdOf(n))];
  };
  /** @param {string} id @param {number} [status] */
  const respondWith = (id, status = 200) => {
    const job = store.get(id);
    if (!job) return jobNotFound();
    const details = toJobDetails(job, ...stateOf(job), starter.planMinutes);
    return Response.json(details, { status });
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
  routes.post("/list", async (c) => {
    const { jobs, total } = store.list(await c.req.json());
    return c.json({ jobs: jobs.map((job) => toJobSummary(job, ...stateOf(job))), total });
  });
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

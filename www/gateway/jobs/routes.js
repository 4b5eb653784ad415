// What the gateway's app asks the account about jobs, as paths inside the Durable Object; nobody else can reach them. Not
// here: who may (`../auth/permissions.js`), and what is done (`desk.js`).

import { Hono } from "hono";
import { refused } from "../account/change-result.js";
import { requestIdOf } from "../account/rules/approval-request.js";
import { notThere } from "./service.js";
import { linesIn, streamed } from "./streams.js";
import { shownOf, summaryOf } from "./view.js";

/** @typedef {import("./store.js").Job} Job */

/** @param {import("./jobs.js").Jobs} jobs */
export function jobRoutes({ store, desk, runs, planning, journals, approval }) {
  const routes = new Hono();
  /** @param {Job} job @returns {[Job, import("certcentral-revoke/mass").Snapshot | undefined, string | undefined]} */
  const standing = (job) => {
    const { n } = approval.waiting(job.id) ?? {};
    return [
      job,
      runs.now(job.id)?.snapshot(),
      n === undefined ? undefined : String(requestIdOf(n)),
    ];
  };
  /** @param {string} id @param {number} [status] */
  const told = (id, status = 200) => {
    const job = store.get(id);
    return job ? Response.json(shownOf(...standing(job)), { status }) : notThere();
  };
  /** What there is to see of its orders: a run, a rehearsal, or nothing yet. @param {Job} job */
  const looked = async (job) => {
    if (job.phase === "started" || job.phase === "ended") return runs.open(job);
    return job.phase === "rehearsed" ? planning.rehearsal(job) : undefined;
  };
  /** @param {string} id @param {(job: Job) => Promise<Response> | Response} look */
  const of = async (id, look) => {
    const job = store.get(id);
    return job ? look(job) : notThere();
  };

  routes.post("/", async (c) => {
    const asked = JSON.parse(decodeURIComponent(c.req.header("asked") ?? ""));
    const given = await desk.give(c.req.raw.body, asked);
    return given instanceof Response ? given : told(given.id, 201);
  });
  routes.get("/", (c) => c.json({ jobs: store.list().map((job) => summaryOf(...standing(job))) }));
  routes.get("/:id", (c) => told(c.req.param("id")));
  routes.post("/:id/remove", async (c) =>
    desk.remove(c.req.param("id"), (await c.req.json()).from),
  );
  routes.post("/:id/:act{set|plan|rehearse|start|pause|resume|cancel}", async (c) => {
    const { id, act } = c.req.param();
    const asked = await c.req.json();
    const answer = await done(id, act, asked);
    return answer.status === 204 ? told(id, act === "set" ? 200 : 202) : answer;
  });
  /** @param {string} id @param {string} act @param {any} asked */
  const done = (id, act, asked) => {
    if (act === "set") return desk.set(id, asked);
    if (act === "plan") return desk.plan(id, asked.from);
    if (act === "rehearse") return desk.rehearse(id, asked.from);
    if (act === "start") return desk.start(id, asked);
    return desk.steer(id, /** @type {import("./service.js").Steer} */ (act), asked.from);
  };

  routes.post("/:id/orders", (c) =>
    of(c.req.param("id"), async (job) => {
      const seen = await looked(job);
      return c.json(seen?.orders(await c.req.json()) ?? { total: 0, rows: [] });
    }),
  );
  routes.get("/:id/report/:format{csv|json}", (c) =>
    of(c.req.param("id"), async (job) => {
      const seen = await looked(job);
      if (!seen) {
        const message = "There is no report before it was rehearsed or started.";
        return refused(409, "conflict|state", message).answer;
      }
      const isCsv = c.req.param("format") === "csv";
      const type = isCsv ? "text/csv; charset=utf-8" : "application/json";
      const options = { recorded: store.recorded(job.id) };
      return streamed(isCsv ? seen.reportCsv(options) : seen.reportJson(options), type);
    }),
  );
  routes.get("/:id/journal", (c) =>
    of(c.req.param("id"), ({ id }) => streamed(linesIn(journals, id), "application/jsonl")),
  );
  return routes;
}

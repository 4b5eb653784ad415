// The edge worker: serves the console and holds the key. It speaks CertCentral's own protocol, for the paths that the
// console needs and for no others.

import { Hono } from "hono";
import { identitiesOf } from "./auth/development.js";
import { meOf } from "./auth/permissions.js";
import { configOf } from "./environment.js";
import { admission } from "./http/admission.js";
import { secured } from "./http/headers.js";
import { refusal } from "./http/problem.js";
import { record } from "./routes/audit-log.js";
import { changes } from "./routes/changes.js";
import { holds } from "./routes/holds.js";
import { jobs } from "./routes/jobs.js";
import { proposals } from "./routes/proposals.js";
import { reads } from "./routes/reads.js";

/** @type {Hono<import("./http/context.js").Gateway>} */
const app = new Hono();

app.use(async (c, next) => {
  await next();
  c.res = secured(c.res, c.req.path);
});
app.use(admission);
app.route("/services/v2", reads);
app.route("/services/v2", changes);
app.get("/console/config", (c) =>
  c.json({ ...configOf(c.env), ...identitiesOf(c.get("settings").signIn) }),
);
app.get("/console/me", (c) => c.json(meOf(c.get("actor"), c.get("settings"))));
app.route("/console/holds", holds);
app.route("/console/proposals", proposals);
app.route("/console/jobs", jobs);
app.route("/console/record", record);
for (const rest of ["/services/*", "/console/*"]) app.all(rest, notFound);
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.notFound(notFound);
app.onError(() => refusal(500, [{ code: "gateway_error", message: "The gateway failed." }]));

function notFound() {
  return refusal(404, [{ code: "not_found|route", message: "The gateway knows no such path." }]);
}

export default app;

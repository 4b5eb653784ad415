// The edge worker: serves the console, holds the API key, and speaks CertCentral's protocol for the routes that the console
// needs.

import { Hono } from "hono";
import { developmentIdentities } from "./auth/development.js";
import { profileOf } from "./auth/permissions.js";
import { consoleConfig } from "./environment.js";
import { admission } from "./http/admission.js";
import { withSecurityHeaders } from "./http/headers.js";
import { gatewayFailure, problem } from "./http/problem.js";
import { openApiDocument } from "./openapi/document.js";
import { auditLog } from "./routes/audit-log.js";
import { breakGlass, changes } from "./routes/changes.js";
import { freeze } from "./routes/freeze.js";
import { holds } from "./routes/holds.js";
import { jobs } from "./routes/jobs.js";
import { notifications } from "./routes/notifications.js";
import { proposals } from "./routes/proposals.js";
import { reads } from "./routes/reads.js";
import { webhooks } from "./routes/webhooks.js";

/** @type {Hono<import("./http/context.js").GatewayContext>} */
const app = new Hono();

app.use(async (c, next) => {
  await next();
  const response = withSecurityHeaders(c.res, c.req.path);
  // Hono's setter copies the headers of an earlier response over those of the new one.
  c.res = undefined;
  c.res = response;
});
app.use(admission);
app.get("/openapi.json", (c) => c.json(openApiDocument()));
app.route("/services/v2", reads);
app.route("/services/v2", changes);
app.get("/console/config", (c) =>
  c.json({ ...consoleConfig(c.env), ...developmentIdentities(c.get("settings").signIn) }),
);
app.get("/console/me", (c) => c.json(profileOf(c.get("actor"), c.get("settings"))));
app.route("/console/break-glass", breakGlass);
app.route("/console/freeze", freeze);
app.route("/console/holds", holds);
app.route("/console/proposals", proposals);
app.route("/console/jobs", jobs);
app.route("/console/audit-log", auditLog);
app.route("/console/notifications", notifications);
app.route("/webhooks", webhooks);
for (const path of ["/services/*", "/console/*", "/webhooks/*"]) app.all(path, notFound);
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.notFound(notFound);
app.onError(gatewayFailure);

function notFound() {
  return problem(404, [{ code: "not_found|route", message: "The gateway has no such route." }]);
}

export default app;

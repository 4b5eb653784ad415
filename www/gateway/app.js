// The edge worker: serves the console and holds the key. It speaks CertCentral's own protocol, for the paths that the
// console needs and for no others.

import { Hono } from "hono";
import { admission } from "./admission.js";
import { changes } from "./changes.js";
import { holds } from "./console/holds.js";
import { proposals } from "./console/proposals.js";
import { record } from "./console/record.js";
import { configOf } from "./environment.js";
import { secured } from "./headers.js";
import { reads } from "./reads.js";
import { refusal } from "./refusal.js";

/** @type {Hono<import("./admission.js").Gateway>} */
const app = new Hono();

app.use(async (c, next) => {
  await next();
  c.res = secured(c.res, c.req.path);
});
app.use(admission);
app.route("/services/v2", reads);
app.route("/services/v2", changes);
app.all("/services/*", () =>
  refusal(404, [{ code: "not_found|route", message: "The gateway knows no such path." }]),
);
app.get("/console/config", (c) => c.json(configOf(c.env)));
app.route("/console/holds", holds);
app.route("/console/proposals", proposals);
app.route("/console/record", record);
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.onError(() => refusal(500, [{ code: "gateway_error", message: "The gateway failed." }]));

export default app;

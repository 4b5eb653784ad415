// The edge worker: serves the console and holds the key. It speaks CertCentral's own protocol, for the paths that the
// console needs and for no others.

import { Hono } from "hono";
import { changes } from "./changes.js";
import { configOf } from "./environment.js";
import { secured } from "./headers.js";
import { reads } from "./reads.js";
import { refusal } from "./refusal.js";
import { recordOf } from "./upstream.js";

/** @typedef {import("./upstream.js").GatewayEnv} GatewayEnv */

/** @type {Hono<{ Bindings: GatewayEnv }>} */
const app = new Hono();

app.use(async (c, next) => {
  await next();
  c.res = secured(c.res, c.req.path);
});
app.route("/services/v2", reads);
app.route("/services/v2", changes);
app.all("/services/*", () =>
  refusal(404, [{ code: "not_found|route", message: "The gateway knows no such path." }]),
);
app.get("/console/config", (c) => c.json(configOf(c.env)));
app.get("/console/record", (c) => recordOf(c.env));
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.onError(() => refusal(500, [{ code: "gateway_error", message: "The gateway failed." }]));

export default app;

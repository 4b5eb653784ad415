// The edge worker: serves the console and holds the key. It speaks CertCentral's own protocol for the few paths the
// console needs; a revoke is read by the same rules as in the package and built anew, never passed through.

import { buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import { bytesOf } from "./bounded.js";
import { crossSiteFault } from "./cross-site.js";
import { environmentOf } from "./environment.js";
import { secured } from "./headers.js";
import { refusal } from "./refusal.js";
import { upstream } from "./upstream.js";
import { optionsFrom } from "./wire.js";

/** @typedef {import("./upstream.js").GatewayEnv} GatewayEnv */

/** @type {Hono<{ Bindings: GatewayEnv }>} */
const app = new Hono();
const ORDERS = "/services/v2/order/certificate";
const ORDER = `${ORDERS}/:id{[1-9][0-9]{0,19}}`;
const MOST_BODY = 64 * 1024;

app.use(async (c, next) => {
  await next();
  c.res = secured(c.res, c.req.path);
});

app.get(ORDERS, (c) =>
  upstream(c.env, { method: "GET", path: `/order/certificate${new URL(c.req.url).search}` }),
);
app.get(ORDER, (c) =>
  upstream(c.env, { method: "GET", path: `/order/certificate/${c.req.param("id")}` }),
);

app.put(`${ORDER}/revoke`, async (c) => {
  // The body first: a connection that is answered before it was read to its end is reset.
  const bytes = await bytesOf(c.req.raw, MOST_BODY);
  const foreign = crossSiteFault(c.req.raw);
  if (foreign) {
    const message = `Refused by the gateway: ${foreign}.`;
    return refusal(403, [{ code: "access_denied|cross_site", message }]);
  }
  if (!bytes) {
    const message = `The body is longer than ${MOST_BODY} bytes.`;
    return refusal(413, [{ code: "bad_request_format", message }]);
  }
  const given = optionsFrom(bytes);
  if ("code" in given) return refusal(400, [given]);
  try {
    const built = buildRevokeOrder(c.req.param("id"), given.options);
    return await upstream(c.env, { ...built, headers: { ...built.headers } });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return refusal(
      400,
      error.issues.map(({ field, message }) => ({ code: `bad_request|${field}`, message })),
    );
  }
});

app.all("/services/*", () =>
  refusal(404, [{ code: "not_found|route", message: "The gateway knows no such path." }]),
);
app.get("/console/config", (c) => c.json({ environment: environmentOf(c.env) }));
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.onError(() => refusal(500, [{ code: "gateway_error", message: "The gateway failed." }]));

export default app;

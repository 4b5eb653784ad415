// The edge worker: serves the console and holds the key. It speaks CertCentral's own protocol for the few paths the
// console needs; a revoke is read by the same rules as in the package and built anew, never passed through.

import { buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import { crossSiteFault } from "./cross-site.js";
import { secured } from "./headers.js";
import { refusal } from "./refusal.js";
import { upstream } from "./upstream.js";

/** @typedef {import("./upstream.js").GatewayEnv} GatewayEnv */

/** @type {Hono<{ Bindings: GatewayEnv }>} */
const app = new Hono();
const ORDERS = "/services/v2/order/certificate";
const ORDER = `${ORDERS}/:id{[1-9][0-9]{0,19}}`;
/** DigiCert's names of the fields, and the package's. */
const FIELDS = new Map([
  ["revocation_reason", "revocationReason"],
  ["skip_approval", "skipApproval"],
  ["comments", "comment"],
]);
const MOST_BODY = 64 * 1024;

app.use(async (c, next) => {
  await next();
  c.res = secured(c.res);
});

app.get(ORDERS, (c) =>
  upstream(c.env, { method: "GET", path: `/order/certificate${new URL(c.req.url).search}` }),
);
app.get(ORDER, (c) =>
  upstream(c.env, { method: "GET", path: `/order/certificate/${c.req.param("id")}` }),
);

app.put(`${ORDER}/revoke`, async (c) => {
  // The body first: a connection that is answered before it was read to its end is reset.
  const given = await optionsOf(c.req.raw);
  const fault = crossSiteFault(c.req.raw);
  if (fault)
    return refusal(403, [
      { code: "access_denied|cross_site", message: `Refused by the gateway: ${fault}.` },
    ]);
  if (!given)
    return refusal(400, [
      { code: "bad_request_format", message: "The body must be a JSON object." },
    ]);
  try {
    const { method, path, headers, body } = buildRevokeOrder(c.req.param("id"), given);
    return await upstream(c.env, { method, path, headers: { ...headers }, body });
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
app.get("/console/config", (c) => c.json({ environment: c.env.ENVIRONMENT ?? "digicert" }));
app.get("*", (c) => c.env.ASSETS.fetch(c.req.raw));
app.onError(() => refusal(500, [{ code: "gateway_error", message: "The gateway failed." }]));

export default app;

/** What a client sent, under the package's names; unknown names stay, so that the rules can refuse them. @param {Request} request */
async function optionsOf(request) {
  const text = await request.text();
  if (text.length > MOST_BODY) return undefined;
  try {
    const body = JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [FIELDS.get(name) ?? name, value]),
    );
  } catch {
    return undefined;
  }
}

// Who asks, as far as the gateway knows: whoever says so. What a change to the gateway's own data brings along.

import { bodyOf } from "./changes.js";

/**
 * What the routes get.
 * @typedef {object} Admitted
 * @property {import("./upstream.js").Actor} actor
 * @property {Uint8Array} body
 */
/** @typedef {{ Bindings: import("./upstream.js").GatewayEnv, Variables: Admitted }} Gateway */

/** @type {import("hono").MiddlewareHandler<Gateway>} */
export async function admission(c, next) {
  const id = c.req.header("x-certcentral-identity") ?? "unknown";
  c.set("actor", { id, how: "development", roles: [] });
  if (c.req.method !== "GET" && c.req.path.startsWith("/console/")) {
    const body = await bodyOf(c.req.raw);
    if (body instanceof Response) return body;
    c.set("body", body);
  }
  return next();
}

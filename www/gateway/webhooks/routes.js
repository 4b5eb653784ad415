// The account's routes of DigiCert's webhook. Only the gateway's app can reach them; it checks the secret.

import { Hono } from "hono";

/** @param {import("./confirmations.js").Confirmations} confirmations */
export function digicertRoutes(confirmations) {
  const routes = new Hono();
  routes.post("/event", async (c) => {
    await confirmations.receive(await c.req.json());
    return new Response(null, { status: 204 });
  });
  routes.post("/rejected", async (c) => {
    await confirmations.reject(await c.req.json());
    return new Response(null, { status: 204 });
  });
  return routes;
}

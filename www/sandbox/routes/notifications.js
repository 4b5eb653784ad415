// The receiver of the gateway's notifications, and the list of what it received, as JSON or as a page.

import { Hono } from "hono";
import { html } from "hono/html";
import { json } from "../errors.js";
import { receive } from "../notifications.js";

/** @typedef {import("../notifications.js").Received} Received */

const FORMATS = ["json", "slack", "teams"];

/** @param {import("../context.js").State} state @param {() => number} clock */
export function notificationRoutes(state, clock) {
  const routes = new Hono();
  routes.get("/", (c) =>
    c.req.header("accept")?.includes("text/html")
      ? c.html(page(state.notifications))
      : json({ notifications: state.notifications }),
  );
  routes.post("/:format", async (c) => {
    const { format } = c.req.param();
    if (!FORMATS.includes(format))
      return json({ error: `the format is one of ${FORMATS.join(", ")}` }, 404);
    const { notifications, settings } = state;
    const { headers } = c.req.raw;
    const text = await c.req.text();
    await receive(notifications, { headers, text, format }, settings.notificationSecret, clock());
    return new Response(null, { status: settings.notificationStatus });
  });
  return routes;
}

/** @param {Received[]} received */
const page = (received) => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="2" />
      <title>Notifications</title>
    </head>
    <body>
      <h1>Notifications</h1>
      <p>${received.length} received, the newest first. The page reloads every two seconds.</p>
      ${received.map(
        ({ time, format, signature, body }) => html`
          <h2>${time} ${format}, signature ${signature}</h2>
          <pre>${JSON.stringify(body, null, 2)}</pre>
        `,
      )}
    </body>
  </html>`;

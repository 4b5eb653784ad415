// Control routes outside DigiCert's paths: request log, settings, injected faults, further certificates, reset. They need no
// API key, so they accept only requests from this machine, and none of pages of other sites.

import { Hono } from "hono";
import { hasLoopbackHost, isLoopbackUrl } from "../../loopback.js";
import { json, noContent } from "../errors.js";
import { mergeSettings } from "../settings.js";

/** @typedef {import("../context.js").State} State */

/** @param {State} state @param {() => void} reset @param {() => import("../account.js").Account} account the current account */
export function controlRoutes(state, reset, account) {
  const control = new Hono();
  control.use(async (c, next) => {
    const issue = accessIssue(c.req.raw);
    if (issue !== undefined)
      return json({ error: `The sandbox refuses this request: ${issue}.` }, 403);
    return next();
  });
  control.get("/log", () => json({ log: state.log }));
  control.get("/revokes", () => {
    const counts = [...state.revokes];
    const sent = counts.reduce((sum, [, times]) => sum + times, 0);
    const more_than_once = counts.filter(([, times]) => times > 1);
    return json({
      orders: counts.length,
      sent,
      more_than_once: Object.fromEntries(more_than_once),
    });
  });
  control.post("/reset", () => {
    reset();
    return noContent();
  });
  control.post("/duplicates", async (c) => {
    const { order_id: id, count = 1 } = await c.req.json();
    if (!Number.isInteger(count) || count < 1 || count > 10_000)
      return json({ error: "count must be an integer from 1 to 10000" }, 400);
    account().addDuplicates(id, count);
    return noContent();
  });
  control.get("/settings", () =>
    json({ ...state.settings, keys: Object.values(state.settings.keys) }),
  );
  control.put("/settings", async (c) => {
    state.settings = mergeSettings(await c.req.json(), state.settings);
    return noContent();
  });
  control.post("/faults", async (c) => {
    const {
      method,
      pathPrefix = "",
      times = 1,
      status,
      body = "",
      contentType = "text/html",
      delayMs = 0,
      afterCommit = false,
      lost,
    } = await c.req.json();
    const validCounts =
      Number.isInteger(times) && Number.isInteger(delayMs) && times > 0 && delayMs >= 0;
    const validStatus =
      status === undefined || (Number.isInteger(status) && status >= 200 && status <= 599);
    if (!validCounts || !validStatus || ![undefined, "before", "after"].includes(lost))
      return json(
        {
          error:
            "times (1 or more), delayMs (0 or more) and status (200 to 599) must be integers; lost must be before or after",
        },
        400,
      );
    state.faults.push({
      method,
      pathPrefix,
      times,
      status,
      body,
      contentType,
      delayMs,
      afterCommit,
      lost,
    });
    return noContent();
  });
  control.onError((error) => json({ error: error.message }, 400));
  return control;
}

/** Returns why a request may not control the sandbox, `undefined` if it may. @param {Request} request */
function accessIssue({ headers }) {
  if (!hasLoopbackHost(headers)) return "its Host is not localhost, 127.0.0.1 or [::1]";
  // `none`: an address that a person typed.
  const site = headers.get("sec-fetch-site") ?? "none";
  const origin = headers.get("origin");
  const sameSite =
    ["same-origin", "none"].includes(site) && (origin === null || isLoopbackUrl(origin));
  return sameSite ? undefined : "it comes from a page of another site";
}

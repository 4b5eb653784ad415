// Control routes outside DigiCert's paths: request log, settings, injected faults, reset.

import { Hono } from "hono";
import { json, noContent } from "../errors.js";
import { mergeSettings } from "../settings.js";

/** @typedef {import("../context.js").State} State */

/** @param {State} state @param {() => void} reset */
export function controlRoutes(state, reset) {
  const control = new Hono();
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

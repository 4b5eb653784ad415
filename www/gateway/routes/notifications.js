// Notification routes: the state of the webhooks, and a test notification.

import { Hono } from "hono";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const notifications = new Hono();

notifications.get("/", (c) => requestWriteAccount(c.env, "/notifications"));
notifications.post("/test", (c) => {
  const caller = callerOf({ request: c.req.raw, actor: c.get("actor") });
  return requestWriteAccount(c.env, "/notifications/test", { caller });
});

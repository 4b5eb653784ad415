// The stop button: everyone may stop all runs and writes; two people release it.

import { Hono } from "hono";
import * as v from "valibot";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";
import { parseBody, reason } from "./body.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const freeze = new Hono();

export const FREEZE = v.strictObject({ reason });

freeze.get("/", (c) => requestWriteAccount(c.env, "/freeze"));
freeze.post("/", (c) => forward(c, "set"));
freeze.post("/release", (c) => forward(c, "release"));

/** @param {Context} c @param {"set" | "release"} action */
function forward(c, action) {
  const parsed = parseBody(c.get("body"), FREEZE);
  if (parsed instanceof Response) return parsed;
  const caller = callerOf({ request: c.req.raw, actor: c.get("actor") });
  return requestWriteAccount(c.env, `/freeze/${action}`, { caller, ...parsed });
}

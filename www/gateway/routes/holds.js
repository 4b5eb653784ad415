// Hold routes: list, set and lift holds, and their history. Setting and lifting require a reason.

import { Hono } from "hono";
import * as v from "valibot";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";
import { integerUpTo, parseBody, parseQuery, reason } from "./body.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const holds = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
export const LIFT = v.strictObject({ reason });
export const SET = v.strictObject({
  reason,
  ticket: v.optional(
    v.pipe(v.string(), v.trim(), v.nonEmpty("ticket must not be empty"), v.maxLength(200)),
  ),
  ends: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  replace: v.optional(v.boolean()),
});
export const PAGE = v.strictObject({
  before: v.optional(integerUpTo(1e9)),
  limit: v.optional(v.pipe(integerUpTo(200), v.minValue(1)), "100"),
});

holds.get("/", (c) => requestWriteAccount(c.env, "/holds"));
holds.get(`/${ID}/history`, (c) => {
  const page = parseQuery(c.req.url, PAGE);
  if (page instanceof Response) return page;
  return requestWriteAccount(c.env, `/holds/${c.req.param("id")}/history`, page);
});
holds.put(`/${ID}`, (c) => changeHold(c, "set", SET, c.req.param("id")));
holds.delete(`/${ID}`, (c) => changeHold(c, "lift", LIFT, c.req.param("id")));

/** @param {Context} c @param {"set" | "lift"} action @param {typeof SET | typeof LIFT} schema @param {string} orderId */
function changeHold(c, action, schema, orderId) {
  const parsed = parseBody(c.get("body"), schema);
  if (parsed instanceof Response) return parsed;
  const caller = callerOf({ request: c.req.raw, actor: c.get("actor") });
  return requestWriteAccount(c.env, `/holds/${orderId}/${action}`, { ...parsed, caller });
}

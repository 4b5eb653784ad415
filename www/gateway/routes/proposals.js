// The proposals of the two-person rule: a page of the list, one proposal, its orders, and its withdrawal. Decisions use
// `PUT /request/{id}/status`, as for any request.

import { Hono } from "hono";
import * as v from "valibot";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";
import { integerUpTo, parseBody, parseQuery, reason } from "./body.js";

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const proposals = new Hono();

const ID = "/:id{9[0-9]{15}}";
const STATUSES = ["pending", "approved", "rejected", "withdrawn", "void", "expired"];
const offset = v.optional(integerUpTo(1e9), "0");
export const LIST = v.strictObject({
  status: v.optional(v.picklist(STATUSES)),
  offset,
  limit: v.optional(v.pipe(integerUpTo(200), v.minValue(1)), "100"),
});
export const ORDERS = v.strictObject({
  offset,
  limit: v.optional(v.pipe(integerUpTo(1000), v.minValue(1)), "100"),
});
export const WITHDRAW = v.strictObject({ reason: v.optional(reason) });

proposals.get("/", (c) => {
  const page = parseQuery(c.req.url, LIST);
  return page instanceof Response ? page : requestWriteAccount(c.env, "/proposals", page);
});
proposals.get(ID, (c) => requestWriteAccount(c.env, `/proposals/${c.req.param("id")}`));
proposals.get(`${ID}/orders`, (c) => {
  const page = parseQuery(c.req.url, ORDERS);
  if (page instanceof Response) return page;
  return requestWriteAccount(c.env, `/proposals/${c.req.param("id")}/orders`, page);
});
proposals.post(`${ID}/withdraw`, (c) => {
  const parsed = parseBody(c.get("body"), WITHDRAW);
  if (parsed instanceof Response) return parsed;
  const caller = callerOf({ request: c.req.raw, actor: c.get("actor") });
  const path = `/proposals/${c.req.param("id")}/withdraw`;
  return requestWriteAccount(c.env, path, { ...parsed, caller });
});

// Hold routes: list, set and lift holds. Setting and lifting require a reason.

import { Hono } from "hono";
import * as v from "valibot";
import { problem } from "../http/problem.js";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const holds = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
export const REASON = v.strictObject({
  reason: v.pipe(
    v.string("reason must be a string"),
    v.trim(),
    v.nonEmpty("reason must not be empty"),
    v.maxLength(500, "reason must not exceed 500 characters"),
  ),
});

holds.get("/", (c) => requestWriteAccount(c.env, "/holds"));
holds.put(`/${ID}`, (c) => changeHold(c, "set", c.req.param("id")));
holds.delete(`/${ID}`, (c) => changeHold(c, "lift", c.req.param("id")));

/** @param {Context} c @param {"set" | "lift"} action @param {string} orderId */
function changeHold(c, action, orderId) {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), REASON), textOf(c.get("body")));
  if (!parsed.success) {
    const errors = parsed.issues.map(({ path, message }) => {
      const field = path?.[0]?.key;
      return field === undefined
        ? { code: "bad_request_format", message: "The body must be a JSON object with a reason." }
        : { code: `bad_request|${field}`, message };
    });
    return problem(400, errors);
  }
  const { reason } = parsed.output;
  const caller = callerOf({ request: c.req.raw, actor: c.get("actor") });
  return requestWriteAccount(c.env, `/holds/${orderId}/${action}`, { caller, reason });
}

/** @param {Uint8Array} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

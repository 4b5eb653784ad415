// Holds: which orders are not to be revoked, and setting and lifting that, each with a reason.

import { Hono } from "hono";
import * as v from "valibot";
import { refusal } from "../http/problem.js";
import { fromOf, ofAccount } from "../upstream/account-client.js";

/** @typedef {import("hono").Context<import("../http/context.js").Gateway>} Context */

/** @type {Hono<import("../http/context.js").Gateway>} */
export const holds = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
const REASON = v.strictObject({
  reason: v.pipe(
    v.string("reason must be a text"),
    v.trim(),
    v.nonEmpty("reason must not be empty"),
    v.maxLength(500, "reason must have 500 characters at most"),
  ),
});

holds.get("/", (c) => ofAccount(c.env, "/holds"));
holds.put(`/${ID}`, (c) => changed(c, "set", c.req.param("id")));
holds.delete(`/${ID}`, (c) => changed(c, "lift", c.req.param("id")));

/** @param {Context} c @param {"set" | "lift"} how @param {string} orderId */
function changed(c, how, orderId) {
  const given = v.safeParse(v.pipe(v.string(), v.parseJson(), REASON), textOf(c.get("body")));
  if (!given.success) {
    const errors = given.issues.map(({ path, message }) => {
      const field = path?.[0]?.key;
      return field === undefined
        ? { code: "bad_request_format", message: "The body must be a JSON object with a reason." }
        : { code: `bad_request|${field}`, message };
    });
    return refusal(400, errors);
  }
  const { reason } = given.output;
  const from = fromOf({ request: c.req.raw, actor: c.get("actor") });
  return ofAccount(c.env, `/holds/${orderId}/${how}`, { from, reason });
}

/** @param {Uint8Array} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

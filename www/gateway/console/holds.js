// Holds: which orders are not to be revoked, and setting and lifting that, each with a reason.

import { Hono } from "hono";
import * as v from "valibot";
import { bodyOf } from "../changes.js";
import { refusal } from "../refusal.js";
import { ofAccount, originIn } from "../upstream.js";

/** @typedef {import("../upstream.js").Context} Context */

/** @type {Hono<import("../upstream.js").Gateway>} */
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

holds.get("/", (c) => ofAccount(c, "/holds"));
holds.put(`/${ID}`, (c) => changed(c, "set", c.req.param("id")));
holds.delete(`/${ID}`, (c) => changed(c, "lift", c.req.param("id")));

/** @param {Context} c @param {"set" | "lift"} how @param {string} orderId */
async function changed(c, how, orderId) {
  const bytes = await bodyOf(c.req.raw);
  if (bytes instanceof Response) return bytes;
  const given = v.safeParse(v.pipe(v.string(), v.parseJson(), REASON), textOf(bytes));
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
  return ofAccount(c, `/holds/${orderId}/${how}`, { ...originIn(c), reason });
}

/** @param {Uint8Array} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

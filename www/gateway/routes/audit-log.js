// The record for people: looked through by filters, page by page, and exported whole for the verifier.

import { Hono } from "hono";
import * as v from "valibot";
import { refusal } from "../http/problem.js";
import { ofAccount } from "../upstream/account-client.js";

/** @type {Hono<import("../http/context.js").Gateway>} */
export const record = new Hono();

const text = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200)));
const number = v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)));
const QUERY = v.strictObject({
  ...{ actor: text, action: text, order: text, certificate: text, request: text },
  ...{ from: number, to: number, before: number },
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(200)),
    "100",
  ),
});
const FORMS =
  "Known are actor, action, order, certificate, request (texts), from, to (UTC milliseconds), before (a number of an entry) and limit (1 to 200), each once.";

record.get("/", (c) => {
  const query = new URL(c.req.url).searchParams;
  const names = [...query.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  const given = v.safeParse(QUERY, Object.fromEntries(query));
  if (!given.success || twice !== undefined) {
    const field = twice ?? given.issues?.[0]?.path?.[0]?.key ?? "query";
    const message = `${field} is not right here. ${FORMS}`;
    return refusal(400, [{ code: `bad_request|${field}`, message }]);
  }
  const { before, limit, ...filter } = given.output;
  return ofAccount(c.env, "/record", { filter, before, limit });
});
record.get("/export", (c) => ofAccount(c.env, "/record/export"));

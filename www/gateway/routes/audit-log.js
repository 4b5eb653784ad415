// Audit log routes: filtered pages for the console, the complete export for the verifier, and the state of the log and its
// witnesses.

import { Hono } from "hono";
import * as v from "valibot";
import { problem } from "../http/problem.js";
import { callerOf, requestWriteAccount } from "../upstream/account-client.js";

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const auditLog = new Hono();

const text = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200)));
const number = v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)));
export const QUERY = v.strictObject({
  ...{ actor: text, action: text, order: text, certificate: text, request: text },
  ...{ from: number, to: number, before: number },
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(200)),
    "100",
  ),
});
const FILTER_HELP =
  "Allowed, once each: actor, action, order, certificate, request (strings), from, to (UTC milliseconds), before (entry number) and limit (1 to 200).";

auditLog.get("/", (c) => {
  const query = new URL(c.req.url).searchParams;
  const names = [...query.keys()];
  const duplicate = names.find((name, at) => names.indexOf(name) !== at);
  const parsed = v.safeParse(QUERY, Object.fromEntries(query));
  if (!parsed.success || duplicate !== undefined) {
    const field = duplicate ?? parsed.issues?.[0]?.path?.[0]?.key ?? "query";
    const message = `Invalid query parameter ${field}. ${FILTER_HELP}`;
    return problem(400, [{ code: `bad_request|${field}`, message }]);
  }
  const { before, limit, ...filter } = parsed.output;
  return requestWriteAccount(c.env, "/audit-log", { filter, before, limit, caller: callerIn(c) });
});
auditLog.get("/export", (c) =>
  requestWriteAccount(c.env, "/audit-log/export", { caller: callerIn(c) }),
);
auditLog.get("/status", (c) => requestWriteAccount(c.env, "/audit-log/status"));

/** A read is executed each time, also with an `Idempotency-Key`. @param {import("hono").Context<import("../http/context.js").GatewayContext>} c */
function callerIn(c) {
  return { ...callerOf({ request: c.req.raw, actor: c.get("actor") }), idempotencyKey: null };
}

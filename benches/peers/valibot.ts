// valibot.

import * as v from "valibot";
import { invalid, isDigits, MAX_ID, type Peer, REASONS, reader, wire } from "./protocol.ts";

const Digits = v.pipe(v.string(), v.check(isDigits));
const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const Id = v.union([Whole, v.pipe(v.bigint(), v.minValue(1n), v.maxValue(MAX_ID)), Digits]);
const Options = v.strictObject({
  revocationReason: v.optional(v.picklist(REASONS)),
  comment: v.optional(v.string()),
  skipApproval: v.optional(v.boolean()),
});
const Call = v.object({ orderId: Id, options: Options });

const AnsweredId = v.union([Whole, Digits]);
const Text = v.nullish(v.string());
const Request = v.object({
  id: AnsweredId,
  date: v.pipe(v.string(), v.isoTimestamp()),
  type: v.literal("revoke"),
  status: v.string(),
  requester: v.nullish(
    v.object({ id: AnsweredId, first_name: Text, last_name: Text, email: Text }),
  ),
  comments: Text,
});
const Refusal = v.object({
  errors: v.pipe(
    v.array(v.object({ code: v.string(), message: v.optional(v.string()) })),
    v.minLength(1),
  ),
});

export const build: Peer["build"] = (orderId, options = {}) => {
  const call = v.safeParse(Call, { orderId, options });
  if (!call.success)
    throw invalid(call.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`));
  return wire(String(call.output.orderId), call.output.options);
};

export const parse = reader(
  (json) => {
    const request = v.safeParse(Request, json);
    return request.success ? request.output : undefined;
  },
  (json) => {
    const refusal = v.safeParse(Refusal, json);
    return refusal.success ? refusal.output.errors : undefined;
  },
);

// zod 4, its small form.

import * as z from "zod/mini";
import { invalid, isDigits, MAX_ID, type Peer, REASONS, reader, wire } from "./protocol.ts";

const Digits = z.string().check(z.refine(isDigits));
const Whole = z.int().check(z.minimum(1));
const Id = z.union([Whole, z.bigint().check(z.minimum(1n), z.maximum(MAX_ID)), Digits]);
const Options = z.strictObject({
  revocationReason: z.optional(z.enum(REASONS)),
  comment: z.optional(z.string()),
  skipApproval: z.optional(z.boolean()),
});
const Call = z.object({ orderId: Id, options: Options });

const AnsweredId = z.union([Whole, Digits]);
const Text = z.nullish(z.string());
const Request = z.object({
  id: AnsweredId,
  date: z.iso.datetime({ offset: true }),
  type: z.literal("revoke"),
  status: z.string(),
  requester: z.nullish(
    z.object({ id: AnsweredId, first_name: Text, last_name: Text, email: Text }),
  ),
  comments: Text,
});
const Refusal = z.object({
  errors: z
    .array(z.object({ code: z.string(), message: z.optional(z.string()) }))
    .check(z.minLength(1)),
});

export const build: Peer["build"] = (orderId, options = {}) => {
  const call = Call.safeParse({ orderId, options });
  if (!call.success)
    throw invalid(call.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
  return wire(String(call.data.orderId), call.data.options);
};

export const parse = reader(
  (json) => Request.safeParse(json).data,
  (json) => Refusal.safeParse(json).data?.errors,
);

// zod 4.

import * as z from "zod";
import { invalid, isDigits, MAX_ID, type Peer, REASONS, reader, wire } from "./protocol.ts";

const Digits = z.string().refine(isDigits);
const Whole = z.int().min(1);
const Id = z.union([Whole, z.bigint().min(1n).max(MAX_ID), Digits]);
const Options = z.strictObject({
  revocationReason: z.enum(REASONS).optional(),
  comment: z.string().optional(),
  skipApproval: z.boolean().optional(),
});
const Call = z.object({ orderId: Id, options: Options });

const AnsweredId = z.union([Whole, Digits]);
const Text = z.string().nullish();
const Request = z.object({
  id: AnsweredId,
  date: z.iso.datetime({ offset: true }),
  type: z.literal("revoke"),
  status: z.string(),
  requester: z.object({ id: AnsweredId, first_name: Text, last_name: Text, email: Text }).nullish(),
  comments: Text,
});
const Refusal = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1),
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

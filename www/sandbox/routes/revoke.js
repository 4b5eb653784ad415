// Handles the revocation of an order or of one certificate: same body, same responses.

import { REASONS } from "../account.js";
import { badRequest, json, noContent } from "../errors.js";
import { readBody, rejectQuery } from "../request.js";

/** @typedef {import("../model.js").Order} Order */
/** @typedef {import("../model.js").Certificate} Certificate */
/** @typedef {import("hono").Context<import("../context.js").Env>} Context */

/** @param {Context} c @param {{ order: Order, certificate?: Certificate }} target */
export async function revokeTarget(c, target) {
  const { account, role, now, settings } = c.var;
  rejectQuery(c.req.url);
  const body = await readBody(
    c.req.raw,
    {
      revocation_reason: "string",
      comment: "string",
      comments: "string",
      skip_approval: "boolean",
    },
    settings,
  );
  if (
    body.revocation_reason !== undefined &&
    !REASONS.includes(body.revocation_reason) &&
    settings.unknownReason === "error"
  ) {
    throw badRequest(`revocation_reason must be one of ${REASONS.join(", ")}`);
  }
  const comment =
    settings.commentField === "both"
      ? (body.comment ?? body.comments)
      : body[settings.commentField];
  const request = account.revoke(target, role, now, settings, {
    reason: body.revocation_reason,
    comment,
    skipApproval: body.skip_approval,
  });
  if (!request) return noContent();
  const { id, date, type, status, requester, comments } = request;
  const noted = comments === undefined ? {} : { comments };
  return json({ id, date, type, status, requester, ...noted }, 201);
}

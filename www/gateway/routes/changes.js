// Routes that change something: revoke an order or a certificate, also with break-glass, and decide about a request. The
// package validates the body and builds the request; the original body is never forwarded.

import { buildRevokeCertificate, buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import * as v from "valibot";
import { skipDenialReason } from "../auth/permissions.js";
import { deny } from "../http/deny.js";
import { problem } from "../http/problem.js";
import { parseDecisionBody, parseRevokeBody } from "../http/request-body.js";
import { changeCertCentral } from "../upstream/account-client.js";
import { parseBody, reason } from "./body.js";

/** @typedef {import("../http/context.js").GatewayContext} GatewayContext */

/** @type {Hono<GatewayContext>} */
export const changes = new Hono();
/** Revocations that a second person lets pass the revocation limit. @type {Hono<GatewayContext>} */
export const breakGlass = new Hono();

/** Characters of a comment. Proposals and the audit log keep it. */
const MAX_COMMENT = 1000;
const ETAG = /^"([0-9a-f]{64})"$/;
export const BREAK_GLASS = v.strictObject({
  order: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,19}$/))),
  certificate: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{1,40}$/))),
  justification: reason,
  revocation: v.optional(v.record(v.string(), v.unknown()), {}),
});
const ID = ":id{[1-9][0-9]{0,19}}";

changes.put(`/order/certificate/${ID}/revoke`, (c) =>
  revoke(c, c.get("body"), (options) => buildRevokeOrder(c.req.param("id"), options)),
);
// A certificate id, or a serial number in hexadecimal digits; the package distinguishes them.
changes.put("/certificate/:id{[0-9A-Fa-f]{1,40}}/revoke", (c) =>
  revoke(c, c.get("body"), (options) => buildRevokeCertificate(c.req.param("id"), options)),
);
changes.put(`/request/${ID}/status`, async (c) => {
  const parsed = parseDecisionBody(c.get("body"));
  if ("code" in parsed) return problem(400, [parsed]);
  const match = c.req.header("if-match");
  const [, tagged] = ETAG.exec(match ?? "") ?? [];
  if (match !== undefined && tagged === undefined) {
    const message = 'If-Match must be one hash in double quotes: If-Match: "<hash>".';
    return problem(400, [{ code: "bad_request|if_match", message }]);
  }
  if (tagged !== undefined && parsed.hash !== undefined && tagged !== parsed.hash) {
    const message = "If-Match and hash name different proposals.";
    return problem(400, [{ code: "bad_request|hash", message }]);
  }
  const comment = parsed.decision.processor_comment ?? "";
  if (comment.length > MAX_COMMENT) return commentTooLong("processor_comment");
  const path = `/request/${c.req.param("id")}/status`;
  const call = { method: "PUT", path, body: JSON.stringify(parsed.decision) };
  const change = { request: c.req.raw, actor: c.get("actor") };
  return changeCertCentral(c.env, call, change, { seenHash: tagged ?? parsed.hash ?? null });
});

breakGlass.post("/", async (c) => {
  const parsed = parseBody(c.get("body"), BREAK_GLASS);
  if (parsed instanceof Response) return parsed;
  const { order, certificate, justification, revocation } = parsed;
  if ((order === undefined) === (certificate === undefined)) {
    const message = "Name either order or certificate.";
    return problem(400, [{ code: "bad_request|order", message }]);
  }
  /** @param {Record<string, unknown>} options */
  const build = (options) =>
    order === undefined
      ? buildRevokeCertificate(certificate ?? "", options)
      : buildRevokeOrder(order, options);
  const body = new TextEncoder().encode(JSON.stringify(revocation));
  return revoke(c, body, build, justification);
});

/**
 * @param {import("hono").Context<GatewayContext>} c @param {Uint8Array} body
 * @param {(options: Record<string, unknown>) => import("certcentral-revoke").BuiltRevoke} build
 * @param {string} [justification] of break-glass
 */
async function revoke(c, body, build, justification) {
  const parsed = parseRevokeBody(body);
  if ("code" in parsed) return problem(400, [parsed]);
  const built = buildOrReject(() => build(parsed.options));
  if (built instanceof Response) return built;
  const { comment = "", skipApproval } = parsed.options;
  if (String(comment).length > MAX_COMMENT) return commentTooLong("comment");
  const actor = c.get("actor");
  const skipDenied = skipApproval === true && skipDenialReason(actor, c.get("settings"));
  // Rejected instead of downgraded to a request, so that the caller knows that nothing was sent.
  if (skipDenied) return deny(c, "skip_approval", skipDenied);
  const { method, path, headers } = built;
  const call = { method, path, headers: { ...headers }, body: built.body };
  const terms = justification === undefined ? {} : { breakGlass: justification };
  return changeCertCentral(c.env, call, { request: c.req.raw, actor }, terms);
}

/** @param {string} field */
function commentTooLong(field) {
  const message = `${field} must not exceed ${MAX_COMMENT} characters.`;
  return problem(422, [{ code: `bad_request|${field}`, message }]);
}

/** Builds the request, or a 400 with every issue. @param {() => import("certcentral-revoke").BuiltRevoke} build */
function buildOrReject(build) {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return problem(
      400,
      error.issues.map(({ field, message }) => ({ code: `bad_request|${field}`, message })),
    );
  }
}

// Routes that change something: revoke an order or a certificate, decide about a request. The package validates the body
// and builds the request; the original body is never forwarded.

import { buildRevokeCertificate, buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import { skipDenialReason } from "../auth/permissions.js";
import { deny } from "../http/deny.js";
import { problem } from "../http/problem.js";
import { parseDecisionBody, parseRevokeBody } from "../http/request-body.js";
import { changeCertCentral } from "../upstream/account-client.js";

/** @typedef {import("../http/context.js").GatewayContext} GatewayContext */

/** @type {Hono<GatewayContext>} */
export const changes = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";

changes.put(`/order/certificate/${ID}/revoke`, (c) =>
  revoke(c, (options) => buildRevokeOrder(c.req.param("id"), options)),
);
// A certificate id, or a serial number in hexadecimal digits; the package distinguishes them.
changes.put("/certificate/:id{[0-9A-Fa-f]{1,40}}/revoke", (c) =>
  revoke(c, (options) => buildRevokeCertificate(c.req.param("id"), options)),
);
changes.put(`/request/${ID}/status`, async (c) => {
  const parsed = parseDecisionBody(c.get("body"));
  if ("code" in parsed) return problem(400, [parsed]);
  const path = `/request/${c.req.param("id")}/status`;
  const call = { method: "PUT", path, body: JSON.stringify(parsed.decision) };
  return changeCertCentral(c.env, call, { request: c.req.raw, actor: c.get("actor") });
});

/**
 * @param {import("hono").Context<GatewayContext>} c
 * @param {(options: Record<string, unknown>) => import("certcentral-revoke").BuiltRevoke} build
 */
async function revoke(c, build) {
  const parsed = parseRevokeBody(c.get("body"));
  if ("code" in parsed) return problem(400, [parsed]);
  const built = buildOrReject(() => build(parsed.options));
  if (built instanceof Response) return built;
  const actor = c.get("actor");
  const skipDenied =
    parsed.options.skipApproval === true && skipDenialReason(actor, c.get("settings"));
  // Rejected instead of downgraded to a request, so that the caller knows that nothing was sent.
  if (skipDenied) return deny(c, "skip_approval", skipDenied);
  const { method, path, headers, body } = built;
  const call = { method, path, headers: { ...headers }, body };
  return changeCertCentral(c.env, call, { request: c.req.raw, actor });
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

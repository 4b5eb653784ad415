// What may be changed: an order or a certificate is revoked, a request is decided upon. The body is read by the same rules
// as in the package and built anew, never passed through. Not here: who may, and from where (`admission.js`).

import { buildRevokeCertificate, buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import { whyNoSkip } from "../auth/permissions.js";
import { barred } from "../http/deny.js";
import { refusal } from "../http/problem.js";
import { decisionFrom, optionsFrom } from "../http/request-body.js";
import { upstream } from "../upstream/account-client.js";

/** @typedef {import("../http/context.js").Gateway} Gateway */

/** @type {Hono<Gateway>} */
export const changes = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";

changes.put(`/order/certificate/${ID}/revoke`, (c) =>
  revoke(c, (options) => buildRevokeOrder(c.req.param("id"), options)),
);
// A certificate's id, or its serial number in hexadecimal digits; which of them it is, the package says.
changes.put("/certificate/:id{[0-9A-Fa-f]{1,40}}/revoke", (c) =>
  revoke(c, (options) => buildRevokeCertificate(c.req.param("id"), options)),
);
changes.put(`/request/${ID}/status`, async (c) => {
  const given = decisionFrom(c.get("body"));
  if ("code" in given) return refusal(400, [given]);
  const path = `/request/${c.req.param("id")}/status`;
  const call = { method: "PUT", path, body: JSON.stringify(given.decision) };
  return upstream(c.env, call, { request: c.req.raw, actor: c.get("actor") });
});

/**
 * @param {import("hono").Context<Gateway>} c
 * @param {(options: Record<string, unknown>) => import("certcentral-revoke").BuiltRevoke} build
 */
async function revoke(c, build) {
  const given = optionsFrom(c.get("body"));
  if ("code" in given) return refusal(400, [given]);
  const built = builtBy(() => build(given.options));
  if (built instanceof Response) return built;
  const actor = c.get("actor");
  const noSkip = given.options.skipApproval === true && whyNoSkip(actor, c.get("settings"));
  // Never made less than was asked for: who is refused knows that nothing was sent.
  if (noSkip) return barred(c, "skip_approval", noSkip);
  const { method, path, headers, body } = built;
  const call = { method, path, headers: { ...headers }, body };
  return upstream(c.env, call, { request: c.req.raw, actor });
}

/** The revoke as the rules have it, or their no. @param {() => import("certcentral-revoke").BuiltRevoke} build */
function builtBy(build) {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return refusal(
      400,
      error.issues.map(({ field, message }) => ({ code: `bad_request|${field}`, message })),
    );
  }
}

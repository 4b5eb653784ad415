// What may be changed: an order or a certificate is revoked, a request is decided upon. A change must come from our own
// page; its body is read by the same rules as in the package and built anew, never passed through.

import { buildRevokeCertificate, buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import { bytesOf } from "./bounded.js";
import { crossSiteFault } from "./cross-site.js";
import { refusal } from "./refusal.js";
import { upstream } from "./upstream.js";
import { decisionFrom, optionsFrom } from "./wire.js";

/** @typedef {import("./admission.js").Gateway} Gateway */

/** @type {Hono<Gateway>} */
export const changes = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
const MOST_BODY = 64 * 1024;

changes.put(`/order/certificate/${ID}/revoke`, (c) =>
  revoke(c, (options) => buildRevokeOrder(c.req.param("id"), options)),
);
// A certificate's id, or its serial number in hexadecimal digits; which of them it is, the package says.
changes.put("/certificate/:id{[0-9A-Fa-f]{1,40}}/revoke", (c) =>
  revoke(c, (options) => buildRevokeCertificate(c.req.param("id"), options)),
);
changes.put(`/request/${ID}/status`, async (c) => {
  const bytes = await bodyOf(c.req.raw);
  if (bytes instanceof Response) return bytes;
  const given = decisionFrom(bytes);
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
  const bytes = await bodyOf(c.req.raw);
  if (bytes instanceof Response) return bytes;
  const given = optionsFrom(bytes);
  if ("code" in given) return refusal(400, [given]);
  try {
    const { method, path, headers, body } = build(given.options);
    const call = { method, path, headers: { ...headers }, body };
    return await upstream(c.env, call, { request: c.req.raw, actor: c.get("actor") });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return refusal(
      400,
      error.issues.map(({ field, message }) => ({ code: `bad_request|${field}`, message })),
    );
  }
}

/** The bytes of a change that may pass, or the no to it. @param {Request} request */
export async function bodyOf(request) {
  // The body first: a connection that is answered before it was read to its end is reset.
  const bytes = await bytesOf(request, MOST_BODY);
  const foreign = crossSiteFault(request);
  if (foreign) {
    const message = `Refused by the gateway: ${foreign}.`;
    return refusal(403, [{ code: "access_denied|cross_site", message }]);
  }
  if (bytes) return bytes;
  const message = `The body is longer than ${MOST_BODY} bytes.`;
  return refusal(413, [{ code: "bad_request_format", message }]);
}

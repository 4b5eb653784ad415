// The public route of DigiCert's webhook. It has no sign-in: DigiCert authenticates by a shared secret in a header.

import { Hono } from "hono";
import { problem } from "../http/problem.js";
import { requestWriteAccount } from "../upstream/account-client.js";
import { digicertEventOf, isSecret, MAX_EVENT_BYTES, SECRET_HEADER } from "../webhooks/digicert.js";
import { RejectionCounter } from "../webhooks/rejections.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const webhooks = new Hono();

const rejections = new RejectionCounter();

webhooks.post("/digicert", async (c) => {
  const { DIGICERT_WEBHOOK_SECRET: secret } = c.env;
  if (secret === undefined)
    return problem(404, [
      { code: "not_found|route", message: "DIGICERT_WEBHOOK_SECRET is not set." },
    ]);
  if (!(await isSecret(c.req.header(SECRET_HEADER) ?? null, secret)))
    return reject(
      c,
      "secret",
      403,
      "access_denied|webhook_secret",
      `${SECRET_HEADER} is missing or wrong.`,
    );
  const body = c.get("body");
  const event = body.byteLength <= MAX_EVENT_BYTES ? digicertEventOf(body) : undefined;
  if (!event) {
    const message = `The body is not an event of at most ${MAX_EVENT_BYTES} bytes.`;
    return reject(c, "body", 400, "bad_request_format", message);
  }
  return requestWriteAccount(c.env, "/webhooks/digicert/event", event);
});

/**
 * @param {Context} c @param {import("../webhooks/rejections.js").RejectionCause} cause
 * @param {number} status @param {string} code @param {string} message
 */
async function reject(c, cause, status, code, message) {
  const counts = rejections.add(cause, Date.now());
  // The rejection does not depend on its count.
  if (counts)
    await requestWriteAccount(c.env, "/webhooks/digicert/rejected", counts).catch(() => {});
  return problem(status, [{ code, message }]);
}

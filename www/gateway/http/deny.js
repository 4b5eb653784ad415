// Denies a request of a signed-in user. A denied change goes to the audit log. Requests without a sign-in are not logged,
// so that anonymous clients cannot fill the log.

import { originOf } from "../audit/origin.js";
import { identityOf } from "../auth/actor.js";
import { recordEntry } from "../upstream/account-client.js";
import { problem } from "./problem.js";

const READ_METHODS = new Set(["GET", "HEAD"]);

/**
 * @param {import("hono").Context<import("./context.js").GatewayContext>} c
 * @param {"role" | "skip_approval"} rule @param {string} message
 */
export async function deny(c, rule, message) {
  const { method, path, raw } = c.req;
  if (!READ_METHODS.has(method)) {
    const actor = c.get("actor");
    const details = { method, path, roles: actor.roles };
    const answer = { status: 403, outcome: rule.replace("_", "-"), effect: "none" };
    const origin = originOf(raw);
    await recordEntry(c.env, {
      actor: identityOf(actor),
      action: "denied",
      details,
      origin,
      answer,
    });
  }
  return problem(403, [{ code: `access_denied|${rule}`, message }]);
}

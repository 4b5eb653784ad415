// Denies a request of a signed-in user. Denials go to the audit log; repeated ones are counted there. Requests without a
// sign-in are not logged, so that anonymous clients cannot fill the log.

import { originOf } from "../audit/origin.js";
import { identityOf } from "../auth/actor.js";
import { recordDenial } from "../upstream/account-client.js";
import { problem } from "./problem.js";
import { routeOf } from "./route-permissions.js";

/**
 * @param {import("hono").Context<import("./context.js").GatewayContext>} c
 * @param {"role" | "skip_approval"} rule @param {string} message
 */
export async function deny(c, rule, message) {
  const { method, path, raw } = c.req;
  const actor = c.get("actor");
  await recordDenial(c.env, {
    actor: identityOf(actor),
    rule: rule.replace("_", "-"),
    // Without ids: a client could otherwise cause any number of kinds.
    action: routeOf(method, path),
    details: { method, path, roles: actor.roles },
    origin: originOf(raw),
    ...targetOf(path),
  });
  return problem(403, [{ code: `access_denied|${rule}`, message }]);
}

/** @type {Array<[RegExp, "order" | "certificate" | "request"]>} */
const TARGETS = [
  [/^\/services\/v2\/order\/certificate\/(\d+)(?:\/|$)/, "order"],
  [/^\/console\/holds\/(\d+)$/, "order"],
  [/^\/services\/v2\/certificate\/(\w+)\/revoke$/, "certificate"],
  [/^\/services\/v2\/request\/(\d+)(?:\/|$)/, "request"],
];

/** @param {string} path @returns {{ target?: Record<string, string> }} */
function targetOf(path) {
  for (const [pattern, kind] of TARGETS) {
    const [, id] = pattern.exec(path) ?? [];
    if (id !== undefined) return { target: { [kind]: id } };
  }
  return {};
}

// A no to somebody who is signed in: on the record where they wanted to change something. Not here: who is not signed in.
// Of them nothing is kept, or anybody could fill the record.

import { originOf } from "../audit/origin.js";
import { recorded } from "../upstream/account-client.js";
import { refusal } from "./problem.js";

const READS = new Set(["GET", "HEAD"]);

/**
 * @param {import("hono").Context<import("./context.js").Gateway>} c
 * @param {"role" | "skip_approval"} what @param {string} message
 */
export async function barred(c, what, message) {
  const { method, path, raw } = c.req;
  if (!READS.has(method)) {
    const { id, how, roles } = c.get("actor");
    const details = { method, path, roles };
    const answer = { status: 403, outcome: what.replace("_", "-"), effect: "none" };
    const origin = originOf(raw);
    await recorded(c.env, { actor: { id, how }, action: "barred", details, origin, answer });
  }
  return refusal(403, [{ code: `access_denied|${what}`, message }]);
}

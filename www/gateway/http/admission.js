// The one way in: every call passes here before any route, and is refused unless all of it is in order. Settings, sizes,
// the table of routes, the site it comes from, who asks, and whether they may.

import { identify } from "../auth/identity.js";
import { needOf, whyNot } from "../auth/permissions.js";
import { MOST_LIST } from "../jobs/limits.js";
import { settingsOf } from "../settings.js";
import { bytesOf, readToEnd } from "./body-limit.js";
import { crossSiteFault } from "./csrf.js";
import { barred } from "./deny.js";
import { refusal } from "./problem.js";

/** @typedef {import("./context.js").Gateway} Gateway */

const MOST_PATH = 256;
const MOST_QUERY = 2048;
const MOST_BODY = 64 * 1024;
/** Where a list is given. */
const LIST = "/console/jobs";
const OURS = /^\/(services|console)(\/|$)/;

/** @type {import("hono").MiddlewareHandler<Gateway>} */
export async function admission(c, next) {
  const { raw: request, method, path } = c.req;
  const isList = method === "POST" && path === LIST;
  // The body first: a connection that is answered before it was read to its end is reset. A list passes as a stream;
  // what nobody has read of it is read here.
  const body = isList ? new Uint8Array() : await bytesOf(request, MOST_BODY);
  const answer = await admitted(c, next, body, isList);
  if (isList) await readToEnd(request, MOST_LIST);
  return answer;
}

/** @param {import("hono").Context<Gateway>} c @param {import("hono").Next} next @param {Uint8Array | undefined} body @param {boolean} isList */
async function admitted(c, next, body, isList) {
  const { raw: request, method, path } = c.req;
  const read = settingsOf(c.env);
  // Not a 5xx: whoever sent a change would have to take it for lost, and nothing was sent.
  if ("fault" in read)
    return no(403, "access_denied|gateway_set_up", `The gateway does not run: ${read.fault}`);
  const { settings } = read;

  const { pathname, search } = new URL(request.url);
  if (pathname.length > MOST_PATH)
    return no(414, "bad_request|path", `The path is longer than ${MOST_PATH} characters.`);
  if (search.length > MOST_QUERY)
    return no(414, "bad_request|query", `The query is longer than ${MOST_QUERY} characters.`);
  if (!body) return no(413, "bad_request_format", `The body is longer than ${MOST_BODY} bytes.`);
  c.set("settings", settings);
  c.set("body", body);

  // The page's own files: no secret is in them, and they say what to do who is not signed in.
  if (!OURS.test(path)) return next();
  const need = needOf(method, path);
  if (need === undefined) return no(404, "not_found|route", "The gateway knows no such path.");
  if (need === "anybody") return next();

  const foreign = crossSiteFault(request, settings.origins, isList);
  if (foreign) return no(403, "access_denied|cross_site", `Refused by the gateway: ${foreign}.`);
  const identified = await identify(request, settings.signIn);
  if ("refused" in identified) return refusal(401, [identified.refused]);
  const { actor } = identified;
  c.set("actor", actor);
  if (need === "signed-in") return next();
  const why = whyNot(actor, need);
  if (why !== undefined) return barred(c, "role", why);
  return next();
}

/** @param {number} status @param {string} code @param {string} message */
const no = (status, code, message) => refusal(status, [{ code, message }]);

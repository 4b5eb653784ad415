// Admits or rejects every request before any route runs: settings, sizes, route table, cross-site rules, identity, role.

import { identify } from "../auth/identity.js";
import { denialReason } from "../auth/permissions.js";
import { settingsOf } from "../settings.js";
import { discardBody, readBody } from "./body-limit.js";
import { crossSiteIssue } from "./csrf.js";
import { deny } from "./deny.js";
import { MAX_BODY_BYTES, MAX_LIST_BYTES, MAX_PATH_LENGTH, MAX_QUERY_LENGTH } from "./limits.js";
import { problem } from "./problem.js";
import { requiredPermission } from "./route-permissions.js";

/** @typedef {import("./context.js").GatewayContext} GatewayContext */

const LIST_PATH = "/console/jobs";
const API_PATH = /^\/((services|console|webhooks)(\/|$)|openapi\.json$)/;

/** @type {import("hono").MiddlewareHandler<GatewayContext>} */
export async function admission(c, next) {
  const { raw: request, method, path } = c.req;
  const isList = method === "POST" && path === LIST_PATH;
  // The body is read before the response: a connection that is answered earlier is reset. A list passes as a stream, and
  // what remains of it after the response is discarded.
  const body = isList ? new Uint8Array() : await readBody(request, MAX_BODY_BYTES);
  const response = await admit(c, next, body, isList);
  if (isList) await discardBody(request, MAX_LIST_BYTES);
  return response;
}

/** @param {import("hono").Context<GatewayContext>} c @param {import("hono").Next} next @param {Uint8Array | undefined} body @param {boolean} isList */
async function admit(c, next, body, isList) {
  const { raw: request, method, path } = c.req;
  const read = await settingsOf(c.env);
  // Not a 5xx: a client would report the outcome of a change as unknown, although nothing was sent.
  if ("issue" in read)
    return reject(
      403,
      "access_denied|gateway_set_up",
      `The gateway is misconfigured and rejects every request: ${read.issue}`,
    );
  const { settings } = read;

  const { pathname, search } = new URL(request.url);
  if (pathname.length > MAX_PATH_LENGTH)
    return reject(
      414,
      "bad_request|path",
      `The path is longer than ${MAX_PATH_LENGTH} characters.`,
    );
  if (search.length > MAX_QUERY_LENGTH)
    return reject(
      414,
      "bad_request|query",
      `The query is longer than ${MAX_QUERY_LENGTH} characters.`,
    );
  if (!body)
    return reject(413, "bad_request_format", `The body is longer than ${MAX_BODY_BYTES} bytes.`);
  c.set("settings", settings);
  c.set("body", body);

  // The console's files need no sign-in: they contain no secret, and they show how to sign in.
  if (!API_PATH.test(path)) return next();
  const required = requiredPermission(method, path);
  if (required === undefined)
    return reject(404, "not_found|route", "The gateway has no such route.");
  if (required === "public") return next();

  const issue = crossSiteIssue(request, settings.origins, isList);
  if (issue)
    return reject(403, "access_denied|cross_site", `The gateway rejects this request: ${issue}.`);
  const identified = await identify(request, settings.signIn);
  if ("denied" in identified) return problem(401, [identified.denied]);
  const { actor } = identified;
  c.set("actor", actor);
  if (required === "signed-in") return next();
  const reason = denialReason(actor, required);
  if (reason !== undefined) return deny(c, "role", reason);
  return next();
}

/** @param {number} status @param {string} code @param {string} message */
const reject = (status, code, message) => problem(status, [{ code, message }]);

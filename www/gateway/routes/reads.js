// Routes that only read: orders, their certificates, status changes, requests, and the owner of the API key.

import { Hono } from "hono";
import { problem } from "../http/problem.js";
import { readCertCentral } from "../upstream/account-client.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const reads = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
const SPAN = /^[1-9]\d{0,6}$/;

// Lists accept any of DigiCert's filters, which only select among readable rows.
for (const list of ["/order/certificate", "/request"])
  reads.get(list, (c) => get(c, list + new URL(c.req.url).search));

reads.get("/order/certificate/status-changes", (c) =>
  getWithQuery(c, "/order/certificate/status-changes", {
    seconds: SPAN,
    minutes: SPAN,
  }),
);
reads.get(`/order/certificate/${ID}`, (c) => get(c, `/order/certificate/${c.req.param("id")}`));
for (const kind of ["duplicate", "reissue"])
  reads.get(`/order/certificate/${ID}/${kind}`, (c) => {
    const path = `/order/certificate/${c.req.param("id")}/${kind}`;
    return getWithQuery(c, path, { show_archived: /^(true|false)$/ });
  });
reads.get(`/request/${ID}`, (c) => get(c, `/request/${c.req.param("id")}`));
reads.get("/user/me", (c) => get(c, "/user/me"));

/** @param {Context} c @param {string} path */
const get = (c, path) => readCertCentral(c.env, { method: "GET", path }, c.get("actor"));

/**
 * Allows only the listed query parameters, each at most once.
 * @param {Context} c @param {string} path @param {Record<string, RegExp>} allowed
 */
function getWithQuery(c, path, allowed) {
  const query = new URL(c.req.url).searchParams;
  for (const [name, value] of query) {
    const pattern = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (!pattern?.test(value) || query.getAll(name).length > 1) {
      const message = `Invalid query. Allowed, once each: ${Object.keys(allowed).join(", ")}.`;
      return problem(400, [{ code: "bad_request|query", message }]);
    }
  }
  return get(c, query.size > 0 ? `${path}?${query}` : path);
}

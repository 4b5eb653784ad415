// What may be read: orders, the certificates on them, what has changed, requests, and who the key belongs to.

import { Hono } from "hono";
import { refusal } from "../http/problem.js";
import { upstream } from "../upstream/account-client.js";

/** @typedef {import("../worker-env.js").GatewayEnv} GatewayEnv */

/** @type {Hono<import("../http/context.js").Gateway>} */
export const reads = new Hono();

const ID = ":id{[1-9][0-9]{0,19}}";
const SPAN = /^[1-9]\d{0,6}$/;

// Lists take DigiCert's own filters, whatever they are: they only choose among what can be read anyway.
for (const list of ["/order/certificate", "/request"])
  reads.get(list, (c) => ask(c.env, list + new URL(c.req.url).search));

reads.get("/order/certificate/status-changes", (c) =>
  asked(c.env, c.req.url, "/order/certificate/status-changes", { seconds: SPAN, minutes: SPAN }),
);
reads.get(`/order/certificate/${ID}`, (c) => ask(c.env, `/order/certificate/${c.req.param("id")}`));
reads.get(`/order/certificate/${ID}/:kind{duplicate|reissue}`, (c) => {
  const path = `/order/certificate/${c.req.param("id")}/${c.req.param("kind")}`;
  return asked(c.env, c.req.url, path, { show_archived: /^(true|false)$/ });
});
reads.get(`/request/${ID}`, (c) => ask(c.env, `/request/${c.req.param("id")}`));
reads.get("/user/me", (c) => ask(c.env, "/user/me"));

/** @param {GatewayEnv} env @param {string} path */
const ask = (env, path) => upstream(env, { method: "GET", path });

/**
 * With these parameters and no others, each at most once.
 * @param {GatewayEnv} env @param {string} url @param {string} path @param {Record<string, RegExp>} known
 */
function asked(env, url, path, known) {
  const query = new URL(url).searchParams;
  for (const [name, value] of query) {
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!form?.test(value) || query.getAll(name).length > 1) {
      const message = `The query may hold only ${Object.keys(known).join(" and ")}, once and in its form.`;
      return refusal(400, [{ code: "bad_request|query", message }]);
    }
  }
  return ask(env, query.size > 0 ? `${path}?${query}` : path);
}

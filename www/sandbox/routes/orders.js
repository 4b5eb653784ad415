// Orders: read one, list, revoke, and cancel an order that is not issued.

import { Hono } from "hono";
import { badRequest, json, noContent, orderNotFound } from "../errors.js";
import { parseId, parsePage, readBody, rejectQuery } from "../request.js";
import { DAY_MS } from "../time.js";
import { revokeTarget } from "./revoke.js";

/** @typedef {import("../model.js").Order} Order */
/** @typedef {import("../context.js").Env} Env */

/** @type {Hono<Env>} */
export const orders = new Hono();

orders.get("/", (c) => {
  const { account, settings } = c.var;
  const query = new URL(c.req.url).searchParams;
  const wanted = [...query]
    .filter(([name]) => /^filters\[status\](\[\d+\])?$/.test(name))
    .map(([, value]) => value);
  const search = query.get("filters[search]") ?? "";
  const name = query.get("filters[common_name]");
  const serial = query.get("filters[serial_number]");
  const certificate = query.get("filters[certificate_id]");
  const rows = [...account.orders.values()].filter((order) => {
    const [primary] = order.certificates;
    return (
      (wanted.length === 0 || wanted.includes(order.status)) &&
      (name === null || primary?.common_name === name) &&
      (serial === null || primary?.serial_number === serial) &&
      (certificate === null || String(primary?.id) === certificate) &&
      matches(primary?.common_name ?? "", search)
    );
  });
  if (query.get("sort")?.startsWith("-")) rows.reverse();
  const { offset, limit } = parsePage(query, settings.maxLimit);
  const orders = rows.slice(offset, offset + limit).map((order) => toRow(order, c.var.now));
  return json({ orders, page: { total: rows.length, limit, offset } });
});

orders.get("/:id", (c) => {
  const { account } = c.var;
  const id = c.req.param("id");
  const order = account.orderByPrint(id) ?? account.order(parseId(id, orderNotFound));
  const requests = account.requestsOf(order.id).map(({ id, date, type, status, comments }) => ({
    id,
    date,
    type,
    status,
    ...(comments === undefined ? {} : { comments }),
  }));
  return json({ ...toOrder(order, c.var.now), requests });
});

orders.put("/:id/revoke", (c) => {
  const order = c.var.account.order(parseId(c.req.param("id"), orderNotFound));
  return revokeTarget(c, { order });
});

orders.put("/:id/status", async (c) => {
  const { account, now, settings } = c.var;
  rejectQuery(c.req.url);
  const id = parseId(c.req.param("id"), orderNotFound);
  const body = await readBody(c.req.raw, { status: "string", note: "string" }, settings);
  if (body.status !== "canceled") throw badRequest("status must be canceled");
  account.cancel(id, now);
  return noContent();
});

/** `%` (sent as `%25`) at the start means "contains". @param {string} name @param {string} search */
function matches(name, search) {
  return (
    search === "" || (search.startsWith("%") ? name.includes(search.slice(1)) : name === search)
  );
}

/** @param {Order} order @param {number} now */
function toRow(order, now) {
  const { certificate, ...rest } = toOrder(order, now);
  const { id, common_name, dns_names, valid_till, days_remaining, signature_hash } = certificate;
  const has_duplicates = order.certificates.some(({ kind }) => kind === "duplicate");
  return {
    ...rest,
    certificate: { id, common_name, dns_names, valid_till, days_remaining, signature_hash },
    has_duplicates,
    product_name_id: order.product.name_id,
  };
}

/** DigiCert shows serial number, thumbprint and validity only after issuance. @param {Order} order @param {number} now */
function toOrder({ certificates, changed: _, ...order }, now) {
  const primary = /** @type {import("../model.js").Certificate} */ (certificates[0]);
  const { kind: __, archived: ___, status: ____, ...known } = primary;
  const { common_name, dns_names } = known;
  const issued = ["issued", "revoked", "reissue_pending"].includes(order.status);
  const days_remaining = Math.max(0, Math.ceil((Date.parse(known.valid_till) - now) / DAY_MS));
  /** @type {Partial<typeof known> & { common_name: string, dns_names: string[], signature_hash: string, days_remaining?: number }} */
  const certificate = issued
    ? { ...known, days_remaining, signature_hash: "sha256" }
    : { common_name, dns_names, signature_hash: "sha256" };
  return {
    ...order,
    is_renewal: false,
    certificate,
    ...(issued ? { order_valid_till: known.valid_till } : {}),
  };
}

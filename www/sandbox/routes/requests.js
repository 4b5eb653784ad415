// Approval requests: list, read, approve, reject.

import { Hono } from "hono";
import { badRequest, json, noContent, requestNotFound } from "../errors.js";
import { parseId, parsePage, readBody, rejectQuery } from "../request.js";

/** @typedef {import("../model.js").ApprovalRequest} ApprovalRequest */
/** @typedef {import("../account.js").Account} Account */
/** @typedef {import("../context.js").Env} Env */

/** @type {Hono<Env>} */
export const requests = new Hono();

requests.get("/", (c) => {
  const { account, settings } = c.var;
  const query = new URL(c.req.url).searchParams;
  const type = query.get("filters[type]");
  const status = query.get("filters[status]");
  const rows = [...account.requests.values()].filter(
    (request) =>
      (type === null || request.type === type) && (status === null || request.status === status),
  );
  const { offset, limit } = parsePage(query, settings.maxLimit);
  const page = rows.slice(offset, offset + limit).map((request) => toResponse(request, account));
  // DigiCert's example response has the limit 0 here.
  return json({ requests: page, page: { total: rows.length, limit: 0, offset } });
});

requests.get("/:id", (c) => {
  const { account } = c.var;
  return json(toResponse(account.request(parseId(c.req.param("id"), requestNotFound)), account));
});

requests.put("/:id/status", async (c) => {
  const { account, role, now, settings } = c.var;
  rejectQuery(c.req.url);
  const id = parseId(c.req.param("id"), requestNotFound);
  const body = await readBody(
    c.req.raw,
    { status: "string", processor_comment: "string" },
    settings,
  );
  if (body.status !== "approved" && body.status !== "rejected") {
    throw badRequest("status must be approved or rejected");
  }
  account.process(id, body.status, role, now, settings, body.processor_comment);
  return noContent();
});

/** @param {ApprovalRequest} request @param {Account} account */
function toResponse({ order_id, certificate_id: _, reason: __, ...request }, account) {
  const { id, product, organization, container, certificates } = account.order(order_id);
  const [primary] = certificates;
  const certificate = { common_name: primary?.common_name, dns_names: primary?.dns_names };
  return { ...request, order: { id, certificate, organization, container, product } };
}

// Certificates: duplicates and reissues of an order, and the revocation of one certificate.

import { Hono } from "hono";
import { badRequest, certificateNotFound, json, orderNotFound } from "../errors.js";
import { parseId } from "../request.js";
import { DAY_MS } from "../time.js";
import { revokeTarget } from "./revoke.js";

/** @typedef {import("../model.js").Certificate} Certificate */
/** @typedef {import("../context.js").Env} Env */

/** `GET /order/certificate/{id}/duplicate` and `/reissue`. @type {Hono<Env>} */
export const certificateLists = new Hono();

certificateLists.get("/:id/:list{duplicate|reissue}", (c) => {
  const order = c.var.account.order(parseId(c.req.param("id"), orderNotFound));
  const kind = c.req.param("list");
  const show = new URL(c.req.url).searchParams.get("show_archived") ?? "false";
  if (show !== "true" && show !== "false") throw badRequest("show_archived must be true or false");
  const [primary, ...others] = order.certificates;
  // The newest reissue is the primary certificate, so the list of reissues includes it.
  const newest =
    kind === "reissue" && others.some((row) => row.kind === kind) ? primary : undefined;
  const rows = [...(newest ? [newest] : []), ...others.filter((row) => row.kind === kind)];
  const visible = rows.filter(({ archived }) => show === "true" || !archived);
  return json({ certificates: visible.map((row) => toRow(row, kind, c.var.now)) });
});

/** `PUT /certificate/{id or serial}/revoke`. @type {Hono<Env>} */
export const certificates = new Hono();

certificates.put("/:identifier/revoke", (c) => {
  const identifier = c.req.param("identifier");
  if (!/^[0-9A-Fa-f]{1,40}$/.test(identifier)) throw certificateNotFound();
  return revokeTarget(c, c.var.account.certificate(identifier));
});

/** @param {Certificate} certificate @param {string} list @param {number} now */
function toRow({ kind: _, archived, serial_number, thumbprint, valid_from, ...row }, list, now) {
  const { id, common_name, dns_names, status, valid_till } = row;
  const issued = serial_number !== "";
  const flag = Number(archived);
  return {
    id,
    ...(issued ? { thumbprint, serial_number } : {}),
    common_name,
    dns_names,
    status,
    ...(issued ? { valid_from, valid_till, days_remaining: daysLeft(valid_till, now) } : {}),
    signature_hash: "sha256",
    key_size: 2048,
    // A string in the list of duplicates, a number in the list of reissues.
    archived: list === "duplicate" ? String(flag) : flag,
  };
}

/** @param {string} till @param {number} now */
function daysLeft(till, now) {
  return Math.max(0, Math.ceil((Date.parse(till) - now) / DAY_MS));
}

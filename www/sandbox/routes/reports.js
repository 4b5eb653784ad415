// Reports about many orders: status changes of the last days, and the order report as CSV.

import { Hono } from "hono";
import { ApiError, badRequest, json } from "../errors.js";
import { parsePage } from "../request.js";

/** @typedef {import("../model.js").Order} Order */
/** @typedef {import("../context.js").Env} Env */

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** `GET /order/certificate/status-changes`. @type {Hono<Env>} */
export const statusChanges = new Hono();

statusChanges.get("/status-changes", (c) => {
  const { account, now } = c.var;
  const query = new URL(c.req.url).searchParams;
  const [[name, text] = ["", ""], ...more] = query;
  if (more.length > 0 || !["minutes", "seconds"].includes(name) || !/^\d{1,9}$/.test(text))
    throw badRequest("Exactly one of minutes and seconds is required, as an integer.");
  const seconds = Number(text) * (name === "minutes" ? 60 : 1);
  if (seconds > WEEK_SECONDS)
    throw new ApiError(400, "time_frame_too_long", "The time frame is longer than seven days.");
  const changed = [...account.orders.values()].filter(
    (order) => order.changed > now - seconds * 1000,
  );
  // Without changes DigiCert returns an object without the list.
  if (changed.length === 0) return json({});
  const orders = changed.map(({ id, status, certificates }) => ({
    order_id: id,
    certificate_id: certificates[0]?.id,
    status,
  }));
  return json({ orders });
});

const COLUMNS = [
  "order_id",
  "status",
  "common_name",
  "thumbprint",
  "serial_number",
  "product_type",
  "has_duplicates",
  "date_created",
];

/** `GET /report/order`. @type {Hono<Env>} */
export const reports = new Hono();

reports.get("/order", (c) => {
  const query = new URL(c.req.url).searchParams;
  const { offset, limit } = parsePage(query, 100_000);
  const maxRows = query.has("limit") ? limit : 50_000;
  const rows = [...c.var.account.orders.values()].slice(offset, offset + maxRows).map(toCsvRow);
  const csv = [COLUMNS.join(","), ...rows].join("\r\n");
  return new Response(`${csv}\r\n`, { headers: { "content-type": "text/csv" } });
});

/** @param {Order} order */
function toCsvRow({ id, status, certificates, product, date_created }) {
  const [primary] = certificates;
  const duplicates = certificates.some(({ kind }) => kind === "duplicate");
  const cells = [
    id,
    status,
    primary?.common_name,
    primary?.thumbprint,
    primary?.serial_number,
    product.type,
    duplicates ? "Yes" : "No",
    date_created.slice(0, 19).replace("T", " "),
  ];
  return cells.map((cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`).join(",");
}

// Generates a realistic account, identical at every start: 300 orders of mixed products and states, some of them with
// fixed ids for documentation and tests, and any number of plain orders.

import { DAY_MS, day, timestamp } from "./time.js";

/** @typedef {import("./model.js").Order} Order */
/** @typedef {import("./model.js").Certificate} Certificate */

/** Ids of the orders that every account has. */
export const ORDERS = {
  /** TLS, issued, with two duplicates (one archived), an archived reissue, and a rejected one. */
  issued: 123456789,
  /** TLS, issued, with a pending reissue. */
  reissuePending: 123456790,
  /** Code signing, issued. */
  codeSigning: 123456791,
  /** TLS, not issued yet. */
  pending: 123456792,
  /** TLS, revoked. */
  revoked: 123456793,
  /** TLS, issued, with a pending request to revoke it. */
  openRevoke: 123456794,
};

const PRODUCTS = [
  { name_id: "ssl_plus", name: "Standard SSL", type: "ssl_certificate" },
  { name_id: "ssl_ev_securesite", name: "Secure Site EV", type: "ssl_certificate" },
  { name_id: "ssl_wildcard", name: "Wildcard", type: "ssl_certificate" },
  { name_id: "ssl_dv_geotrust", name: "GeoTrust DV", type: "dv_ssl_certificate" },
  {
    name_id: "secure_email_mailbox",
    name: "Secure Email for Individual",
    type: "client_certificate",
  },
  { name_id: "code_signing", name: "Code Signing", type: "code_signing_certificate" },
  { name_id: "document_signing_org_1", name: "Document Signing", type: "document_signing" },
];
const ORGANIZATIONS = [
  "Example Industries",
  "Northwind Example Bank",
  "Example Health Trust",
  "Sample Logistics",
];
const DIVISIONS = ["Web Platform", "Payments", "Research", "Field Offices"];
const HOSTS = [
  "www",
  "api",
  "shop",
  "login",
  "mail",
  "vpn",
  "intranet",
  "cdn",
  "status",
  "partner",
];
const STATUSES = [
  "issued",
  "issued",
  "issued",
  "issued",
  "issued",
  "issued",
  "pending",
  "revoked",
  "canceled",
  "needs_approval",
];

/** Id of the first plain order. The ids of the others follow without gaps. */
export const PLAIN = 300_000_001;
const MIXED_ORDERS = 300;

/** @param {number} now @param {number} count minimum number of orders @returns {Array<Order & { openRevoke?: boolean }>} */
export function seedOrders(now, count = MIXED_ORDERS) {
  const random = mulberry(20240729);
  const known = [
    orderOf(ORDERS.issued, 0, "issued", "www.example.com", 2, 1),
    orderOf(ORDERS.reissuePending, 0, "reissue_pending", "api.example.com", 0, 1),
    orderOf(ORDERS.codeSigning, 5, "issued", "Example Industries", 0, 0),
    orderOf(ORDERS.pending, 1, "pending", "new.example.com", 0, 0),
    orderOf(ORDERS.revoked, 0, "revoked", "old.example.com", 1, 0),
    { ...orderOf(ORDERS.openRevoke, 2, "issued", "*.legacy.example.com", 0, 0), openRevoke: true },
  ];
  const [first, second] = known;
  // A rejected reissue never becomes a certificate.
  first?.certificates.push(unfinished(first, "rejected"));
  second?.certificates.splice(1, 1, unfinished(second, "pending"));
  const others = Array.from({ length: 294 }, (_, nth) => {
    const status = pick(STATUSES);
    const host = `${pick(HOSTS)}${nth}.example.${pick(["com", "net", "org"])}`;
    const tls = Math.floor(random() * 10);
    return orderOf(
      200_000_000 + nth * 37,
      tls < 8 ? tls % 4 : 4 + (nth % 3),
      status,
      host,
      few(),
      few(),
    );
  });
  const plain = Array.from({ length: Math.max(0, count - MIXED_ORDERS) }, (_, nth) =>
    orderOf(PLAIN + nth, nth % 4, "issued", `host${nth}.example.net`, nth % 10 === 0 ? 1 : 0, 0),
  );
  return [...known, ...others, ...plain];

  /** @template T @param {readonly T[]} list @returns {T} */
  function pick(list) {
    return /** @type {T} */ (list[Math.floor(random() * list.length)]);
  }

  function few() {
    return Math.max(0, Math.floor(random() * 6) - 3);
  }

  /** @param {number} length */
  function hex(length) {
    return Array.from({ length }, () => Math.floor(random() * 16).toString(16))
      .join("")
      .toUpperCase();
  }

  /**
   * @param {number} id @param {number} product @param {string} status @param {string} name
   * @param {number} duplicates @param {number} reissues @returns {Order}
   */
  function orderOf(id, product, status, name, duplicates, reissues) {
    const created = now - Math.floor(30 + random() * 300) * DAY_MS;
    /** @param {Certificate["kind"]} kind @param {number} nth @returns {Certificate} */
    const certificate = (kind, nth) => ({
      id: id * 10 + nth,
      serial_number: hex(32),
      thumbprint: hex(40),
      common_name: name,
      dns_names: product < 4 ? [name, ...(name.startsWith("www.") ? [name.slice(4)] : [])] : [],
      status: status === "revoked" ? "revoked" : "issued",
      valid_from: day(created + DAY_MS),
      valid_till: day(created + 396 * DAY_MS),
      kind,
      archived: kind === "reissue" || (kind === "duplicate" && nth === 2),
    });
    const kinds = /** @type {Certificate["kind"][]} */ ([
      "primary",
      ...Array(duplicates).fill("duplicate"),
      ...Array(reissues).fill("reissue"),
    ]);
    const at = Math.floor(random() * ORGANIZATIONS.length);
    return {
      id,
      status,
      date_created: timestamp(created),
      product: /** @type {Order["product"]} */ (PRODUCTS[product]),
      organization: { id: 112233 + at, name: /** @type {string} */ (ORGANIZATIONS[at]) },
      container: { id: 5 + at, name: /** @type {string} */ (DIVISIONS[at]) },
      certificates: kinds.map(certificate),
      changed: created,
    };
  }
}

/** A reissue without a certificate. @param {Order} order @param {string} status @returns {Certificate} */
function unfinished(order, status) {
  const [primary] = order.certificates;
  const bare = { serial_number: "", thumbprint: "", kind: /** @type {const} */ ("reissue") };
  return {
    .../** @type {Certificate} */ (primary),
    ...bare,
    id: order.id * 10 + 9,
    status,
    archived: false,
  };
}

/** Mulberry32: a deterministic generator of numbers in [0, 1). @param {number} seed */
function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

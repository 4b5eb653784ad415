// Models one CertCentral account: its orders and requests, and the transitions revoke, approve, reject and cancel.

import {
  ApiError,
  certificateNotFound,
  missingPermission,
  orderNotFound,
  requestNotFound,
} from "./errors.js";
import { seedOrders } from "./seed.js";
import { timestamp } from "./time.js";

/** @typedef {import("./settings.js").SandboxSettings} SandboxSettings */
/** @typedef {import("./settings.js").KeyRole} KeyRole */
/** @typedef {import("./model.js").ApprovalRequest} ApprovalRequest */
/** @typedef {import("./model.js").Certificate} Certificate */
/** @typedef {import("./model.js").Order} Order */
/** @typedef {import("./model.js").User} User */

/** @typedef {{ order_id: number, certificate_id: number }} RevokedCertificate the data of DigiCert's event */

export const REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
];

/** @type {Record<KeyRole, User & { access_roles: Array<{ id: number, name: string }> }>} */
export const USERS = {
  admin: user(125039, "John", "Smith", 1, "Administrator"),
  limited: user(242140, "Jack", "White", 5, "Standard user"),
  "view-only": user(242141, "Vera", "Hall", 2, "Limited user"),
};

/** @param {number} id @param {string} first_name @param {string} last_name @param {number} role @param {string} name */
function user(id, first_name, last_name, role, name) {
  const email = `${first_name}.${last_name}@example.com`.toLowerCase();
  return { id, first_name, last_name, email, access_roles: [{ id: role, name }] };
}

export class Account {
  /** @type {Map<number, Order>} */
  orders = new Map();
  /** @type {Map<number, ApprovalRequest>} */
  requests = new Map();
  #nextRequest = 90001;
  /** By certificate id, serial number and thumbprint. @type {Map<string, { order: Order, certificate: Certificate }>} */
  #certificates = new Map();
  /** @type {Map<number, ApprovalRequest[]>} */
  #requestsOf = new Map();

  /** Certificates that were revoked since the last `takeRevoked`. @type {RevokedCertificate[]} */
  #revoked = [];

  /** @param {number} now @param {number} [count] number of orders */
  constructor(now, count) {
    for (const order of seedOrders(now, count)) {
      this.orders.set(order.id, order);
      for (const certificate of order.certificates) this.#name(order, certificate);
      if (order.openRevoke)
        this.#addRequest({ order }, "limited", now, { comment: "No longer in use." });
    }
  }

  /** Issues duplicates, as other users of the account may do at any time. @param {number} orderId @param {number} count */
  addDuplicates(orderId, count) {
    const order = this.order(orderId);
    const [primary] = order.certificates;
    if (!primary) throw orderNotFound();
    for (let nth = 0; nth < count; nth += 1) {
      const serial = (orderId * 100_000 + order.certificates.length).toString(16).toUpperCase();
      const certificate = {
        ...{ ...primary, kind: /** @type {const} */ ("duplicate"), archived: false },
        id: orderId * 100_000 + order.certificates.length,
        ...{ serial_number: serial.padStart(32, "0"), thumbprint: serial.padStart(40, "0") },
      };
      order.certificates.push(certificate);
      this.#name(order, certificate);
    }
  }

  /** Makes a certificate addressable by its names. @param {import("./model.js").Order} order @param {import("./model.js").Certificate} certificate */
  #name(order, certificate) {
    for (const name of [certificate.id, certificate.serial_number, certificate.thumbprint])
      if (name !== "") this.#certificates.set(String(name), { order, certificate });
  }

  /** @param {number} id */
  order(id) {
    const order = this.orders.get(id);
    if (!order) throw orderNotFound();
    return order;
  }

  /** @param {number} id */
  request(id) {
    const request = this.requests.get(id);
    if (!request) throw requestNotFound();
    return request;
  }

  /** @param {number} orderId */
  requestsOf(orderId) {
    return this.#requestsOf.get(orderId) ?? [];
  }

  /** Returns the order whose primary certificate has this serial number or thumbprint, in either case. @param {string} print */
  orderByPrint(print) {
    const { order, certificate } = this.#certificates.get(print.toUpperCase()) ?? {};
    const isPrint = certificate && print !== String(certificate.id);
    return isPrint && certificate === order?.certificates[0] ? order : undefined;
  }

  /** Finds a certificate by id, or by serial number in either case. @param {string} identifier @returns {{ order: Order, certificate: Certificate }} */
  certificate(identifier) {
    const found = this.#certificates.get(identifier.toUpperCase());
    const isOf = found && identifier.toUpperCase() !== found.certificate.thumbprint;
    if (!isOf) throw certificateNotFound();
    return found;
  }

  /**
   * Revokes an order or one of its certificates, or creates an approval request and returns it.
   * @param {{ order: Order, certificate?: Certificate }} target @param {KeyRole} role @param {number} now
   * @param {SandboxSettings} settings
   * @param {{ reason?: string | undefined, comment?: string | undefined, skipApproval?: boolean | undefined }} options
   * @returns {ApprovalRequest | undefined}
   */
  revoke(target, role, now, settings, options) {
    const { order, certificate } = target;
    const skip = options.skipApproval === true && role === "admin";
    if (options.skipApproval && role !== "admin" && settings.skipWithoutAdmin === "forbidden")
      throw missingPermission();
    if ((certificate ?? order).status === "revoked") {
      if (settings.secondRevoke === "no-content") return undefined;
      throw new ApiError(400, settings.alreadyRevokedCode, "It is already revoked.");
    }
    if (order.status === "reissue_pending" && settings.pendingReissue === "error") {
      throw new ApiError(
        400,
        "reissue_pending",
        "Cancel the pending reissue first, or wait until it is complete.",
      );
    }
    if (!["issued", "reissue_pending"].includes(order.status) && settings.notIssued === "error") {
      throw new ApiError(
        400,
        "order_not_issued",
        "Only an issued order can be revoked. Cancel this order instead.",
      );
    }
    const open = this.requestsOf(order.id).some(
      ({ type, status, certificate_id }) =>
        type === "revoke" && status === "pending" && certificate_id === certificate?.id,
    );
    if (open && !skip && settings.secondRequest === "error") {
      throw new ApiError(
        400,
        "request_already_exists",
        "A request to revoke it is already pending.",
      );
    }
    if (!skip) return this.#addRequest(target, role, now, options);
    this.#markRevoked(target, now, settings);
    return undefined;
  }

  /** Returns the certificates that were revoked since the last call. */
  takeRevoked() {
    return this.#revoked.splice(0);
  }

  /** Cancels an order that is not issued, or a pending reissue. @param {number} id @param {number} now */
  cancel(id, now) {
    const order = this.order(id);
    if (order.status === "reissue_pending") {
      for (const row of order.certificates) if (row.status === "pending") row.status = "rejected";
      setStatus(order, "issued", now);
    } else if (["pending", "waiting_pickup", "needs_approval"].includes(order.status)) {
      setStatus(order, "canceled", now);
    } else {
      throw new ApiError(
        400,
        "invalid_status",
        `An order that is ${order.status} cannot be canceled.`,
      );
    }
  }

  /**
   * @param {number} id @param {"approved" | "rejected"} status @param {KeyRole} role @param {number} now
   * @param {SandboxSettings} settings @param {string} [comment]
   */
  process(id, status, role, now, settings, comment) {
    const request = this.request(id);
    if (role !== "admin") throw missingPermission();
    if (request.status !== "pending") {
      throw new ApiError(
        400,
        "request_already_processed",
        `The request is already ${request.status}.`,
      );
    }
    const { access_roles: _, ...processor } = USERS[role];
    Object.assign(request, { status, processor, date_processed: timestamp(now) });
    if (comment !== undefined) request.processor_comment = comment;
    if (status === "approved" && request.type === "revoke") {
      const order = this.order(request.order_id);
      const certificate = order.certificates.find(({ id }) => id === request.certificate_id);
      this.#markRevoked(certificate ? { order, certificate } : { order }, now, settings);
    }
  }

  /**
   * @param {{ order: Order, certificate?: Certificate }} target @param {KeyRole} role @param {number} now
   * @param {{ reason?: string | undefined, comment?: string | undefined }} options
   */
  #addRequest({ order, certificate }, role, now, { reason, comment }) {
    const { access_roles: _, ...requester } = USERS[role];
    /** @type {ApprovalRequest} */
    const request = {
      id: this.#nextRequest++,
      order_id: order.id,
      date: timestamp(now),
      type: "revoke",
      status: "pending",
      requester,
    };
    if (certificate) request.certificate_id = certificate.id;
    if (reason !== undefined) request.reason = reason;
    if (comment !== undefined) request.comments = comment;
    this.requests.set(request.id, request);
    this.#requestsOf.set(order.id, [...this.requestsOf(order.id), request]);
    return request;
  }

  /**
   * Revoking an order revokes all its certificates: primary, duplicates and reissues, including archived ones. Revoking one
   * certificate leaves the order issued, unless `certificateRevokeEndsOrder` is set and no other certificate is issued.
   * @param {{ order: Order, certificate?: Certificate }} target @param {number} now @param {SandboxSettings} settings
   */
  #markRevoked({ order, certificate }, now, settings) {
    const revoked = certificate ? [certificate] : order.certificates;
    for (const row of revoked)
      if (row.status !== "rejected") {
        row.status = "revoked";
        this.#revoked.push({ order_id: order.id, certificate_id: row.id });
      }
    const hasIssued = order.certificates.some(({ status }) => status === "issued");
    if (!certificate || (!hasIssued && settings.certificateRevokeEndsOrder))
      setStatus(order, "revoked", now);
  }
}

/** Sets the status and its time. @param {Order} order @param {string} status @param {number} now */
function setStatus(order, status, now) {
  order.status = status;
  order.changed = now;
}

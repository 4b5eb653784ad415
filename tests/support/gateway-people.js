// A gateway on workerd with people in front of it and, behind it, a CertCentral that records its calls.

import { createServer } from "node:http";
import { afterEach } from "node:test";
import { startLocal } from "../../www/gateway/local/local.js";
import { CANARY } from "./client.js";
import { closeServer, listen } from "./listen.js";
import { assertDescribed } from "./openapi.js";

const OWN = { "content-type": "application/json", "x-certcentral-console": "1" };

/** Every person has every permission, so that only the rules under test refuse a call. */
const PEOPLE = ["ada", "sam", "alex"].map((id) => ({ id, roles: ["admin"] }));

/** @typedef {{ method: string, path: string, body: string, query: string }} Call */
/** @type {Array<() => Promise<unknown> | void>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Orders by id, each with the ids of its certificates, the primary first. A test can replace any response with `before`. */
export class CertCentral {
  /** @type {Call[]} */
  calls = [];
  /** @type {Map<string, string[]>} */
  orders = new Map();
  /** @type {Map<string, { order: string | undefined, type: string }>} */
  requests = new Map();
  /** @type {(call: Call) => [status: number, body: unknown] | undefined | Promise<[number, unknown] | undefined>} */
  before = () => undefined;
  url = "";

  get puts() {
    return this.calls.filter(({ method }) => method === "PUT").map(({ path }) => path);
  }

  /** @param {number | string} id @param {number} certificates how many */
  order(id, certificates) {
    const ids = Array.from(
      { length: certificates },
      (_, nth) => `${id}${String(nth).padStart(4, "0")}`,
    );
    this.orders.set(String(id), ids);
    return ids;
  }

  async start() {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const [path = "", query = ""] = String(request.url).replace("/services/v2", "").split("?");
      const call = { method: String(request.method), path, body, query };
      this.calls.push(call);
      const [status, json] = (await this.before(call)) ?? this.#respond(call);
      const text = json === undefined ? "" : JSON.stringify(json);
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
    const port = await listen(server);
    this.url = `http://127.0.0.1:${port}/services/v2`;
    closing.push(() => {
      closeServer(server);
    });
    return this;
  }

  /** @param {Call} call @returns {[number, unknown]} */
  #respond({ method, path, body, query }) {
    const [, order = "", rest] = /^\/order\/certificate\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const ids = this.orders.get(order);
    if (method === "GET" && path === "/order/certificate") return this.#search(query);
    if (method === "GET" && path.startsWith("/request/")) {
      const id = path.slice("/request/".length);
      const request = this.requests.get(id);
      if (!request) return errorResponse(404, "not_found|request");
      const about = request.order === undefined ? {} : { order: { id: Number(request.order) } };
      return [200, { id: Number(id), type: request.type, status: "pending", ...about }];
    }
    if (method === "GET" && !ids) return errorResponse(404, "not_found|order");
    if (method === "GET" && rest === undefined)
      return [200, { id: Number(order), status: "issued", certificate: certificateOf(ids?.[0]) }];
    if (method === "GET")
      return [200, { certificates: rest === "duplicate" ? ids?.slice(1).map(certificateOf) : [] }];
    if (path.endsWith("/revoke") && JSON.parse(body).skip_approval !== true) {
      const id = String(70_000 + this.requests.size);
      this.requests.set(id, { order, type: "revoke" });
      const date = "2026-01-02T03:04:05+00:00";
      return [201, { id: Number(id), date, type: "revoke", status: "pending" }];
    }
    return [204, undefined];
  }

  /** Finds orders by the id of a certificate. @param {string} query @returns {[number, unknown]} */
  #search(query) {
    const id = new URLSearchParams(query).get("filters[certificate_id]") ?? "";
    const found = [...this.orders].filter(([, ids]) => ids.includes(id));
    const orders = found.map(([order, ids]) => ({
      ...{ id: Number(order), status: "issued", certificate: certificateOf(ids[0]) },
      has_duplicates: ids.length > 1,
    }));
    return [200, { orders, page: { total: orders.length, limit: 100, offset: 0 } }];
  }
}

/** @param {string | undefined} id */
const certificateOf = (id) => ({
  id: Number(id),
  serial_number: `0${BigInt(id ?? 0)
    .toString(16)
    .toUpperCase()}`,
  common_name: "www.example.com",
});

/** @param {number} status @param {string} code @returns {[number, unknown]} */
const errorResponse = (status, code) => [status, { errors: [{ code, message: code }] }];

/**
 * @param {CertCentral} certcentral @param {Record<string, unknown>} [rules] variables of the gateway, as values
 * @param {Parameters<typeof startLocal>[0]} [options]
 */
export async function startGateway(certcentral, rules = {}, options = {}) {
  const variables = Object.fromEntries(
    Object.entries({ DEVELOPMENT_IDENTITY: PEOPLE, ...rules }).map(([name, value]) => [
      name,
      JSON.stringify(value),
    ]),
  );
  const upstream = certcentral.url;
  const local = await startLocal({ key: CANARY, upstream, variables, ...options });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await local.close();
    isOpen = false;
  };
  closing.push(close);
  return {
    close,
    url: local.consoleUrl,
    as: (/** @type {string} */ id) => person(local.consoleUrl, id),
  };
}

/** The requests of one person. @param {string} base @param {string} id */
function person(base, id) {
  /** @param {string} method @param {string} path @param {unknown} [body] @param {string} [key] @param {Record<string, string>} [headers] */
  const send = async (method, path, body, key, headers = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...OWN,
        "x-certcentral-identity": id,
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get("content-type");
    assertDescribed(method, base + path, { status: response.status, type, text });
    const json = text.startsWith("{") && !text.includes("}\n{") ? JSON.parse(text) : undefined;
    return { status: response.status, text, json, code: json?.errors?.[0]?.code };
  };
  const services = "/services/v2";
  return {
    send,
    /** @param {number | string} order @param {object} [body] @param {string} [key] */
    revoke: (order, body = {}, key) =>
      send("PUT", `${services}/order/certificate/${order}/revoke`, body, key),
    /** @param {string} certificate @param {object} [body] */
    revokeCertificate: (certificate, body = {}) =>
      send("PUT", `${services}/certificate/${certificate}/revoke`, body),
    /** Approves what the person sees now. @param {number | string} request @param {string} [key] */
    approve: async (request, key) => {
      const { hash } = (await send("GET", `/console/proposals/${request}`)).json ?? {};
      /** @type {Record<string, string>} */
      const seen = hash === undefined ? {} : { "if-match": `"${hash}"` };
      const path = `${services}/request/${request}/status`;
      return send("PUT", path, { status: "approved" }, key, seen);
    },
    /** @param {number | string} request */
    proposal: async (request) => (await send("GET", `/console/proposals/${request}`)).json,
    /** @param {number | string} request @param {string} [reason] */
    withdraw: (request, reason) =>
      send(
        "POST",
        `/console/proposals/${request}/withdraw`,
        reason === undefined ? {} : { reason },
      ),
    /** @param {object} body */
    breakGlass: (body) => send("POST", "/console/break-glass", body),
    /** @param {string} reason */
    freeze: (reason) => send("POST", "/console/freeze", { reason }),
    /** @param {string} reason */
    release: (reason) => send("POST", "/console/freeze/release", { reason }),
    /** @param {number | string} request @param {string} [note] */
    reject: (request, note) =>
      send("PUT", `${services}/request/${request}/status`, {
        status: "rejected",
        ...(note === undefined ? {} : { processor_comment: note }),
      }),
    /** @param {number | string} request */
    request: (request) => send("GET", `${services}/request/${request}`),
    /** @param {number | string} order @param {unknown} reason @param {object} [more] */
    hold: (order, reason, more = {}) => send("PUT", `/console/holds/${order}`, { reason, ...more }),
    /** @param {number | string} order @param {unknown} reason */
    lift: (order, reason) => send("DELETE", `/console/holds/${order}`, { reason }),
    holds: async () => (await send("GET", "/console/holds")).json.holds,
    proposals: async () => (await send("GET", "/console/proposals")).json.proposals,
    /** @param {string} [query] */
    record: (query = "") => send("GET", `/console/audit-log${query}`),
    export: async () => (await send("GET", "/console/audit-log/export")).text,
  };
}

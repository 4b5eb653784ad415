// The methods of the package with all their parameters. A new method is a new row.

import {
  BUILT,
  byFilter,
  CALL,
  certificate,
  DECIDE,
  emptyOptions,
  inPath,
  listed,
  ORDERS,
  objectOf,
  orderId,
  PAGE,
  REVOKE,
  SETTINGS,
} from "./parameters.js";
import { anyText, id, isWellFormed, object, ofKind, whole, word } from "./types.js";

/** @import { Method, Seen } from "./types.js" */

/** @param {any} module the package @param {() => any} fresh another copy of it, whose core is not loaded @returns {Method[]} */
export function methodsOf(module, fresh) {
  return [
    {
      name: "new CertCentral",
      parameters: SETTINGS,
      valid: () => ({ settings: undefined }),
      call: async (valid) =>
        new module.CertCentral(valid.settings).revokeOrder(7, { comment: "c" }),
    },
    {
      name: "revokeOrder",
      parameters: [orderId, ...REVOKE, ...CALL],
      valid: () => ({ orderId: 7, ...emptyOptions() }),
      call: ({ orderId, options, call }, client) => client().revokeOrder(orderId, options, call),
    },
    {
      name: "revokeCertificate",
      parameters: [certificate, ...REVOKE, ...CALL],
      valid: () => ({ certificate: 7, ...emptyOptions() }),
      call: ({ certificate, options, call }, client) =>
        client().revokeCertificate(certificate, options, call),
    },
    {
      name: "me",
      parameters: CALL,
      valid: () => ({ call: {} }),
      call: ({ call }, client) => client().me(call),
    },
    {
      name: "orders.get",
      parameters: [orderId, ...CALL],
      valid: () => ({ orderId: 7, call: {} }),
      call: ({ orderId, call }, client) => client().orders.get(orderId, call),
    },
    {
      name: "orders.certificates",
      parameters: [orderId, ...CALL],
      valid: () => ({ orderId: 7, call: {} }),
      call: ({ orderId, call }, client) => client().orders.certificates(orderId, call),
    },
    {
      name: "orders.list",
      parameters: [
        listed,
        ...ORDERS.map(([name = "", wire = ""]) => byFilter(name, wire)),
        ...PAGE,
        ...CALL,
      ],
      valid: () => ({ filter: {}, call: {} }),
      call: ({ filter, call }, client) => client().orders.list(filter, call),
    },
    {
      name: "requests.get",
      parameters: [{ path: "requestId", type: id, shows: inPath }, ...CALL],
      valid: () => ({ requestId: 7, call: {} }),
      call: ({ requestId, call }, client) => client().requests.get(requestId, call),
    },
    {
      name: "requests.list",
      parameters: [
        listed,
        ...["status", "type", "search"].map((name) => byFilter(name, name)),
        ...PAGE,
        ...CALL,
      ],
      valid: () => ({ filter: {}, call: {} }),
      call: ({ filter, call }, client) => client().requests.list(filter, call),
    },
    ...["approve", "reject"].map((name) => ({
      name: `requests.${name}`,
      parameters: DECIDE,
      valid: () => ({ requestId: 7, ...emptyOptions() }),
      call: (/** @type {any} */ { requestId, options, call }, /** @type {() => any} */ client) =>
        client().requests[name](requestId, options, call),
    })),
    {
      name: "revocations.wait",
      parameters: [
        {
          path: "target",
          type: { ...object("orderId", 7), accepts: (_, kind) => kind.fields === true },
          shows: (_, seen) => inPath(7, seen),
        },
        { path: "target.orderId", type: id, shows: inPath },
        objectOf("options", "pollMs", 50, () => true),
        { path: "options.until", type: word("revoked", "approved") },
        { path: "options.pollMs", type: whole(50, 86_400_000) },
        ...CALL,
      ],
      valid: () => ({ target: { orderId: 7 }, ...emptyOptions() }),
      call: ({ target, options, call }, client) => client().revocations.wait(target, options, call),
    },
    {
      name: "wait for a request",
      parameters: [{ path: "target.requestId", type: id, shows: inPath }],
      valid: () => ({ target: {}, call: { deadlineMs: 60 } }),
      call: ({ target, call }, client) =>
        client().revocations.wait(target, { until: "approved" }, call),
    },
    {
      name: "wait for orders",
      parameters: [
        { path: "target.orderIds", type: { accepts: () => false }, says: /orderIds (is|\(a list)/ },
        {
          path: "target.orderIds.0",
          type: id,
          shows: (value, { result }) => result.orders[0].orderId === String(value),
        },
      ],
      valid: () => ({ target: { orderIds: [] }, call: { deadlineMs: 60 } }),
      call: ({ target, call }, client) => client().revocations.wait(target, {}, call),
    },
    {
      name: "wait for an order, with",
      parameters: [
        { path: "target.orderIds", type: { accepts: () => false }, says: /exactly one/ },
        { path: "target.requestId", type: { accepts: () => false }, conflicts: true },
      ],
      valid: () => ({ target: { orderId: 7 }, call: { deadlineMs: 60 } }),
      call: ({ target, call }, client) => client().revocations.wait(target, {}, call),
    },
    {
      name: "buildRevokeOrder",
      parameters: [
        {
          path: "orderId",
          type: id,
          shows: (value, { result }) => (result.request ?? result).path.includes(`/${value}/`),
        },
        ...BUILT,
      ],
      valid: () => ({ orderId: 7, options: {}, settings: {} }),
      call: async ({ orderId, options, settings }) =>
        module.buildRevokeOrder(orderId, options, settings),
    },
    {
      name: "buildRevokeCertificate",
      parameters: [
        {
          path: "certificate",
          type: id,
          says: /neither/,
          shows: (value, { result }) => (result.request ?? result).path.includes(`/${value}/`),
        },
        ...BUILT,
      ],
      valid: () => ({ certificate: 7, options: {}, settings: {} }),
      call: async ({ certificate, options, settings }) =>
        module.buildRevokeCertificate(certificate, options, settings),
    },
    {
      name: "parseRevokeResponse",
      effect: "unknown",
      parameters: [
        ...responseParameters((result) => result?.outcome === "revoked"),
        ...REVOKE.map(({ path, type }) => ({
          path,
          type: path === "options.comment" ? anyText : type,
        })),
        { path: "settings", type: object("maxResponseBytes", 9) },
        { path: "settings.maxResponseBytes", type: whole(1, 2 ** 30) },
      ],
      valid: () => ({ response: { status: 204 }, options: {}, settings: {} }),
      call: async ({ response, options, settings }) =>
        module.parseRevokeResponse(response, options, settings),
    },
    {
      name: "buildDecision",
      parameters: [
        {
          path: "requestId",
          type: id,
          shows: (value, { result }) => result.path === `/request/${value}/status`,
        },
        { path: "decision", type: word("approved", "rejected") },
        { path: "options", type: object("processorComment", "why") },
        { path: "options.processorComment", type: anyText },
      ],
      valid: () => ({ requestId: 7, decision: "rejected", options: {} }),
      call: async ({ requestId, decision, options }) =>
        module.buildDecision(requestId, decision, options),
    },
    {
      name: "parseDecisionResponse",
      effect: "unknown",
      parameters: [
        ...responseParameters((result) => result?.confirmedBy === "response"),
        {
          path: "requestId",
          type: id,
          shows: (value, { result }) => result.requestId === String(value),
        },
        { path: "decision", type: word("approved", "rejected") },
        { path: "settings", type: object("maxResponseBytes", 9) },
        { path: "settings.maxResponseBytes", type: whole(1, 2 ** 30) },
      ],
      valid: () => ({
        response: { status: 204 },
        requestId: 7,
        decision: "approved",
        settings: {},
      }),
      call: async ({ response, requestId, decision, settings }) =>
        module.parseDecisionResponse(response, requestId, decision, settings),
    },
    {
      name: "init",
      parameters: [
        {
          path: "source",
          says: /source must be/,
          type: {
            accepts: (value, kind) =>
              typeof value === "string" ||
              ofKind("URL", "ArrayBuffer", "Uint8Array", "DataView").accepts(value, kind),
          },
          shows: (_, { error }) => error?.code === "core-unavailable",
        },
      ],
      valid: () => ({}),
      call: async ({ source }) => fresh().init(source),
    },
  ];
}

/** A response that was received. @param {(result: any) => boolean} isSuccess @returns {import("./types.js").Parameter[]} */
const responseParameters = (isSuccess) => [
  {
    path: "response",
    // Any object with a status is accepted, because a `Response` has more fields.
    type: {
      accepts: (_, kind) =>
        kind.fields === true ||
        ofKind("misspelled field", "symbol as field").accepts(_, kind) ||
        /^Proxy, (has|ownKeys|getPrototypeOf)/.test(kind.name),
      field: ["status", 204],
    },
    says: /response.(status|body)/,
    shows: (_, { result }) => isSuccess(result),
  },
  { path: "response.status", type: whole(0, 999), shows: () => true },
  {
    path: "response.body",
    type: {
      accepts: (value, kind) =>
        value === null ||
        (typeof value === "string" && isWellFormed(value)) ||
        ofKind("Uint8Array", "DataView").accepts(value, kind),
    },
    shows: () => true,
  },
];

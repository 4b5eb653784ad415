// Every parameter of every method: what it accepts, and how its use shows. To add a method of another module: add a row.

import { KEY } from "./values.js";

/** @import { Kind } from "./values.js" */

/**
 * @typedef {object} Sent what reached `fetch`
 * @property {string} method
 * @property {string} url
 * @property {any} body
 * @property {any} headers
 */

/**
 * @typedef {object} Seen
 * @property {Sent[]} sent
 * @property {any} result
 * @property {any} error
 * @property {boolean} noted whether a function was called
 */

/**
 * What a parameter accepts.
 * @typedef {object} Type
 * @property {(value: any, kind: Kind) => boolean} accepts
 * @property {[field: string, value: unknown]} [field] a valid field, where it takes an object
 */

/**
 * @typedef {object} Parameter
 * @property {string} path `options.comment`
 * @property {Type} type
 * @property {RegExp} [says] what a refusal says, where it does not name the kind of the value
 * @property {boolean} [inner] it is part of a list, whose refusal says what belongs into it
 * @property {boolean} [conflicts] it is refused whatever its value, because it excludes another argument
 * @property {(value: any, seen: Seen) => unknown} [shows] whether the value was used. Default: the call succeeds
 */

/**
 * @typedef {object} Method
 * @property {string} name
 * @property {Parameter[]} parameters
 * @property {() => Record<string, any>} given valid arguments, by name
 * @property {(given: Record<string, any>, client: () => any) => any} call
 * @property {"unknown"} [effect] of a refusal. Default `none`
 * @property {string[]} [rest] what the refusal of a whole argument may be called, too
 */

const isWellFormed = (/** @type {string} */ text) => !/\p{Surrogate}/u.test(text);
const isText = (/** @type {any} */ value) =>
  typeof value === "string" && isWellFormed(value) && !value.includes(KEY);
/** @param {RegExp} pattern @returns {Type} */
const textLike = (pattern) => ({ accepts: (value) => isText(value) && pattern.test(value) });
/** @type {Type} */
const text = { accepts: isText };
/** Text where no client is, and so no key. @type {Type} */
const anyText = { accepts: (value) => typeof value === "string" && isWellFormed(value) };
/** @type {Type} */
const flag = { accepts: (value) => typeof value === "boolean" };
/** @type {Type} */
const callable = { accepts: (value) => typeof value === "function" };
/** @param {number} least @param {number} most @returns {Type} */
const whole = (least, most) => ({
  accepts: (value) => Number.isInteger(value) && value >= least && value <= most,
});
const isId = (/** @type {any} */ value) =>
  (typeof value === "number" && Number.isSafeInteger(value) && value > 0) ||
  (typeof value === "bigint" && value > 0n && value < 2n ** 64n) ||
  value === "7";
/** @type {Type} */
const id = { accepts: isId };
/** @param {string[]} words @returns {Type} */
const word = (...words) => ({ accepts: (value) => words.includes(value) });
/** @type {Type} */
const filter = {
  accepts: (value) =>
    isText(value) ||
    typeof value === "bigint" ||
    whole(0, 2 ** 32 - 1).accepts(value, /** @type {any} */ ({})),
};
/** @param {string} name @param {unknown} value @returns {Type} */
const object = (name, value) => ({
  accepts: (given, kind) => kind.fields === true || kind.name === "{}" || given === undefined,
  field: [name, value],
});

/** Values that are recognized by what they are. @param {string[]} names @returns {Type} */
const ofKind = (...names) => ({ accepts: (_, kind) => names.includes(kind.name) });

const path = (/** @type {Seen} */ { sent }) => new URL(sent[0]?.url ?? "http://nothing/").pathname;
const query = (/** @type {Seen} */ { sent }, /** @type {string} */ name) =>
  new URL(sent[0]?.url ?? "http://nothing/").searchParams.get(name);
const body = (/** @type {string} */ name) => (/** @type {any} */ value, /** @type {Seen} */ seen) =>
  seen.sent[0]?.body?.[name] === value;

/** @param {string} name @param {string} wire @returns {Parameter} */
const byFilter = (name, wire) => ({
  path: `filter.${name}`,
  type: filter,
  shows: (value, seen) => query(seen, `filters[${wire}]`) === String(value),
});
/** @type {Parameter[]} */
const PAGE = [
  {
    path: "filter.offset",
    type: whole(0, 2 ** 32 - 1),
    shows: (value, seen) => query(seen, "offset") === String(value),
  },
  {
    path: "filter.limit",
    type: whole(1, 1000),
    shows: (value, seen) => query(seen, "limit") === String(value),
  },
];
/** An object with one field, which must show. @param {string} name @param {string} field @param {any} value @param {Parameter["shows"]} shows @returns {Parameter} */
const objectOf = (name, field, value, shows) => ({
  path: name,
  type: object(field, value),
  shows: (_, seen) => shows?.(value, seen),
});

/** @type {Parameter[]} */
const CALL = [
  {
    path: "call",
    type: object("signal", AbortSignal.abort("reason")),
    shows: (_, { error, sent }) => error?.code === "aborted" && sent.length === 0,
  },
  {
    path: "call.signal",
    type: ofKind("AbortSignal"),
    shows: (_, { error, sent }) => error?.code === "aborted" && sent.length === 0,
  },
  { path: "call.timeoutMs", type: whole(1, 2 ** 31 - 1) },
  { path: "call.deadlineMs", type: whole(1, 2 ** 31 - 1) },
  { path: "call.priority", type: word("interactive", "bulk") },
];
const inPath = (/** @type {any} */ value, /** @type {Seen} */ seen) =>
  path(seen).split("/").includes(String(value));
/** @type {Parameter[]} */
const REVOKE = [
  objectOf("options", "comment", "why", body("comment")),
  { path: "options.comment", type: text, shows: body("comment") },
  {
    path: "options.revocationReason",
    type: word("superseded"),
    shows: body("revocation_reason"),
  },
  { path: "options.skipApproval", type: flag, shows: body("skip_approval") },
];
const revokeGiven = () => ({ options: {}, call: {} });
/** @type {Parameter[]} */
const DECIDE = [
  { path: "requestId", type: id, shows: inPath },
  objectOf("options", "processorComment", "why", body("processor_comment")),
  { path: "options.processorComment", type: text, shows: body("processor_comment") },
  ...CALL,
];

/** @param {string} name @param {Type} type @param {Parameter["shows"]} [shows] @returns {Parameter} */
const setting = (name, type, shows) => ({
  path: `settings.${name}`,
  type,
  ...(shows && { shows }),
});
const HOOKS = ["onRequest", "onResponse"].map((name) =>
  setting(name, callable, (_, seen) => seen.noted),
);
/** @type {Parameter[]} */
const SETTINGS = [
  {
    path: "settings",
    type: {
      // A key is required, so nothing and an object without fields are refused.
      accepts: (_, kind) => kind.fields === true,
      field: ["baseUrl", "https://localhost/"],
    },
    // There is no `fetch` among the fields: the global one has to be used.
    shows: (_, { sent }) => sent[0]?.url.startsWith("https://localhost/"),
  },
  {
    path: "settings.apiKey",
    type: { accepts: (value) => typeof value === "string" && /^[!-~]+$/.test(value) },
    says: /apiKey/,
    shows: (value, { sent }) => new Headers(sent[0]?.headers).get("X-DC-DEVKEY") === value,
  },
  setting("region", word("us", "eu")),
  { ...setting("baseUrl", textLike(/^https:\/\/[a-z]/)), says: /must start with https/ },
  setting("fetch", callable, (_, seen) => seen.noted),
  setting("timeoutMs", whole(1, 2 ** 31 - 1)),
  setting("deadlineMs", whole(1, 2 ** 31 - 1)),
  setting("maxInFlight", whole(1, 2 ** 16)),
  setting(
    "correlationToken",
    flag,
    (value, { sent }) => /\[ccr-/.test(sent[0]?.body.comment) === value,
  ),
  ...HOOKS,
  setting("onRetry", callable, () => true),
  setting("commentField", word("comment", "comments", "both")),
  setting("maxResponseBytes", whole(1, 2 ** 30)),
  setting("dangerouslyAllowBrowser", flag),
  setting("retry", {
    accepts: (value, kind) => value === false || object("reads", 2).accepts(value, kind),
    field: ["reads", 2],
  }),
  ...["settleMs", "backoffMs", "maxBackoffMs", "maxRetryAfterMs"].map((name) =>
    setting(`retry.${name}`, whole(0, 86_400_000)),
  ),
  setting("retry.reads", whole(1, 100)),
  setting("limits", object("guardMs", 5)),
  setting("limits.guardMs", whole(0, 60_000)),
  { ...setting("limits.windows", { accepts: () => false }), says: /limits.windows/ },
  { ...setting("limits.windows.0", { accepts: () => false }), says: /limits.windows/, inner: true },
  { ...setting("limits.windows.0.0", whole(1, 2 ** 32 - 1)), says: /limits.windows/, inner: true },
];

const ORDERS = [
  ["search", "search"],
  ["status", "status"],
  ["commonName", "common_name"],
  ["serialNumber", "serial_number"],
  ["certificateId", "certificate_id"],
  ["productNameId", "product_name_id"],
  ["organizationId", "organization_id"],
  ["containerId", "container_id"],
  ["dateCreated", "date_created"],
  ["validTill", "valid_till"],
];
/** @type {Parameter} */
const orderId = { path: "orderId", type: id, shows: inPath };
/** @type {Parameter} */
const certificate = { path: "certificate", type: id, says: /neither/, shows: inPath };
/** @type {Parameter} */
const listed = {
  path: "filter",
  type: object("status", "issued"),
  shows: (_, seen) => query(seen, "filters[status]") === "issued",
};

/** @type {Parameter[]} */
const BUILT = [
  ...REVOKE.map(({ path, type }) => ({
    path,
    type: path === "options.comment" ? anyText : type,
    shows: (/** @type {any} */ value, /** @type {Seen} */ { result }) => {
      const sent = JSON.parse(result.request?.body ?? result.body);
      const expected = path === "options" ? "why" : value;
      return Object.values(sent).includes(expected);
    },
  })),
  { path: "settings", type: object("commentField", "comment") },
  { path: "settings.commentField", type: word("comment", "comments", "both") },
];

/** @param {any} module the package @param {() => any} fresh another copy of it, whose core is not loaded @returns {Method[]} */
export function methodsOf(module, fresh) {
  return [
    {
      name: "new CertCentral",
      parameters: SETTINGS,
      given: () => ({ settings: undefined }),
      call: async (given) =>
        new module.CertCentral(given.settings).revokeOrder(7, { comment: "c" }),
    },
    {
      name: "revokeOrder",
      parameters: [orderId, ...REVOKE, ...CALL],
      given: () => ({ orderId: 7, ...revokeGiven() }),
      call: ({ orderId, options, call }, client) => client().revokeOrder(orderId, options, call),
    },
    {
      name: "revokeCertificate",
      parameters: [certificate, ...REVOKE, ...CALL],
      given: () => ({ certificate: 7, ...revokeGiven() }),
      call: ({ certificate, options, call }, client) =>
        client().revokeCertificate(certificate, options, call),
    },
    {
      name: "me",
      parameters: CALL,
      given: () => ({ call: {} }),
      call: ({ call }, client) => client().me(call),
    },
    {
      name: "orders.get",
      parameters: [orderId, ...CALL],
      given: () => ({ orderId: 7, call: {} }),
      call: ({ orderId, call }, client) => client().orders.get(orderId, call),
    },
    {
      name: "orders.certificates",
      parameters: [orderId, ...CALL],
      given: () => ({ orderId: 7, call: {} }),
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
      given: () => ({ filter: {}, call: {} }),
      call: ({ filter, call }, client) => client().orders.list(filter, call),
    },
    {
      name: "requests.get",
      parameters: [{ path: "requestId", type: id, shows: inPath }, ...CALL],
      given: () => ({ requestId: 7, call: {} }),
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
      given: () => ({ filter: {}, call: {} }),
      call: ({ filter, call }, client) => client().requests.list(filter, call),
    },
    ...["approve", "reject"].map((name) => ({
      name: `requests.${name}`,
      parameters: DECIDE,
      given: () => ({ requestId: 7, ...revokeGiven() }),
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
      given: () => ({ target: { orderId: 7 }, ...revokeGiven() }),
      call: ({ target, options, call }, client) => client().revocations.wait(target, options, call),
    },
    {
      name: "wait for a request",
      parameters: [{ path: "target.requestId", type: id, shows: inPath }],
      given: () => ({ target: {}, call: { deadlineMs: 60 } }),
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
      given: () => ({ target: { orderIds: [] }, call: { deadlineMs: 60 } }),
      call: ({ target, call }, client) => client().revocations.wait(target, {}, call),
    },
    {
      name: "wait for an order, with",
      parameters: [
        { path: "target.orderIds", type: { accepts: () => false }, says: /exactly one/ },
        { path: "target.requestId", type: { accepts: () => false }, conflicts: true },
      ],
      given: () => ({ target: { orderId: 7 }, call: { deadlineMs: 60 } }),
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
      given: () => ({ orderId: 7, options: {}, settings: {} }),
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
      given: () => ({ certificate: 7, options: {}, settings: {} }),
      call: async ({ certificate, options, settings }) =>
        module.buildRevokeCertificate(certificate, options, settings),
    },
    {
      name: "parseRevokeResponse",
      effect: "unknown",
      parameters: [
        {
          path: "response",
          // Whatever has a status counts, because a `Response` has more fields than that.
          type: {
            accepts: (_, kind) =>
              kind.fields === true ||
              ofKind("misspelt field", "symbol as field").accepts(_, kind) ||
              /^Proxy, (has|ownKeys|getPrototypeOf)/.test(kind.name),
            field: ["status", 204],
          },
          says: /response.(status|body)/,
          shows: (_, { result }) => result?.outcome === "revoked",
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
        ...REVOKE.map(({ path, type }) => ({
          path,
          type: path === "options.comment" ? anyText : type,
        })),
        { path: "settings", type: object("maxResponseBytes", 9) },
        { path: "settings.maxResponseBytes", type: whole(1, 2 ** 30) },
      ],
      given: () => ({ response: { status: 204 }, options: {}, settings: {} }),
      call: async ({ response, options, settings }) =>
        module.parseRevokeResponse(response, options, settings),
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
      given: () => ({}),
      call: async ({ source }) => fresh().init(source),
    },
  ];
}

// The parameters that several methods share.

import {
  anyText,
  callable,
  filter,
  flag,
  id,
  object,
  ofKind,
  text,
  textLike,
  whole,
  word,
} from "./types.js";

/** @import { Parameter, Seen, Type } from "./types.js" */

export const path = (/** @type {Seen} */ { sent }) =>
  new URL(sent[0]?.url ?? "http://nothing/").pathname;
const query = (/** @type {Seen} */ { sent }, /** @type {string} */ name) =>
  new URL(sent[0]?.url ?? "http://nothing/").searchParams.get(name);
export const body =
  (/** @type {string} */ name) => (/** @type {any} */ value, /** @type {Seen} */ seen) =>
    seen.sent[0]?.body?.[name] === value;

/** @param {string} name @param {string} wire @returns {Parameter} */
export const byFilter = (name, wire) => ({
  path: `filter.${name}`,
  type: filter,
  shows: (value, seen) => query(seen, `filters[${wire}]`) === String(value),
});
/** @type {Parameter[]} */
export const PAGE = [
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
/** An object with one field, whose use must be visible. @param {string} name @param {string} field @param {any} value @param {Parameter["shows"]} shows @returns {Parameter} */
export const objectOf = (name, field, value, shows) => ({
  path: name,
  type: object(field, value),
  shows: (_, seen) => shows?.(value, seen),
});

/** @type {Parameter[]} */
export const CALL = [
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
export const inPath = (/** @type {any} */ value, /** @type {Seen} */ seen) =>
  path(seen).split("/").includes(String(value));
/** @type {Parameter[]} */
export const REVOKE = [
  objectOf("options", "comment", "why", body("comment")),
  { path: "options.comment", type: text, shows: body("comment") },
  {
    path: "options.revocationReason",
    type: word("superseded"),
    shows: body("revocation_reason"),
  },
  { path: "options.skipApproval", type: flag, shows: body("skip_approval") },
];
export const emptyOptions = () => ({ options: {}, call: {} });
/** @type {Parameter[]} */
export const DECIDE = [
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
  setting(name, callable, (_, seen) => seen.called),
);
/** @type {Parameter[]} */
export const SETTINGS = [
  {
    path: "settings",
    type: {
      // A key is required, so an absent value and an object without fields are rejected.
      accepts: (_, kind) => kind.fields === true,
      field: ["baseUrl", "https://localhost/"],
    },
    // The settings have no `fetch`, so the call must use the global one.
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
  setting("fetch", callable, (_, seen) => seen.called),
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

export const ORDERS = [
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
export const orderId = { path: "orderId", type: id, shows: inPath };
/** @type {Parameter} */
export const certificate = { path: "certificate", type: id, says: /neither/, shows: inPath };
/** @type {Parameter} */
export const listed = {
  path: "filter",
  type: object("status", "issued"),
  shows: (_, seen) => query(seen, "filters[status]") === "issued",
};

/** @type {Parameter[]} */
export const BUILT = [
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

// Job routes: validate the request and forward it to the account, which carries it out (`../jobs/`).

import { buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import * as v from "valibot";
import { skipDenialReason } from "../auth/permissions.js";
import { deny } from "../http/deny.js";
import { problem } from "../http/problem.js";
import { callerOf, fetchWriteAccount, requestWriteAccount } from "../upstream/account-client.js";
import { integerUpTo, parseQuery, reason } from "./body.js";

/** @typedef {import("hono").Context<import("../http/context.js").GatewayContext>} Context */

/** @type {Hono<import("../http/context.js").GatewayContext>} */
export const jobs = new Hono();

const ID = "/:id{[0-9a-f-]{36}}";
export const SETTINGS = v.strictObject({
  revocationReason: v.optional(v.string()),
  comment: v.optional(v.string()),
  skipApproval: v.optional(v.boolean()),
  deadline: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  onlyReplaced: v.optional(v.boolean()),
  breaker: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
});
export const START = v.strictObject({
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  breakGlass: v.optional(reason),
});
export const LIST = v.strictObject({
  offset: v.optional(integerUpTo(1e9), "0"),
  limit: v.optional(v.pipe(integerUpTo(500), v.minValue(1)), "100"),
});
/** Characters of a comment. Proposals and the audit log keep it. */
const MAX_COMMENT = 1000;
export const EMPTY = v.strictObject({});
export const NEW = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
  format: v.optional(v.picklist(["csv", "json-lines", "ids"])),
});
const STATES = [
  "waiting",
  "sending",
  "revoked",
  "requested",
  "refused",
  "unknown",
  "held",
  "skipped",
];
export const PAGE = v.strictObject({
  state: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(",")),
      v.array(v.picklist(STATES)),
    ),
  ),
  offset: v.optional(integerUpTo(1e9), "0"),
  limit: v.optional(integerUpTo(1000), "100"),
});

jobs.get("/", (c) => {
  const page = parseQuery(c.req.url, LIST);
  return page instanceof Response ? page : requestWriteAccount(c.env, "/jobs/list", page);
});
jobs.post("/", async (c) => {
  const parsed = v.safeParse(NEW, Object.fromEntries(new URL(c.req.url).searchParams));
  if (!parsed.success) return rejectInput(parsed.issues);
  const options = { ...parsed.output, caller: callerOfContext(c) };
  return fetchWriteAccount(c.env, "/jobs", {
    method: "POST",
    headers: { "job-options": encodeURIComponent(JSON.stringify(options)) },
    body: c.req.raw.body,
  });
});
jobs.get(ID, (c) => requestWriteAccount(c.env, `/jobs/${c.req.param("id")}`));
jobs.delete(ID, (c) => forwardAction(c, v.unknown(), "remove", () => ({})));
jobs.put(`${ID}/settings`, (c) =>
  forwardAction(c, SETTINGS, "set", async (settings) => {
    const rejected = await settingsProblem(c, settings);
    return rejected ?? { settings };
  }),
);
jobs.post(`${ID}/start`, (c) =>
  forwardAction(c, START, "start", (confirmed) => ({
    ...confirmed,
    skipDenied: skipDenialReason(c.get("actor"), c.get("settings")),
  })),
);
for (const action of ["plan", "rehearse", "pause", "resume", "cancel"])
  jobs.post(`${ID}/${action}`, (c) => forwardAction(c, EMPTY, action, () => ({})));
jobs.get(`${ID}/orders`, (c) => {
  const parsed = v.safeParse(PAGE, Object.fromEntries(new URL(c.req.url).searchParams));
  if (!parsed.success) return rejectInput(parsed.issues);
  const { state: states = [], ...page } = parsed.output;
  return requestWriteAccount(c.env, `/jobs/${c.req.param("id")}/orders`, { states, ...page });
});
for (const format of ["csv", "json"])
  jobs.get(`${ID}/report.${format}`, (c) => download(c, "report", format));
jobs.get(`${ID}/journal.jsonl`, (c) => download(c, "journal"));

/** @param {Context} c */
const callerOfContext = (c) => callerOf({ request: c.req.raw, actor: c.get("actor") });

/**
 * Validates the body of an action and forwards it to the account.
 * @template {v.GenericSchema} S
 * @param {Context} c @param {S} schema @param {string} action
 * @param {(input: v.InferOutput<S>) => object | Promise<object>} toBody the body for the account, or an error response
 */
async function forwardAction(c, schema, action, toBody) {
  const text = new TextDecoder().decode(c.get("body")) || "{}";
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return rejectInput(parsed.issues);
  const body = await toBody(parsed.output);
  if (body instanceof Response) return body;
  const path = `/jobs/${c.req.param("id")}/${action}`;
  return requestWriteAccount(c.env, path, { ...body, caller: callerOfContext(c) });
}

/** Returns an error response for settings that the package rejects, or that the actor may not use. @param {Context} c @param {v.InferOutput<typeof SETTINGS>} settings */
async function settingsProblem(c, { revocationReason, comment, skipApproval }) {
  if (comment !== undefined && comment.length > MAX_COMMENT) {
    const message = `comment must not exceed ${MAX_COMMENT} characters.`;
    return problem(422, [{ code: "bad_request|comment", message }]);
  }
  const skipDenied = skipApproval && skipDenialReason(c.get("actor"), c.get("settings"));
  if (skipDenied) return deny(c, "skip_approval", skipDenied);
  try {
    const options = withoutUndefined({ revocationReason, comment, skipApproval });
    buildRevokeOrder("1", /** @type {any} */ (options));
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const errors = error.issues.map(({ field, message }) => ({
      code: `bad_request|${field}`,
      message,
    }));
    return problem(400, errors);
  }
}

/** @param {Record<string, unknown>} options */
const withoutUndefined = (options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Returns a report or journal as a file download. @param {Context} c @param {string} file @param {string} [format] */
async function download(c, file, format) {
  const path = [`/jobs/${c.req.param("id")}/${file}`, ...(format ? [format] : [])].join("/");
  const response = await requestWriteAccount(c.env, path);
  if (!response.ok) return response;
  const headers = new Headers(response.headers);
  const name = `${file}.${format ?? "jsonl"}`;
  headers.set("content-disposition", `attachment; filename="${name}"`);
  return new Response(response.body, { headers });
}

/** @param {[v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]} issues */
function rejectInput(issues) {
  return problem(
    400,
    issues.map(({ path, message }) => {
      const field = path?.map(({ key }) => key).join(".");
      return field === undefined
        ? { code: "bad_request_format", message: "The body must be a JSON object." }
        : { code: `bad_request|${field}`, message: `${field}: ${message}.` };
    }),
  );
}

// Lists of orders and their runs, for people: what a call may hold, read and checked here, and passed to the account. Not
// here: what is done about it (`../jobs/`).

import { buildRevokeOrder, InvalidInputError } from "certcentral-revoke";
import { Hono } from "hono";
import * as v from "valibot";
import { whyNoSkip } from "../auth/permissions.js";
import { refusal } from "../http/problem.js";
import { accountOf, fromOf, ofAccount } from "../upstream/account-client.js";

/** @typedef {import("hono").Context<import("../http/context.js").Gateway>} Context */

/** @type {Hono<import("../http/context.js").Gateway>} */
export const jobs = new Hono();

const ID = "/:id{[0-9a-f-]{36}}";
const SETTINGS = v.strictObject({
  revocationReason: v.optional(v.string()),
  comment: v.optional(v.string()),
  skipApproval: v.optional(v.boolean()),
  deadline: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  onlyReplaced: v.optional(v.boolean()),
  breaker: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
});
const COUNT = v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const NOTHING = v.strictObject({});
const NEW = v.strictObject({
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
const whole = (/** @type {number} */ most) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.maxValue(most));
const PAGE = v.strictObject({
  state: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(",")),
      v.array(v.picklist(STATES)),
    ),
  ),
  offset: v.optional(whole(1e9), "0"),
  limit: v.optional(whole(1000), "100"),
});

jobs.get("/", (c) => ofAccount(c.env, "/jobs"));
jobs.post("/", async (c) => {
  const given = v.safeParse(NEW, Object.fromEntries(new URL(c.req.url).searchParams));
  if (!given.success) return wrong(given.issues);
  const asked = { ...given.output, from: from(c) };
  return accountOf(c.env, "/jobs", {
    method: "POST",
    headers: { asked: encodeURIComponent(JSON.stringify(asked)) },
    body: c.req.raw.body,
  });
});
jobs.get(ID, (c) => ofAccount(c.env, `/jobs/${c.req.param("id")}`));
jobs.delete(ID, (c) => passed(c, v.unknown(), "remove", () => ({})));
jobs.put(`${ID}/settings`, (c) =>
  passed(c, SETTINGS, "set", (settings) => faultOf(c, settings) ?? { settings }),
);
jobs.post(`${ID}/start`, (c) =>
  passed(c, COUNT, "start", ({ count }) => ({
    count,
    noSkip: whyNoSkip(c.get("actor"), c.get("settings")),
  })),
);
for (const act of ["plan", "rehearse", "pause", "resume", "cancel"])
  jobs.post(`${ID}/${act}`, (c) => passed(c, NOTHING, act, () => ({})));
jobs.get(`${ID}/orders`, (c) => {
  const given = v.safeParse(PAGE, Object.fromEntries(new URL(c.req.url).searchParams));
  if (!given.success) return wrong(given.issues);
  const { state: states = [], ...page } = given.output;
  return ofAccount(c.env, `/jobs/${c.req.param("id")}/orders`, { states, ...page });
});
for (const format of ["csv", "json"])
  jobs.get(`${ID}/report.${format}`, (c) => file(c, "report", format));
jobs.get(`${ID}/journal.jsonl`, (c) => file(c, "journal"));

/** @param {Context} c */
const from = (c) => fromOf({ request: c.req.raw, actor: c.get("actor") });

/**
 * @template {v.GenericSchema} S
 * @param {Context} c @param {S} schema @param {string} act
 * @param {(given: v.InferOutput<S>) => object} asked what the account is asked, or a refusal
 */
async function passed(c, schema, act, asked) {
  const text = new TextDecoder().decode(c.get("body")) || "{}";
  const given = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!given.success) return wrong(given.issues);
  const more = asked(given.output);
  if (more instanceof Response) return more;
  return ofAccount(c.env, `/jobs/${c.req.param("id")}/${act}`, { ...more, from: from(c) });
}

/** What the package says of them, and who may skip the approval. @param {Context} c @param {v.InferOutput<typeof SETTINGS>} settings */
function faultOf(c, { revocationReason, comment, skipApproval }) {
  const noSkip = skipApproval && whyNoSkip(c.get("actor"), c.get("settings"));
  if (noSkip) return refusal(403, [{ code: "access_denied|skip_approval", message: noSkip }]);
  try {
    buildRevokeOrder("1", /** @type {any} */ (given({ revocationReason, comment, skipApproval })));
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const errors = error.issues.map(({ field, message }) => ({
      code: `bad_request|${field}`,
      message,
    }));
    return refusal(400, errors);
  }
}

/** @param {Record<string, unknown>} options those that are there */
const given = (options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** @param {Context} c @param {string} what @param {string} [format] */
async function file(c, what, format) {
  const path = [`/jobs/${c.req.param("id")}/${what}`, ...(format ? [format] : [])].join("/");
  const answer = await ofAccount(c.env, path);
  if (!answer.ok) return answer;
  const headers = new Headers(answer.headers);
  const name = `${what}.${format ?? "jsonl"}`;
  headers.set("content-disposition", `attachment; filename="${name}"`);
  return new Response(answer.body, { headers });
}

/** @param {[v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]} issues */
function wrong(issues) {
  return refusal(
    400,
    issues.map(({ path, message }) => {
      const field = path?.map(({ key }) => key).join(".");
      return field === undefined
        ? { code: "bad_request_format", message: "The body must be a JSON object." }
        : { code: `bad_request|${field}`, message: `${field}: ${message}.` };
    }),
  );
}

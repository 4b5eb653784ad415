// The schemas of responses. They list what clients may rely on; a response may contain more.

import { ROLES } from "../auth/roles.js";
import { ref } from "./responses.js";

/** @typedef {import("./types.js").JsonSchema} JsonSchema */

const STRING = { type: "string" };
const COUNT = { type: "integer", minimum: 0 };
/** @param {string} description */
const time = (description) => ({
  type: "integer",
  minimum: 0,
  description: `${description}, UTC milliseconds.`,
});

/** @param {Record<string, JsonSchema>} properties @param {string[]} [optional] @returns {JsonSchema} */
export function object(properties, optional = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
}

/** @param {JsonSchema} items @returns {JsonSchema} */
export const list = (items) => ({ type: "array", items });

const REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
];
const JOB_STATES = [
  ...["draft", "planning", "planned", "rehearsing", "rehearsed", "proposed", "starting"],
  ...["running", "paused", "stopped", "finished", "canceled"],
];

const JOB_SUMMARY = {
  id: STRING,
  name: STRING,
  by: { ...STRING, description: "The user who created the job." },
  created: time("The time of the upload"),
  state: { enum: JOB_STATES },
  orders: { ...COUNT, description: "The number of orders in the list." },
  snapshot: { type: "object", description: "The progress of the run." },
};

/** @type {Record<string, JsonSchema>} */
export const SCHEMAS = {
  Problem: {
    ...object({
      type: STRING,
      title: STRING,
      status: { type: "integer", minimum: 400, maximum: 599 },
      detail: STRING,
      errors: {
        ...list(object({ code: STRING, message: STRING })),
        minItems: 1,
        description: "The errors in DigiCert's form.",
      },
    }),
    description: "An error of the gateway: RFC 9457 problem details.",
  },
  CertCentralObject: {
    type: "object",
    description: "CertCentral's response, unchanged. DigiCert documents its fields.",
  },
  CreatedRequest: {
    ...object(
      {
        id: { type: "integer", minimum: 1 },
        date: STRING,
        type: STRING,
        status: STRING,
        requester: { type: "object" },
        comments: { ...STRING, maxLength: 1000 },
      },
      ["requester", "comments"],
    ),
    description:
      "The approval request that CertCentral created, or a proposal of the two-person rule: its id has 16 digits and begins with 9.",
  },
  Revocation: {
    type: "object",
    properties: {
      revocation_reason: { enum: REASONS },
      skip_approval: { type: "boolean", description: "Only for the roles in `SKIP_APPROVAL`." },
      comments: STRING,
      comment: { ...STRING, description: "Another name of `comments`." },
    },
    additionalProperties: false,
  },
  Decision: {
    type: "object",
    properties: {
      status: { enum: ["approved", "rejected"] },
      processor_comment: { ...STRING, maxLength: 1000 },
      hash: {
        ...{ ...STRING, pattern: "^[0-9a-f]{64}$" },
        description:
          "The hash of the proposal that the person saw. `If-Match` has the same effect.",
      },
    },
    required: ["status"],
    additionalProperties: false,
  },
  NotificationState: object({
    webhooks: list(
      object({
        name: STRING,
        format: { enum: ["json", "slack", "teams"] },
        events: list(STRING),
        queued: COUNT,
        delivered: COUNT,
        dropped: { ...COUNT, description: "Given up: expired, failed too often, or displaced." },
        failures: { ...COUNT, description: "Failed attempts since the last success." },
        retryAt: { type: ["integer", "null"] },
        lastSuccess: { type: ["integer", "null"] },
        lastFailure: { type: ["integer", "null"] },
        problem: { type: ["string", "null"], description: "Of the last failure." },
      }),
    ),
    digicert: {
      type: "object",
      description: "Counts of CertCentral's events, and the last event of another kind.",
    },
  }),
  Config: object(
    {
      environment: { enum: ["us", "eu", "sandbox", "custom"] },
      pace: { type: "object", description: "Only for a sandbox: the console's retry settings." },
      identities: {
        ...list(object({ id: STRING, name: STRING })),
        description: "Only with a development identity: the identities to choose from.",
      },
    },
    ["pace", "identities"],
  ),
  Profile: object(
    {
      kind: { enum: ["person", "service"] },
      id: STRING,
      how: { enum: ["access", "development"] },
      sub: { ...STRING, description: "The identity provider's id of the person." },
      person: { ...STRING, description: "The canonical address, if it is not `id`." },
      name: STRING,
      roles: list({ enum: [...ROLES] }),
      may: {
        type: "object",
        description: "For each action `true`, or the reason of the denial.",
        additionalProperties: { type: ["boolean", "string"] },
      },
    },
    ["sub", "person", "name"],
  ),
  Hold: object(
    {
      ...{ orderId: STRING, reason: STRING, by: STRING, time: time("The time it was set") },
      ...{ ends: time("The end of the hold"), ticket: STRING },
    },
    ["ends", "ticket"],
  ),
  Freeze: object(
    {
      frozen: { type: "boolean" },
      ...{ by: STRING, reason: STRING, since: time("The time of the stop") },
      release: object({ by: STRING, time: time("The time of the first release") }),
    },
    ["by", "reason", "since", "release"],
  ),
  Proposal: object(
    {
      id: { ...STRING, description: "The request id with which it is decided." },
      kind: { enum: ["order", "certificate", "job", "hold-lift"] },
      target: { type: "object", additionalProperties: STRING },
      orders: COUNT,
      certificates: { type: ["integer", "null"], description: "`null`: not counted." },
      isWhole: { type: "boolean", description: "Whether all certificates are counted." },
      byReason: { type: "object", additionalProperties: COUNT },
      reason: { type: ["string", "null"], description: "The only reason, if there is one." },
      comment: { type: ["string", "null"], description: "In the list: its first 200 characters." },
      skipApproval: { type: "boolean" },
      deadline: { type: ["integer", "null"] },
      breakGlass: { type: "boolean" },
      demand: { ...STRING, description: "Why a second person is required." },
      hash: { ...STRING, description: "SHA-256 of what is approved; a decision must name it." },
      by: STRING,
      time: time("The time of the proposal"),
      expires: time("The end of the time limit"),
      status: { enum: ["pending", "approved", "rejected", "withdrawn", "void", "expired"] },
      approvals: { ...COUNT, description: "The number of approvals so far." },
      required: { ...COUNT, description: "The number of approvals that are required." },
      decidedBy: STRING,
      decidedAt: time("The time of the decision"),
      note: { ...STRING, description: "The comment of the decision, or why it is void." },
      outcome: STRING,
    },
    ["decidedBy", "decidedAt", "note", "outcome"],
  ),
  ProposalPage: object({ proposals: list(ref("Proposal")), total: COUNT, pending: COUNT }),
  JobSummary: object(JOB_SUMMARY, ["snapshot"]),
  Job: object(
    {
      ...JOB_SUMMARY,
      mergedRows: { ...COUNT, description: "The number of rows that repeated an order." },
      ignoredColumns: list(STRING),
      settings: { type: "object" },
      survey: { type: "object", description: "The progress of the plan." },
      plan: { type: "object", description: "The figures and the digest of the plan." },
      rehearsal: { type: "object" },
      report: { type: "object" },
      problem: object({ code: STRING, message: STRING }),
      proposal: { ...STRING, description: "The id of the pending proposal to start it." },
      approved: COUNT,
      plannedAt: time("The time of the plan"),
      planExpires: time("The end of the time in which the plan can be started"),
      figures: { type: "object", description: "The certificates that the plan revokes." },
      isCounted: { type: "boolean", description: "Whether they were counted one by one." },
    },
    [
      ...["plannedAt", "planExpires", "figures", "isCounted"],
      "snapshot",
      "settings",
      "survey",
      "plan",
      "rehearsal",
      "report",
      "problem",
      "proposal",
      "approved",
    ],
  ),
  JobOrders: object({ total: COUNT, rows: list({ type: "object" }) }),
  AuditEntry: object(
    {
      v: { type: "integer" },
      log: STRING,
      seq: { type: "integer", minimum: 1 },
      time: time("The time of the entry"),
      prev: { ...STRING, description: "The hash of the entry before it." },
      hash: { ...STRING, description: "The SHA-256 of the line." },
      actor: object({ id: STRING, how: STRING, kind: STRING, sub: STRING, person: STRING }, [
        "kind",
        "sub",
        "person",
      ]),
      action: STRING,
      target: { type: "object" },
      details: { type: "object" },
      origin: { type: "object" },
      answer: { type: "object" },
      proof: STRING,
    },
    ["target", "details", "origin", "answer", "proof"],
  ),
  AuditPage: object(
    {
      entries: list(ref("AuditEntry")),
      next: {
        type: "integer",
        minimum: 1,
        description: "The `before` of the next page, if there is one.",
      },
    },
    ["next"],
  ),
  AuditStatus: object({
    log: { ...STRING, description: "The id of the log." },
    created: time("The creation of the log"),
    first: { type: "integer", minimum: 1, description: "The first entry that was not pruned." },
    last: { ...COUNT, description: "The last entry." },
    hash: { ...STRING, description: "The hash of the last entry." },
    key: { type: ["string", "null"], description: "The id of the signing key." },
    witnesses: list(
      object(
        {
          kind: { enum: ["r2", "file", "https", "rfc3161"] },
          name: STRING,
          seq: { ...COUNT, description: "The last entry that the witness has." },
          failures: { ...COUNT, description: "Failures since the last success." },
          hash: STRING,
          at: time("The last publication"),
          since: time("The first of the failures"),
          error: STRING,
        },
        ["hash", "at", "since", "error"],
      ),
    ),
  }),
};

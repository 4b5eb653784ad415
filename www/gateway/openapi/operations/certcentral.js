// The operations with CertCentral's protocol: reads, revocations, and decisions about requests.

import { CERTIFICATE, ORDER_ID, REQUEST_ID } from "../parameters.js";
import { CONFLICT, empty, FORWARDED, json, problem, ref } from "../responses.js";

/** @typedef {import("../types.js").Operation} Operation */
/** @typedef {import("../types.js").Parameter} Parameter */

const BASE = "/services/v2";

/** @param {string} name @param {string} description @param {object} schema @returns {Parameter} */
const query = (name, description, schema) => ({
  name,
  in: "query",
  description,
  required: false,
  schema,
});

/** @param {string} id @param {string} summary @param {Parameter[]} parameters @returns {Operation} */
function read(id, summary, parameters) {
  const responses = {
    200: json("CertCentral's response.", ref("CertCentralObject")),
    ...FORWARDED,
  };
  return { id, summary, tag: "CertCentral", parameters, responses, forwards: true };
}

const PAGE = [
  query("limit", "The maximum number of rows.", { type: "integer", minimum: 0 }),
  query("offset", "The number of rows to skip.", {
    type: "integer",
    minimum: 0,
  }),
];
const PAGE_HELP = "Other filters of CertCentral, such as `filters[status]`, are forwarded.";
const ARCHIVED = query("show_archived", "Whether the list includes archived certificates.", {
  enum: ["true", "false"],
});
/** @param {string} unit */
const span = (unit) =>
  query(unit, `The period before now, in ${unit}.`, {
    type: "integer",
    minimum: 1,
    maximum: 9_999_999,
  });

const TWO_PERSON =
  "If the two-person rule applies, nothing is sent and the response is a proposal, in the form of CertCentral's request.";

/** Operations on the request of a response, for clients that follow links. */
const LINKS = Object.fromEntries(
  ["getRequest", "decideRequest"].map((operationId) => [
    operationId,
    { operationId, parameters: { id: "$response.body#/id" } },
  ]),
);

/** @param {string} id @param {string} summary @param {Parameter} target @returns {Operation} */
function revoke(id, summary, target) {
  return {
    ...{ id, summary, tag: "CertCentral", parameters: [target], forwards: true },
    description: `The gateway validates the body and builds the request again. ${TWO_PERSON}`,
    body: { required: true, content: { "application/json": { schema: ref("Revocation") } } },
    responses: {
      201: { ...json("A request that waits for approval.", ref("CreatedRequest")), links: LINKS },
      204: empty("Revoked, if the approval was skipped."),
      422: problem("The comment is too long, or the `Idempotency-Key` belongs to another change."),
      ...CONFLICT,
      ...FORWARDED,
    },
  };
}

/** @type {import("../types.js").Operations} */
export const certCentral = {
  [`GET ${BASE}/order/certificate`]: {
    ...read("listOrders", "Lists orders", PAGE),
    description: PAGE_HELP,
  },
  [`GET ${BASE}/order/certificate/status-changes`]: read(
    "listStatusChanges",
    "Lists orders whose status changed",
    [span("seconds"), span("minutes")],
  ),
  [`GET ${BASE}/order/certificate/:id`]: read("getOrder", "Reads an order", [ORDER_ID]),
  [`GET ${BASE}/order/certificate/:id/duplicate`]: read(
    "listDuplicates",
    "Lists the duplicate certificates of an order",
    [ORDER_ID, ARCHIVED],
  ),
  [`GET ${BASE}/order/certificate/:id/reissue`]: read(
    "listReissues",
    "Lists the reissued certificates of an order",
    [ORDER_ID, ARCHIVED],
  ),
  [`GET ${BASE}/request`]: {
    ...read("listRequests", "Lists approval requests", PAGE),
    description: PAGE_HELP,
  },
  [`GET ${BASE}/request/:id`]: read("getRequest", "Reads an approval request or a proposal", [
    REQUEST_ID,
  ]),
  [`GET ${BASE}/user/me`]: read("getKeyOwner", "Reads the owner of the gateway's API key", []),
  [`PUT ${BASE}/order/certificate/:id/revoke`]: revoke(
    "revokeOrder",
    "Revokes all certificates of an order",
    ORDER_ID,
  ),
  [`PUT ${BASE}/certificate/:id/revoke`]: revoke(
    "revokeCertificate",
    "Revokes one certificate",
    CERTIFICATE,
  ),
  [`PUT ${BASE}/request/:id/status`]: {
    id: "decideRequest",
    summary: "Approves or rejects an approval request or a proposal",
    ...{ tag: "CertCentral", parameters: [REQUEST_ID], forwards: true },
    body: { required: true, content: { "application/json": { schema: ref("Decision") } } },
    description: "An approval of a proposal must name its hash, by `hash` or `If-Match`.",
    responses: {
      204: empty("Decided. A proposal can require further approvals."),
      412: problem("The proposal has another hash than the decision names."),
      422: problem("The comment is too long, or the `Idempotency-Key` belongs to another change."),
      428: problem("The approval does not name the hash of the proposal."),
      ...CONFLICT,
      ...FORWARDED,
    },
  },
};

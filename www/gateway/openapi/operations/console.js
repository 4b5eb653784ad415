// The operations of the console besides bulk revocation: configuration, profile, holds, proposals, audit log.

import { QUERY } from "../../routes/audit-log.js";
import { REASON } from "../../routes/holds.js";
import { ORDER_ID } from "../parameters.js";
import { empty, json, problem, ref, text } from "../responses.js";
import { list, object } from "../schemas.js";
import { jsonSchemaOf, queryParameters } from "../valibot.js";

const REASON_BODY = {
  required: true,
  content: { "application/json": { schema: jsonSchemaOf(REASON) } },
};

/** @type {import("../types.js").Operations} */
export const console = {
  "GET /openapi.json": {
    ...{ id: "getDescription", tag: "Console", summary: "Returns this description" },
    responses: { 200: json("An OpenAPI 3.1 description.", { type: "object" }) },
  },
  "GET /console/config": {
    ...{ id: "getConfig", tag: "Console", summary: "Returns the environment of the gateway" },
    responses: { 200: json("The environment.", ref("Config")) },
  },
  "GET /console/me": {
    ...{ id: "getProfile", tag: "Console", summary: "Returns the user with their permissions" },
    responses: { 200: json("The signed-in user.", ref("Profile")) },
  },
  "GET /console/holds": {
    ...{ id: "listHolds", tag: "Holds", summary: "Lists the orders on hold" },
    responses: { 200: json("All holds.", object({ holds: list(ref("Hold")) })) },
  },
  "PUT /console/holds/:id": {
    ...{ id: "setHold", tag: "Holds", summary: "Puts an order on hold" },
    ...{ parameters: [ORDER_ID], body: REASON_BODY },
    responses: { 204: empty("The order is on hold: no user can revoke it.") },
  },
  "DELETE /console/holds/:id": {
    ...{ id: "liftHold", tag: "Holds", summary: "Lifts the hold of an order" },
    ...{ parameters: [ORDER_ID], body: REASON_BODY },
    responses: { 204: empty("The hold is lifted."), 404: problem("The order is not on hold.") },
  },
  "GET /console/proposals": {
    ...{
      id: "listProposals",
      tag: "Proposals",
      summary: "Lists the proposals of the two-person rule",
    },
    description: "Decide a proposal with `PUT /services/v2/request/{id}/status`.",
    responses: { 200: json("The newest proposals.", object({ proposals: list(ref("Proposal")) })) },
  },
  "GET /console/audit-log": {
    ...{ id: "readAuditLog", tag: "Audit log", summary: "Reads the audit log, newest first" },
    parameters: queryParameters(QUERY, {
      actor: "Only entries of this actor.",
      action: "Only entries with this action.",
      order: "Only entries that name this order, also in a list.",
      certificate: "Only entries about this certificate.",
      request: "Only entries about this request.",
      from: "Only entries from this time on, UTC milliseconds.",
      to: "Only entries before this time, UTC milliseconds.",
      before: "Only entries before this entry number.",
      limit: "The maximum number of entries, 1 to 200.",
    }),
    responses: {
      200: json("A page of entries.", ref("AuditPage")),
      400: problem("A query parameter is invalid."),
    },
  },
  "GET /console/audit-log/export": {
    ...{ id: "exportAuditLog", tag: "Audit log", summary: "Exports the whole audit log" },
    description: "`npx certcentral-revoke verify` checks the export.",
    responses: {
      200: text("One entry a line, and the head as the last line.", "application/jsonl"),
    },
  },
  "GET /console/audit-log/status": {
    ...{ id: "getAuditLogStatus", tag: "Audit log" },
    summary: "Returns the head of the audit log, and what each witness has",
    responses: { 200: json("The state of the audit log.", ref("AuditStatus")) },
  },
};

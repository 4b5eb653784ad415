// The operations of the console besides bulk revocation: configuration, profile, audit log.

import { QUERY } from "../../routes/audit-log.js";
import { json, problem, ref, text } from "../responses.js";
import { queryParameters } from "../valibot.js";

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

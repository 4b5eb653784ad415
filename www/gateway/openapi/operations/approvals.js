// The operations of holds, proposals, break-glass and the stop button.

import { BREAK_GLASS } from "../../routes/changes.js";
import { FREEZE } from "../../routes/freeze.js";
import { LIFT, PAGE, SET } from "../../routes/holds.js";
import { LIST, ORDERS, WITHDRAW } from "../../routes/proposals.js";
import { ORDER_ID, PROPOSAL_ID } from "../parameters.js";
import { CONFLICT, empty, FORWARDED, json, problem, ref } from "../responses.js";
import { list, object } from "../schemas.js";
import { jsonSchemaOf, queryParameters } from "../valibot.js";

/** @param {import("valibot").GenericSchema} schema */
const bodyOf = (schema) => ({
  required: true,
  content: { "application/json": { schema: jsonSchemaOf(schema) } },
});
const INVALID_QUERY = { 400: problem("A query parameter is invalid.") };
const NO_PROPOSAL = { 404: problem("There is no such proposal.") };
const OFFSET = "The number of rows to skip.";

/** @type {import("../types.js").Operations} */
export const approvals = {
  "GET /console/holds": {
    ...{ id: "listHolds", tag: "Holds", summary: "Lists the orders on hold" },
    responses: { 200: json("All holds.", object({ holds: list(ref("Hold")) })) },
  },
  "PUT /console/holds/:id": {
    ...{ id: "setHold", tag: "Holds", summary: "Puts an order on hold, until `ends` if it is set" },
    description:
      "The order must exist. `replace` replaces a hold; someone else's can only be extended.",
    ...{ parameters: [ORDER_ID], body: bodyOf(SET) },
    responses: {
      204: empty("The order is on hold: no user can revoke it."),
      404: problem("The order does not exist."),
      422: problem(
        "`ends` is not in the future, or the `Idempotency-Key` belongs to another change.",
      ),
      ...CONFLICT,
    },
  },
  "DELETE /console/holds/:id": {
    ...{
      id: "liftHold",
      tag: "Holds",
      summary: "Lifts a hold, or proposes to lift someone else's",
    },
    ...{ parameters: [ORDER_ID], body: bodyOf(LIFT) },
    responses: {
      201: json(
        "The hold belongs to someone else: another person must approve.",
        ref("CreatedRequest"),
      ),
      204: empty("The hold is lifted."),
      404: problem("The order is not on hold."),
      ...CONFLICT,
    },
  },
  "GET /console/holds/:id/history": {
    ...{ id: "listHoldHistory", tag: "Holds", summary: "Lists the changes of an order's holds" },
    parameters: [
      ORDER_ID,
      ...queryParameters(PAGE, {
        before: "Only changes before this number.",
        limit: "The maximum number of changes, 1 to 200.",
      }),
    ],
    responses: {
      200: json("The changes, newest first.", object({ history: list({ type: "object" }) })),
      ...INVALID_QUERY,
    },
  },
  "GET /console/freeze": {
    ...{ id: "getFreeze", tag: "Stop button", summary: "Returns whether everything is stopped" },
    responses: { 200: json("The state.", ref("Freeze")) },
  },
  "POST /console/freeze": {
    ...{ id: "freeze", tag: "Stop button", summary: "Stops all runs and all writes" },
    ...{ description: "Every role may. Two people release it.", body: bodyOf(FREEZE) },
    responses: { 200: json("Nothing is sent any more.", ref("Freeze")) },
  },
  "POST /console/freeze/release": {
    ...{
      id: "releaseFreeze",
      tag: "Stop button",
      summary: "Releases the stop, with a second person",
    },
    body: bodyOf(FREEZE),
    responses: {
      200: json("Released. Runs stay paused until a person resumes them.", ref("Freeze")),
      202: json("Another person must release it as well.", ref("Freeze")),
      ...CONFLICT,
    },
  },
  "POST /console/break-glass": {
    ...{ id: "breakGlass", tag: "Proposals", forwards: true },
    summary: "Proposes a revocation that passes the revocation limit",
    description:
      "Another person must approve it. It passes neither holds nor the stop button. `revocation` is the body of a revocation.",
    body: bodyOf(BREAK_GLASS),
    responses: {
      201: json("A proposal.", ref("CreatedRequest")),
      422: problem("The comment is too long, or the `Idempotency-Key` belongs to another change."),
      ...CONFLICT,
      ...FORWARDED,
    },
  },
  "GET /console/proposals": {
    ...{
      id: "listProposals",
      tag: "Proposals",
      summary: "Lists the proposals, pending ones first",
    },
    description: "Decide a proposal with `PUT /services/v2/request/{id}/status`.",
    parameters: queryParameters(LIST, {
      status: "Only proposals with this status.",
      offset: OFFSET,
      limit: "The maximum number of proposals, 1 to 200.",
    }),
    responses: { 200: json("A page of proposals.", ref("ProposalPage")), ...INVALID_QUERY },
  },
  "GET /console/proposals/:id": {
    ...{
      id: "getProposal",
      tag: "Proposals",
      summary: "Returns everything that an approval agrees to",
    },
    ...{ parameters: [PROPOSAL_ID] },
    responses: { 200: json("The proposal.", ref("Proposal")), ...NO_PROPOSAL },
  },
  "GET /console/proposals/:id/orders": {
    ...{ id: "listProposalOrders", tag: "Proposals", summary: "Lists every order of a proposal" },
    parameters: [
      PROPOSAL_ID,
      ...queryParameters(ORDERS, {
        offset: OFFSET,
        limit: "The maximum number of orders, 1 to 1000.",
      }),
    ],
    responses: {
      200: json("A page of orders.", ref("JobOrders")),
      ...INVALID_QUERY,
      ...NO_PROPOSAL,
      ...CONFLICT,
    },
  },
  "POST /console/proposals/:id/withdraw": {
    ...{ id: "withdrawProposal", tag: "Proposals", summary: "Withdraws a proposal of one's own" },
    ...{ parameters: [PROPOSAL_ID], body: bodyOf(WITHDRAW) },
    responses: { 204: empty("Withdrawn."), ...NO_PROPOSAL, ...CONFLICT },
  },
};

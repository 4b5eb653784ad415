// The account's routes of proposals: the list, one proposal with everything that an approval agrees to, its orders, and its
// withdrawal. Decisions use `PUT /request/{id}/status`, as for any request.

import { Hono } from "hono";
import { identityOf } from "../auth/actor.js";
import { toDetails, toListItem } from "./approval-request.js";
import { targetOf } from "./audit-entries.js";
import { deniedResult } from "./change-result.js";

/** @typedef {import("./proposals.js").Proposal} Proposal */
/** @typedef {{ offset: number, limit: number }} Page */

/**
 * @param {object} account
 * @param {import("./two-person.js").TwoPerson} account.twoPerson
 * @param {import("../jobs/jobs.js").Jobs} account.jobs
 * @param {import("../audit/log.js").AuditLog} account.auditLog
 * @param {(value: unknown) => Response} account.redactedJson
 */
export function proposalRoutes({ twoPerson, jobs, auditLog, redactedJson }) {
  const routes = new Hono();
  const { proposals } = twoPerson;
  /** @param {string} id @param {(proposal: Proposal) => Promise<Response> | Response} respond */
  const withProposal = async (id, respond) => {
    const proposal = twoPerson.get(id);
    if (proposal) return respond(proposal);
    return deniedResult(404, "not_found|request", "There is no such proposal.").response;
  };

  routes.post("/", async (c) => {
    const { proposals: listed, ...counts } = proposals.list(await c.req.json());
    return redactedJson({ proposals: listed.map(toListItem), ...counts });
  });
  routes.get("/:id", (c) =>
    withProposal(c.req.param("id"), (proposal) =>
      redactedJson(toDetails(proposal, proposals.approvals(proposal.n))),
    ),
  );
  routes.post("/:id/orders", (c) =>
    withProposal(c.req.param("id"), async (proposal) => {
      /** @type {Page} */
      const page = await c.req.json();
      if (proposal.kind !== "job") return redactedJson(ordersOf(proposal, page));
      const orders = await jobs.startProposals.orders(proposal, page);
      return "response" in orders ? orders.response : redactedJson(orders);
    }),
  );
  routes.post("/:id/withdraw", (c) =>
    withProposal(c.req.param("id"), async (proposal) => {
      const { caller, reason } = await c.req.json();
      const { actor, origin } = caller;
      const intent = {
        ...{ actor: identityOf(actor), action: "withdraw-proposal", origin },
        ...{ target: targetOf(proposal), details: { reason } },
      };
      await auditLog.append(intent);
      const result = await twoPerson.withdraw(c.req.param("id"), reason, caller);
      const { response, outcome, effect } = result;
      await auditLog.append({
        ...{ actor: intent.actor, action: "withdraw-proposal-answer", target: intent.target },
        answer: { status: response.status, outcome, ...(effect ? { effect } : {}) },
      });
      return response;
    }),
  );
  return routes;
}

/** The orders of a proposal that is not a list: one order with its certificates, or none that is known. @param {Proposal} proposal @param {Page} page */
function ordersOf({ binding, summary }, { offset, limit }) {
  const [revocationReason] = Object.keys(summary.byReason);
  const rows = binding.orders.map((/** @type {string} */ orderId) => ({
    ...{ orderId, disposition: "send", certificates: binding.certificates },
    ...(revocationReason === undefined ? {} : { revocationReason }),
    ...(summary.comment === null ? {} : { comment: summary.comment }),
  }));
  return { total: rows.length, rows: rows.slice(offset, offset + limit) };
}

// Revokes an order and shows the result.

import type { Order, Outcome, RevokeOptions } from "certcentral-revoke";
import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { resultOf } from "../app/result";
import { navigate } from "../app/router";
import { isProposal, readProposal } from "../approvals/proposals";
import { stopReading } from "../orders/blast-radius";
import { clearResults } from "../orders/search";

export const revoke = (order: Order, options: RevokeOptions) =>
  runCall("revoking", async () => {
    stopReading();
    const { certcentral } = await connection;
    const result = await resultOf<Outcome>(certcentral.revokeOrder(order.id, options));
    clearResults();
    navigate({ name: "revocation", order, options, result });
    const requestId = result.kind === "outcome" ? requestIdOf(result.outcome) : undefined;
    if (requestId !== undefined && isProposal(requestId)) readProposal(requestId);
  });

const requestIdOf = (outcome: Outcome) =>
  outcome.outcome === "requested" ? outcome.request.id : undefined;

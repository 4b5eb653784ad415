// What the console shows, and how it comes there. No markup here, and no rule: those are in the package.

import { batch, signal } from "@preact/signals";
import type { DecisionOutcome, Order, OrderList, Outcome, RevokeOptions } from "certcentral-revoke";
import type { Asked } from "../approvals/deciding";
import { isProposal, readProposals } from "../approvals/proposals";
import { readHolds } from "../holds/holds";
import { dropRadius, endReading, readRadius } from "../orders/blast-radius";
import { forget } from "../revocation/following";
import { busy, issues, once, type Result, resultOf, stopWaiting } from "./calls";
import { connection } from "./connection";

export type View =
  | { at: "find" }
  | { at: "order"; order: Order }
  | { at: "revoked"; order: Order; options: RevokeOptions; result: Result<Outcome> }
  | { at: "requests" }
  | ({ at: "decided"; result: Result<DecisionOutcome> } & Asked)
  | { at: "holds" }
  | { at: "record" }
  | { at: "jobs" }
  | { at: "new-job" }
  | { at: "job"; id: string };

/** How many orders a search shows. */
const SHOWN = 50;

export const view = signal<View>({ at: "find" });
export const found = signal<OrderList | undefined>(undefined);

/** Another view; what belonged to the one before is over. */
export function go(next: View) {
  batch(() => {
    stopWaiting();
    dropRadius();
    forget();
    issues.value = [];
    view.value = next;
  });
}

export function startOver() {
  if (busy.value === "" || busy.value === "waiting") go({ at: "find" });
}

/** An order by its id, or a list by a part of a name. */
export const find = (text: string) =>
  once("reading", async () => {
    found.value = undefined;
    if (/^\d+$/.test(text)) return open(text);
    const { certcentral } = await connection;
    found.value = await certcentral.orders.list({ search: `%${text}`, limit: SHOWN });
  });

export const show = (orderId: string) => once("reading", () => open(orderId));

async function open(orderId: string) {
  const { certcentral } = await connection;
  const order = await certcentral.orders.get(orderId);
  go({ at: "order", order });
  // Not waited for: the order is shown at once, and what else is on it when it is known.
  readRadius(orderId);
  readHolds();
}

export const revoke = (order: Order, options: RevokeOptions) =>
  once("revoking", async () => {
    endReading();
    const { certcentral } = await connection;
    const result = await resultOf<Outcome>(certcentral.revokeOrder(order.id, options));
    // The list is of before, it would still call the order issued.
    found.value = undefined;
    go({ at: "revoked", order, options, result });
    if (result.kind === "outcome" && isProposal(requestIn(result.outcome))) readProposals();
  });

const requestIn = (outcome: Outcome) =>
  outcome.outcome === "requested" ? outcome.request.id : undefined;

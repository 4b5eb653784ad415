// What waits for a decision: CertCentral's requests page by page, and the gateway's own two-person approvals. Both are
// decided upon the same way.

import { signal } from "@preact/signals";
import type { ApprovalRequest, Decision, DecisionOutcome } from "certcentral-revoke";
import { once, resultOf } from "../app/calls";
import { connection } from "../app/connection";
import { found, go, view } from "../app/model";
import { dropRadius, endReading, readRadius } from "../orders/blast-radius";
import { type Proposal, readProposals } from "./proposals";

interface Waiting {
  requests: readonly ApprovalRequest[];
  total: number | undefined;
  nextOffset: number | undefined;
}

/** A decision and what it is about; `proposal` where the gateway holds it, not CertCentral. */
export interface Asked {
  request: ApprovalRequest;
  decision: Decision;
  proposal?: Proposal;
}

/** How many requests one page has. */
const PAGE = 50;

export const waiting = signal<Waiting | undefined>(undefined);
/** What is being decided, in the dialog. */
export const asked = signal<Asked | undefined>(undefined);

export const listRequests = () =>
  once("reading", async () => {
    waiting.value = undefined;
    asked.value = undefined;
    if (view.value.at !== "requests") go({ at: "requests" });
    // One of the two that fails hides nothing of the other.
    await Promise.all([readPage(0), readProposals()]);
  });

export const moreRequests = () =>
  once("reading", async () => {
    const { nextOffset } = waiting.value ?? {};
    if (nextOffset !== undefined) await readPage(nextOffset);
  });

async function readPage(offset: number) {
  const { certcentral } = await connection;
  const page = await certcentral.requests.list({ status: "pending", offset, limit: PAGE });
  const before = offset > 0 ? (waiting.value?.requests ?? []) : [];
  // A request may have moved to the next page while this one was read.
  const known = new Set(before.map(({ id }) => id));
  const more = page.requests.filter(({ id }) => !known.has(id));
  waiting.value = {
    requests: [...before, ...more],
    total: page.total,
    nextOffset: page.nextOffset,
  };
}

export const isRevoke = ({ type }: ApprovalRequest) => type === "revoke";

export function ask(what: Asked) {
  const { request, decision } = what;
  if (decision === "approved" && isRevoke(request) && request.orderId) readRadius(request.orderId);
  else dropRadius();
  asked.value = what;
}

/** As a request, which is what the package decides upon. */
export const requestOf = ({ id, target, comment }: Proposal): ApprovalRequest => ({
  id,
  type: "revoke",
  status: "pending",
  ...(target.order === undefined ? {} : { orderId: target.order }),
  ...(comment === null ? {} : { comments: comment }),
});

export function takeBack() {
  dropRadius();
  asked.value = undefined;
}

export const decide = (what: Asked, comment: string) =>
  once("deciding", async () => {
    endReading();
    const { certcentral } = await connection;
    const { request, decision, proposal } = what;
    const decided =
      decision === "approved" ? certcentral.requests.approve : certcentral.requests.reject;
    const options = comment === "" ? {} : { processorComment: comment };
    const result = await resultOf<DecisionOutcome>(decided(request.id, options));
    asked.value = undefined;
    found.value = undefined;
    go({ at: "decided", ...what, result });
    // What came of sending it; not waited for.
    if (proposal) readProposals();
  });

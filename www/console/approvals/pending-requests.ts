// The pending requests in CertCentral, page by page. Opening the view reads the two-person approvals as well.

import { signal } from "@preact/signals";
import type { ApprovalRequest } from "certcentral-revoke";
import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { navigate, view } from "../app/router";
import { pendingDecision } from "./decide";
import { readProposals } from "./proposals";

interface PendingRequests {
  requests: readonly ApprovalRequest[];
  total: number | undefined;
  nextOffset: number | undefined;
}

const PAGE_SIZE = 50;

export const pendingRequests = signal<PendingRequests | undefined>(undefined);

export const listRequests = () =>
  runCall("reading", async () => {
    pendingRequests.value = undefined;
    pendingDecision.value = undefined;
    if (view.value.name !== "approvals") navigate({ name: "approvals" });
    // If one of the two reads fails, the other part is still shown.
    await Promise.all([readPage(0), readProposals()]);
  });

export const loadMoreRequests = () =>
  runCall("reading", async () => {
    const { nextOffset } = pendingRequests.value ?? {};
    if (nextOffset !== undefined) await readPage(nextOffset);
  });

async function readPage(offset: number) {
  const { certcentral } = await connection;
  const page = await certcentral.requests.list({ status: "pending", offset, limit: PAGE_SIZE });
  const previous = offset > 0 ? (pendingRequests.value?.requests ?? []) : [];
  // A request may move to the next page between two reads.
  const known = new Set(previous.map(({ id }) => id));
  const more = page.requests.filter(({ id }) => !known.has(id));
  pendingRequests.value = {
    requests: [...previous, ...more],
    total: page.total,
    nextOffset: page.nextOffset,
  };
}

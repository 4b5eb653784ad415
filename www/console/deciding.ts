// The requests that wait for a decision: listed page by page, approved or rejected.

import { signal } from "@preact/signals";
import type { ApprovalRequest, Decided, Decision } from "certcentral-revoke";
import { once, resultOf } from "./calls";
import { connection } from "./connection";
import { found, go, view } from "./model";
import { dropRadius, endReading, readRadius } from "./radius";

interface Waiting {
  requests: readonly ApprovalRequest[];
  total: number | undefined;
  nextOffset: number | undefined;
}

/** How many requests one page has. */
const PAGE = 50;

export const waiting = signal<Waiting | undefined>(undefined);
/** What is being decided, in the dialog. */
export const asked = signal<{ request: ApprovalRequest; decision: Decision } | undefined>(
  undefined,
);

export const listRequests = () =>
  once("reading", async () => {
    waiting.value = undefined;
    asked.value = undefined;
    if (view.value.at !== "requests") go({ at: "requests" });
    await read(0);
  });

export const moreRequests = () =>
  once("reading", async () => {
    const { nextOffset } = waiting.value ?? {};
    if (nextOffset !== undefined) await read(nextOffset);
  });

async function read(offset: number) {
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

export function ask(request: ApprovalRequest, decision: Decision) {
  if (decision === "approved" && isRevoke(request) && request.orderId) readRadius(request.orderId);
  else dropRadius();
  asked.value = { request, decision };
}

export function takeBack() {
  dropRadius();
  asked.value = undefined;
}

export const decide = (request: ApprovalRequest, decision: Decision, comment: string) =>
  once("deciding", async () => {
    endReading();
    const { certcentral } = await connection;
    const decided =
      decision === "approved" ? certcentral.requests.approve : certcentral.requests.reject;
    const options = comment === "" ? {} : { processorComment: comment };
    const result = await resultOf<Decided>(decided(request.id, options));
    asked.value = undefined;
    found.value = undefined;
    go({ at: "decided", request, decision, result });
  });

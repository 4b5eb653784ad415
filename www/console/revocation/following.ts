// What is learned after a change: by one look, or by waiting until the order is seen revoked.

import { signal } from "@preact/signals";
import type { ApprovalRequest, Order, WaitResult } from "certcentral-revoke";
import { messageOf, once } from "../app/calls";
import { connection } from "../app/connection";
import { isProposal, readProposals } from "../approvals/proposals";

/** The last look at an order or a request. */
export type Look = { time: Date } & ({ order: Order } | { request: ApprovalRequest });

export interface Followed {
  look?: Look;
  /** When it was seen that the request is approved, and that the order is revoked. */
  approved?: Date;
  revoked?: Date;
  /** A request that was waited for and is closed without being approved. */
  closed?: ApprovalRequest;
  /** How the waiting ended, if not with what was waited for. */
  ended?: string;
}

export const followed = signal<Followed>({});

/** People take their time; then somebody should look at why. */
const LONGEST_MS = 2 * 60 * 60 * 1000;

/** Whose story it is; the one of another view is over. */
let story = {};

const learn = (more: Followed) => {
  followed.value = { ...followed.value, ...more };
};
export const forget = () => {
  story = {};
  followed.value = {};
};

/** Reads the order, and stays where it is. */
export const check = (orderId: string) =>
  once("reading", async () => {
    const { certcentral } = await connection;
    const order = await certcentral.orders.get(orderId);
    const time = new Date();
    learn({ look: { order, time }, ...(order.status === "revoked" ? { revoked: time } : {}) });
  });

export const checkRequest = (requestId: string) =>
  once("reading", async () => {
    const { certcentral } = await connection;
    const request = await certcentral.requests.get(requestId);
    learn({ look: { request, time: new Date() } });
  });

/** Waits for the approval of a request first, where there is one, and then until the order is seen revoked. */
export const follow = (orderId: string, requestId?: string) =>
  once("waiting", async (signal) => {
    const own = story;
    followed.value = withoutEnd(followed.value);
    try {
      await wait(orderId, requestId, signal);
    } catch (error) {
      if (own !== story) return;
      const ended = signal.aborted
        ? "You stopped waiting. Nothing changes at DigiCert by that."
        : `The waiting ended, because reading failed: ${messageOf(error)}`;
      learn({ ended });
    }
  });

async function wait(orderId: string, requestId: string | undefined, signal: AbortSignal) {
  const { certcentral, poll } = await connection;
  const call = { signal, deadlineMs: LONGEST_MS };
  if (requestId !== undefined) {
    const seen = await certcentral.revocations.wait(
      { requestId },
      { until: "approved", ...poll },
      call,
    );
    signal.throwIfAborted();
    if (isProposal(requestId)) readProposals();
    if (!seen.reached)
      return learn(
        seen.request && isClosed(seen.request) ? { closed: seen.request } : { ended: endOf(seen) },
      );
    learn({ approved: new Date() });
  }
  const seen = await certcentral.revocations.wait({ orderId }, { until: "revoked", ...poll }, call);
  signal.throwIfAborted();
  learn(seen.reached ? { revoked: new Date() } : { ended: endOf(seen) });
}

const isClosed = ({ status }: ApprovalRequest) => status !== "pending" && status !== "submitted";

function endOf({ orders }: WaitResult): string {
  const status = orders[0]?.status;
  const last = status ? ` The order is “${status}”.` : "";
  return `Not seen after two hours.${last} Ask somebody who can look in CertCentral.`;
}

function withoutEnd({ ended: _, ...rest }: Followed): Followed {
  return rest;
}

// What the page learns after a change: from a single read, or by polling until the order is revoked.

import { signal } from "@preact/signals";
import type { ApprovalRequest, Order, WaitResult } from "certcentral-revoke";
import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { onLeave } from "../app/router";
import { isProposal, readProposal } from "../approvals/proposals";
import { messageOf } from "../shared/error-messages";

/** The last read of an order or a request. */
export type LastRead = { time: Date } & ({ order: Order } | { request: ApprovalRequest });

export interface FollowUp {
  lastRead?: LastRead;
  /** When a read showed that the request is approved. */
  approved?: Date;
  /** When a read showed that the order is revoked. */
  revoked?: Date;
  /** A request that was closed without approval while the page polled it. */
  closed?: ApprovalRequest;
  /** Why polling ended without the expected state. */
  ended?: string;
}

export const followUp = signal<FollowUp>({});

/** An approval can take long. After this time someone should find out why. */
const MAX_WAIT_MS = 2 * 60 * 60 * 1000;

/** Identifies the current view. A wait of a previous view must not change the state. */
let viewToken = {};

const update = (more: FollowUp) => {
  followUp.value = { ...followUp.value, ...more };
};

onLeave(() => {
  viewToken = {};
  followUp.value = {};
});

/** Reads the order without leaving the view. */
export const checkOrder = (orderId: string) =>
  runCall("reading", async () => {
    const { certcentral } = await connection;
    const order = await certcentral.orders.get(orderId);
    const time = new Date();
    update({ lastRead: { order, time }, ...(order.status === "revoked" ? { revoked: time } : {}) });
  });

export const checkRequest = (requestId: string) =>
  runCall("reading", async () => {
    const { certcentral } = await connection;
    const request = await certcentral.requests.get(requestId);
    update({ lastRead: { request, time: new Date() } });
  });

/** Polls until the request, if any, is approved, and then until the order is revoked. */
export const waitUntilRevoked = (orderId: string, requestId?: string) =>
  runCall("waiting", async (signal) => {
    const token = viewToken;
    followUp.value = withoutEnded(followUp.value);
    try {
      await poll(orderId, requestId, signal);
    } catch (error) {
      if (token !== viewToken) return;
      const ended = signal.aborted
        ? "You stopped the checks. That changes nothing at DigiCert."
        : `The checks ended because a read failed: ${messageOf(error)}`;
      update({ ended });
    }
  });

async function poll(orderId: string, requestId: string | undefined, signal: AbortSignal) {
  const { certcentral, poll } = await connection;
  const call = { signal, deadlineMs: MAX_WAIT_MS };
  if (requestId !== undefined) {
    const approval = await certcentral.revocations.wait(
      { requestId },
      { until: "approved", ...poll },
      call,
    );
    signal.throwIfAborted();
    if (isProposal(requestId)) readProposal(requestId);
    if (!approval.reached) {
      const { request } = approval;
      return update(
        request && isClosed(request) ? { closed: request } : { ended: timeoutText(approval) },
      );
    }
    update({ approved: new Date() });
  }
  const revocation = await certcentral.revocations.wait(
    { orderId },
    { until: "revoked", ...poll },
    call,
  );
  signal.throwIfAborted();
  update(revocation.reached ? { revoked: new Date() } : { ended: timeoutText(revocation) });
}

const isClosed = ({ status }: ApprovalRequest) => status !== "pending" && status !== "submitted";

function timeoutText({ orders }: WaitResult): string {
  const status = orders[0]?.status;
  const last = status ? ` The order has the status “${status}”.` : "";
  return `Not confirmed after two hours.${last} Contact someone with access to CertCentral.`;
}

function withoutEnded({ ended: _, ...rest }: FollowUp): FollowUp {
  return rest;
}

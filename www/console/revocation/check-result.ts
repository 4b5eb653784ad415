// The conclusion of a read after a change, as a sentence.

import type { ApprovalRequest, Evidence, Order } from "certcentral-revoke";
import { openRevokeRequest } from "../orders/warnings";
import { statusLabel } from "../shared/format";

export interface CheckResult {
  sentence: string;
  /** The read does not show the change. It may still arrive. */
  isUnresolved: boolean;
}

const isOpen = ({ status }: { status?: string }) => status === "pending" || status === "submitted";

export function checkOrderResult(order: Order): CheckResult {
  const open = openRevokeRequest(order);
  if (order.status === "revoked")
    return { sentence: `Order ${order.id} is revoked.`, isUnresolved: false };
  if (open) {
    const sentence = `Order ${order.id} is not revoked. Request ${open.id} to revoke it is waiting for approval. Do not send another.`;
    return { sentence, isUnresolved: false };
  }
  const last = order.requests?.findLast(({ type }) => type === "revoke");
  const history = last ? ` The last one, ${last.id}, is ${last.status ?? "closed"}.` : "";
  const sentence = `Order ${order.id} has the status “${statusLabel(order.status)}” and no open request to revoke it.${history} It appears that nothing was revoked. The revocation may still be in progress or waiting for a second person under “Approvals”. Check again in a few minutes before you decide.`;
  return { sentence, isUnresolved: true };
}

export function checkRequestResult(request: ApprovalRequest): CheckResult {
  const { id, status, processor } = request;
  if (isOpen(request)) {
    const sentence = `Request ${id} is still pending. It appears that nothing was decided. The decision may still be in progress. Check again in a few minutes before you decide.`;
    return { sentence, isUnresolved: true };
  }
  const person = processor?.lastName ? ` Decided by ${processor.lastName}.` : "";
  return { sentence: `Request ${id} is ${statusLabel(status)}.${person}`, isUnresolved: false };
}

/** The time of the last attempt that proves the outcome. */
export function proofTime({ attempts }: Evidence): Date | undefined {
  const last = attempts.findLast(({ decision }) => decision === "accepted" || decision === "read");
  return last && new Date(last.time);
}

// What an order or a request tells when somebody looks at it, in sentences. Which of them hold, the package says.

import type { ApprovalRequest, BlastRadiusWarning, Evidence, Order } from "certcentral-revoke";
import { statusOf } from "../shared/labels";

export interface Finding {
  sentence: string;
  /** It does not tell that the change arrived. */
  unsettled: boolean;
}

const isOpen = ({ status }: { status?: string }) => status === "pending" || status === "submitted";

export const openRevokeOf = ({ requests }: Order) =>
  requests?.find((request) => request.type === "revoke" && isOpen(request));

/** What to know before revoking this order. */
export function concernOf(warning: BlastRadiusWarning, order: Order): string {
  const status = statusOf(order.status);
  switch (warning) {
    case "already-revoked":
      return "This order is revoked already. There is nothing left to do.";
    case "revocation-requested":
      return `Request ${openRevokeOf(order)?.id ?? ""} to revoke this order waits for approval already. Decide on it under “Approvals” instead of sending another.`;
    case "reissue-pending":
      return "A reissue is pending. Cancel it or wait until it is done; DigiCert may refuse until then.";
    case "not-issued":
      return `This order is not issued yet (${status}). Cancel it in CertCentral instead of revoking it.`;
    case "unknown-status":
      return `This order is “${status}”: nobody knows what a revoke does to it, and DigiCert may refuse.`;
    case "reason-ignored":
      return "DigiCert uses the reason for TLS/SSL certificates only. For this product it is ignored.";
    case "duplicates-not-read":
      return "DigiCert did not list the duplicates of this order: there may be more certificates than are shown here.";
    case "reissues-not-read":
      return "DigiCert did not list the reissues of this order: there may be more certificates than are shown here.";
    default:
      return warning satisfies never;
  }
}

/** How many certificates a revoke reaches, as far as is known. */
export function countOf(count: number, warnings: readonly BlastRadiusWarning[]): string {
  const certificates = count === 1 ? "1 certificate" : `${count} certificates`;
  const more = warnings.some((warning) => warning.endsWith("-not-read"));
  if (warnings.includes("already-revoked"))
    return `${more ? "At least " : ""}${certificates} on this order, revoked`;
  if (warnings.includes("not-issued")) return "No certificate is issued on this order yet";
  return more ? `This revokes at least ${certificates}` : `This revokes ${certificates}`;
}

/** What a look at the order after a revoke tells. */
export function findingOf(order: Order): Finding {
  const open = openRevokeOf(order);
  if (order.status === "revoked")
    return { sentence: `Order ${order.id} is revoked.`, unsettled: false };
  if (open) {
    const sentence = `Order ${order.id} is not revoked. Request ${open.id} to revoke it waits for approval: do not send another.`;
    return { sentence, unsettled: false };
  }
  const last = order.requests?.findLast(({ type }) => type === "revoke");
  const history = last ? ` The last one, ${last.id}, is ${last.status ?? "done"}.` : "";
  const sentence = `Order ${order.id} is “${statusOf(order.status)}” and no request to revoke it is open.${history} As far as can be seen, nothing was revoked. It may still be on its way, or wait for a second person under “Approvals”: check again in a few minutes before you decide.`;
  return { sentence, unsettled: true };
}

/** What a look at a request after a decision tells. */
export function findingOfRequest(request: ApprovalRequest): Finding {
  const { id, status, processor } = request;
  if (isOpen(request)) {
    const sentence = `Request ${id} still waits. As far as can be seen, nothing was decided. It may still be on its way: check again in a few minutes before you decide.`;
    return { sentence, unsettled: true };
  }
  const who = processor?.lastName ? ` The decision is ${processor.lastName}'s.` : "";
  return { sentence: `Request ${id} is ${statusOf(status)}.${who}`, unsettled: false };
}

/** When the last thing was sent or read that a result rests on. */
export function timeOfProof({ attempts }: Evidence): Date | undefined {
  const last = attempts.findLast(({ decision }) => decision === "accepted" || decision === "read");
  return last && new Date(last.time);
}

// The warnings of a blast radius as text. The package decides which of them apply.

import type { BlastRadiusWarning, Order } from "certcentral-revoke";
import { statusLabel } from "../shared/format";

const CLOSED: ReadonlySet<string> = new Set(["canceled", "rejected", "denied", "expired"]);

const isOpen = ({ status }: { status?: string }) => status === "pending" || status === "submitted";

/** The pending request to revoke the order, if any. */
export const openRevokeRequest = ({ requests }: Order) =>
  requests?.find((request) => request.type === "revoke" && isOpen(request));

export function warningText(warning: BlastRadiusWarning, order: Order): string {
  const status = statusLabel(order.status);
  switch (warning) {
    case "already-revoked":
      return "This order is already revoked. There is nothing left to do.";
    case "revocation-requested":
      return `Request ${openRevokeRequest(order)?.id ?? ""} to revoke this order is already pending. Decide on it under “Approvals” instead of sending another.`;
    case "reissue-pending":
      return "A reissue is pending. Cancel it or wait until it is complete. DigiCert may refuse the revocation until then.";
    case "not-issued":
      return `This order is not issued yet (${status}). Cancel it in CertCentral instead of revoking it.`;
    case "unknown-status":
      return CLOSED.has(order.status)
        ? `This order is ${status}. There is nothing to revoke.`
        : `This order has the status “${status}”, which this console doesn't know. DigiCert may refuse the revocation.`;
    case "reason-ignored":
      return "DigiCert uses the reason for TLS/SSL certificates only and ignores it for this product.";
    case "duplicates-not-read":
      return "DigiCert did not list the duplicates of this order. It may have more certificates than are shown here.";
    case "reissues-not-read":
      return "DigiCert did not list the reissues of this order. It may have more certificates than are shown here.";
    default:
      return warning satisfies never;
  }
}

/** The number of certificates that a revocation revokes, as far as it is known. */
export function certificateCount(
  count: number,
  warnings: readonly BlastRadiusWarning[],
  { status }: Order,
): string {
  const certificates = count === 1 ? "1 certificate" : `${count} certificates`;
  const isIncomplete = warnings.some((warning) => warning.endsWith("-not-read"));
  const onOrder = `${isIncomplete ? "At least " : ""}${certificates} on this order`;
  if (warnings.includes("already-revoked")) return `${onOrder}, revoked`;
  if (CLOSED.has(status)) return `${onOrder}, ${statusLabel(status)}`;
  if (warnings.includes("not-issued")) return "No certificate is issued on this order yet";
  return isIncomplete ? `This revokes at least ${certificates}` : `This revokes ${certificates}`;
}

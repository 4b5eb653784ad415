// The words of the console: what DigiCert's terms mean, for a tired person. Not here: any rule.

import type { Order, Problem, RevocationReason, Warning } from "certcentral-revoke";

/** The five reasons, with DigiCert's meaning. */
export const REASONS: ReadonlyArray<{ value: RevocationReason; label: string; meaning: string }> = [
  {
    value: "unspecified",
    label: "Unspecified",
    meaning: "None of the others fits. This is DigiCert's default.",
  },
  {
    value: "keyCompromise",
    label: "Key compromise",
    meaning: "Somebody else has, or may have, the private key.",
  },
  {
    value: "superseded",
    label: "Superseded",
    meaning: "Another certificate has taken this one's place.",
  },
  {
    value: "affiliationChanged",
    label: "Affiliation changed",
    meaning: "The organization named in the certificate has changed.",
  },
  {
    value: "cessationOfOperation",
    label: "Cessation of operation",
    meaning: "The names in the certificate are no longer in use.",
  },
];

export const WARNINGS: Record<Warning, string> = {
  "comment-not-stored":
    "DigiCert did not keep your comment. Write it down where you keep your records.",
  "approval-not-skipped":
    "You asked to skip the approval, but DigiCert made a request that waits all the same.",
  "unknown-status":
    "The request has a status that is new to this console. Look it up in CertCentral.",
};

export const PROBLEMS: Partial<Record<Problem, string>> = {
  "connection-failed": "The connection broke before the answer arrived.",
  "server-error": "The other side reported an error of its own.",
  redirect: "The other side tried to send us elsewhere.",
};

/** What to know before revoking an order in its present state; nothing where there is nothing special. */
export function concernOf(order: Order): string | undefined {
  const open = order.requests?.find(
    ({ type, status }) => type === "revoke" && (status === "pending" || status === "submitted"),
  );
  if (order.status === "revoked") return "This order is revoked already.";
  if (order.status === "reissue_pending")
    return "A reissue is pending. Cancel it or wait until it is done; DigiCert may refuse until then.";
  if (order.status !== "issued")
    return `This order is not issued (${order.status}). Cancel it in CertCentral instead of revoking it.`;
  if (open) return `Request ${open.id} to revoke this order waits for approval already.`;
  return undefined;
}

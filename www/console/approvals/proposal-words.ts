// The words for a two-person approval: what it would revoke, how it stands, and why one may not decide on it.

import type { Decision } from "certcentral-revoke";
import { barred, me } from "../who/who";
import { REASONS } from "../words";
import type { Proposal } from "./proposals";

export function targetOf({ kind, target }: Proposal): string {
  switch (kind) {
    case "order":
      return `order ${target.order}`;
    case "certificate":
      return `certificate ${target.certificate}`;
    case "job":
      return `job ${target.job}`;
    default:
      return kind satisfies never;
  }
}

const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

/** How many orders and certificates it reaches. */
export function extentOf({ orders, certificates }: Proposal): string {
  const known = [
    orders !== undefined && count(orders, "order"),
    certificates !== undefined && count(certificates, "certificate"),
  ].filter(Boolean);
  return known.join(", ") || "not known";
}

export const reasonOf = ({ reason }: Proposal) =>
  REASONS.find(({ value }) => value === reason)?.label ?? reason ?? "not given";

export const SHORT_HASH = 12;

export const STANDS: Record<Proposal["status"], string> = {
  pending: "waits for a second person",
  approved: "approved",
  rejected: "rejected",
  void: "void",
  expired: "expired",
};

/** What became of one that is closed. */
export function closedWords({ status, outcome }: Proposal): string {
  switch (status) {
    case "pending":
      return "It waits. Nothing was sent to DigiCert.";
    case "approved":
      return sentWords(outcome);
    case "rejected":
      return "Nothing was sent to DigiCert.";
    case "void":
      return "What it would reach has changed since it was asked for, so it counts no more. Nothing was sent to DigiCert. Open the order and ask again.";
    case "expired":
      return "Nobody approved it in time. Nothing was sent to DigiCert. Open the order and ask again if it is still needed.";
    default:
      return status satisfies never;
  }
}

function sentWords(outcome: string | undefined): string {
  switch (outcome) {
    case undefined:
      return "What came of sending it to DigiCert is not known yet.";
    case "revoked":
      return "DigiCert accepted the revocation.";
    case "requested":
      return "DigiCert made a request of its own, which waits for an administrator in CertCentral.";
    case "unknown":
      return "It was sent to DigiCert, and no clear answer came: nobody can know yet. Check the order.";
    default:
      return `It was sent to DigiCert and ended in “${outcome}”: nothing was revoked by it.`;
  }
}

/** Why the one who is signed in may not decide so; "" if they may. */
export function barredFrom(decision: Decision, { by, status }: Proposal): string {
  const why = barred("decide");
  if (why) return why;
  if (status !== "pending") return `It is ${STANDS[status]}: there is nothing left to decide.`;
  if (decision === "approved" && by === me.value?.id)
    return "You asked for this yourself: somebody else has to approve it.";
  return "";
}

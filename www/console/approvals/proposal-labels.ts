// The words for a two-person approval: what it would revoke, how it stands, and why one may not decide on it.

import type { Decision } from "certcentral-revoke";
import { barred, me } from "../session/session";
import { number, REASONS } from "../shared/labels";
import type { Proposal } from "./proposals";

export function targetOf({ kind, target, orders }: Proposal): string {
  switch (kind) {
    case "order":
      return `order ${target.order}`;
    case "certificate":
      return `certificate ${target.certificate}`;
    case "job":
      return `a list of ${number(orders)} orders`;
    default:
      return kind satisfies never;
  }
}

const count = (many: number, one: string) => `${number(many)} ${one}${many === 1 ? "" : "s"}`;

/** How many orders and certificates it reaches. */
export function extentOf({ kind, orders, certificates, isWhole }: Proposal): string {
  const counted =
    certificates === null
      ? "certificates not counted"
      : `${isWhole ? "" : "at least "}${count(certificates, "certificate")}`;
  return kind === "certificate" ? counted : `${count(orders, "order")}, ${counted}`;
}

export const reasonOf = ({ reason }: Proposal) =>
  REASONS.find(({ value }) => value === reason)?.label ?? reason;

export const SHORT_HASH = 12;

/** How it stands: with what came of sending it, once it was approved. */
export type Stand =
  | Exclude<Proposal["status"], "approved">
  | "sent"
  /** Of a list: its run tells the rest. */
  | "started"
  | "doubtful"
  | "refused";

export function standOf({ status, outcome }: Pick<Proposal, "status" | "outcome">): Stand {
  if (status !== "approved") return status;
  if (outcome === "revoked" || outcome === "requested") return "sent";
  return outcome === "refused" || outcome === "started" ? outcome : "doubtful";
}

export const STANDS: Record<Stand, string> = {
  pending: "waits",
  sent: "approved",
  started: "approved",
  doubtful: "approved, outcome unknown",
  refused: "approved, refused by DigiCert",
  rejected: "rejected",
  void: "void",
  expired: "expired",
};

/** What it means that it stands so. */
export function standWords(proposal: Pick<Proposal, "status" | "outcome">): string {
  const stand = standOf(proposal);
  switch (stand) {
    case "pending":
      return "It waits. Nothing was sent to DigiCert.";
    case "sent":
      return proposal.outcome === "requested"
        ? "It was sent to DigiCert, which made a request of its own: that one waits for an administrator in CertCentral."
        : "It was sent to DigiCert, which accepted the revocation.";
    case "started":
      return "The run has begun. What became of each order, the list tells.";
    case "doubtful":
      return "It was sent to DigiCert, and no clear answer came: nobody can know yet. Check the order before anything is sent again.";
    case "refused":
      return "It was sent to DigiCert, which refused it: nothing was revoked by it.";
    case "rejected":
      return "Nothing was sent to DigiCert.";
    case "void":
      return "What it would reach has changed since it was asked for, so it counts no more. Nothing was sent to DigiCert. Open the order and ask again.";
    case "expired":
      return "Nobody approved it in time. Nothing was sent to DigiCert. Open the order and ask again if it is still needed.";
    default:
      return stand satisfies never;
  }
}

/** Why the one who is signed in may not decide so; "" if they may. */
export function barredFrom(decision: Decision, { by }: Proposal): string {
  const why = barred("decide");
  if (why || decision === "rejected" || by !== me.value?.id) return why;
  return "You asked for this yourself: somebody else has to approve it. You may reject it, which takes it back.";
}

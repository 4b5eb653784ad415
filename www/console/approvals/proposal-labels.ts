// A two-person approval as text: its target, its state, and the reason why the user may not decide on it.

import type { Decision } from "certcentral-revoke";
import { denialReason, me } from "../session/session";
import { formatNumber, plural } from "../shared/format";
import type { Proposal } from "./types";

export function targetText({ kind, target, orders }: Proposal): string {
  switch (kind) {
    case "order":
      return `order ${target.order}`;
    case "certificate":
      return `certificate ${target.certificate}`;
    case "job":
      return `a list of ${formatNumber(orders)} orders`;
    default:
      return kind satisfies never;
  }
}

/** The numbers of orders and certificates that the approval revokes. */
export function extentText({ kind, orders, certificates, isWhole }: Proposal): string {
  const counted =
    certificates === null
      ? "certificates not counted"
      : `${isWhole ? "" : "at least "}${plural(certificates, "certificate")}`;
  return kind === "certificate" ? counted : `${plural(orders, "order")}, ${counted}`;
}

const FINGERPRINT_LENGTH = 12;

/** The first characters of a hash, for comparison by eye. */
export const fingerprint = (hash: string) => `${hash.slice(0, FINGERPRINT_LENGTH)}…`;

/** The status, and after an approval the result of the revocation. */
export type ProposalState =
  | Exclude<Proposal["status"], "approved">
  | "sent"
  /** The run of a list. Its own results are on the page of the list. */
  | "started"
  | "unknown"
  | "refused";

export function proposalState({
  status,
  outcome,
}: Pick<Proposal, "status" | "outcome">): ProposalState {
  if (status !== "approved") return status;
  if (outcome === "revoked" || outcome === "requested") return "sent";
  return outcome === "refused" || outcome === "started" ? outcome : "unknown";
}

export const PROPOSAL_STATES: Record<ProposalState, string> = {
  pending: "pending",
  sent: "approved",
  started: "approved",
  unknown: "approved, outcome unknown",
  refused: "approved, refused by DigiCert",
  rejected: "rejected",
  void: "void",
  expired: "expired",
};

export function stateText(proposal: Pick<Proposal, "status" | "outcome">): string {
  const state = proposalState(proposal);
  switch (state) {
    case "pending":
      return "Waiting for a second person. Nothing was sent to DigiCert.";
    case "sent":
      return proposal.outcome === "requested"
        ? "DigiCert created a request of its own. An administrator must approve it in CertCentral."
        : "DigiCert accepted the revocation.";
    case "started":
      return "The run has started. See the list for each order's result.";
    case "unknown":
      return "The revocation was sent, but no clear response arrived. We don't know yet whether it succeeded. Check the order before you send anything again.";
    case "refused":
      return "DigiCert refused the revocation. Nothing was revoked.";
    case "rejected":
      return "Nothing was sent to DigiCert.";
    case "void":
      return "The orders or certificates have changed since the request, so the approval is void. Nothing was sent to DigiCert. Open the order and request the revocation again.";
    case "expired":
      return "No one approved it in time. Nothing was sent to DigiCert. If it is still needed, open the order and request the revocation again.";
    default:
      return state satisfies never;
  }
}

/** Why the signed-in person may not make this decision. Empty if they may. */
export function decisionDenialReason(decision: Decision, { by }: Proposal): string {
  const denial = denialReason("decide");
  if (denial || decision === "rejected" || by !== me.value?.id) return denial;
  return "You requested this yourself, so someone else must approve it. You can reject it to withdraw it.";
}

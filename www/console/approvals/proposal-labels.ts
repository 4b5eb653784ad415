// A two-person approval as text: its target, its extent, its state, and why it is required.

import type { Quorum } from "certcentral-revoke/guard";
import { formatNumber, plural } from "../shared/format";
import { reasonLabel } from "../shared/labels";
import type { Disposition, ProposalSummary } from "./types";

export function targetText({ kind, target, orders }: ProposalSummary): string {
  switch (kind) {
    case "order":
      return `order ${target.order}`;
    case "certificate":
      return `certificate ${target.certificate}`;
    case "job":
      return `a list of ${plural(orders, "order")}`;
    case "hold-lift":
      return `the hold on order ${target.order}`;
    default:
      return kind satisfies never;
  }
}

/** What its approval does, for example "Revoke order 123". */
export const titleText = (proposal: ProposalSummary) =>
  `${proposal.kind === "hold-lift" ? "Lift" : "Revoke"} ${targetText(proposal)}`;

/** The numbers of orders and certificates that the approval revokes. */
export function extentText({ kind, orders, certificates, isWhole }: ProposalSummary): string {
  if (kind === "hold-lift") return "no certificate: lifting a hold revokes nothing";
  const counted =
    certificates === null
      ? "certificates not counted"
      : `${isWhole ? "" : "at least "}${plural(certificates, "certificate")}`;
  return kind === "certificate" ? counted : `${plural(orders, "order")}, ${counted}`;
}

/** The reasons with the number of orders of each. */
export function reasonsText({ kind, byReason }: Pick<ProposalSummary, "kind" | "byReason">) {
  const parts = Object.entries(byReason).map(([reason, count]) =>
    kind === "job" ? `${reasonLabel(reason)}: ${plural(count, "order")}` : reasonLabel(reason),
  );
  return parts.join(", ");
}

export const DEMANDS: Record<ProposalSummary["demand"], string> = {
  none: "",
  "break-glass": "It passes the revocation limit (break-glass).",
  reason: "Its reason always requires a second person.",
  certificates: "It revokes more certificates than one person may revoke alone.",
  "not-counted": "The certificates, or those of an earlier revocation, could not be counted.",
  "person-total":
    "Together with earlier revocations of the requester, it revokes more certificates than one person may revoke alone.",
  "order-total":
    "Together with earlier revocations of the same order, it revokes more certificates than one person may revoke alone.",
  "hold-lift": "The hold belongs to another person.",
};

/** What a run does with an order, or why it does nothing. */
export const DISPOSITIONS: Record<Disposition, string> = {
  send: "to revoke",
  held: "on hold",
  "not-replaced": "not marked as replaced",
  "already-revoked": "already revoked",
  "not-issued": "not issued",
  "not-found": "not found in this account",
  ended: "canceled, rejected or expired",
};

/** Why a list does not revoke an order, for example "on hold". */
export const causeText = (name: string) =>
  Object.hasOwn(DISPOSITIONS, name) ? DISPOSITIONS[name as Disposition] : name;

/** The approvals that are required. */
export function quorumText({ approvals, groups }: Quorum): string {
  const people = approvals === 1 ? "1 person" : `${formatNumber(approvals)} people`;
  const named = groups.map(({ group, approvals: count }) => `${count} of the group “${group}”`);
  return named.length > 0 ? `${people}, of these ${named.join(" and ")}` : people;
}

const FINGERPRINT_LENGTH = 12;

/** The first characters of a hash, for comparison by eye. */
export const fingerprint = (hash: string) => `${hash.slice(0, FINGERPRINT_LENGTH)}…`;

/** The status, and after an approval the result of the execution. */
export type ProposalState =
  | Exclude<ProposalSummary["status"], "approved">
  | "sent"
  /** The run of a list. Its own results are on the page of the list. */
  | "started"
  /** The certificates of a list are counted again before its run starts. */
  | "starting"
  | "lifted"
  | "unknown"
  | "refused";

type StateFacts = Pick<ProposalSummary, "kind" | "status" | "outcome" | "note">;

export function proposalState({ kind, status, outcome }: StateFacts): ProposalState {
  if (status !== "approved") return status;
  switch (outcome) {
    case "revoked":
    case "requested":
      return "sent";
    case "hold-lifted":
      return "lifted";
    case "refused":
    case "started":
      return outcome;
    default:
      return kind === "job" ? "starting" : "unknown";
  }
}

export const PROPOSAL_STATES: Record<ProposalState, string> = {
  pending: "pending",
  sent: "approved",
  started: "approved",
  starting: "approved, starting",
  lifted: "approved",
  unknown: "approved, outcome unknown",
  refused: "approved, refused by DigiCert",
  rejected: "rejected",
  withdrawn: "withdrawn",
  void: "void",
  expired: "expired",
};

const AGAIN = "If it is still needed, request it again.";

export function stateText(proposal: StateFacts): string {
  const state = proposalState(proposal);
  switch (state) {
    case "pending":
      return "It waits for approval. Nothing was sent to DigiCert.";
    case "sent":
      return proposal.outcome === "requested"
        ? "DigiCert created a request of its own. An administrator must approve it in CertCentral."
        : "DigiCert accepted the revocation.";
    case "started":
      return "The run has started. See the list for each order's result.";
    case "starting":
      return "The certificates are counted again before the run starts. See the list for the result.";
    case "lifted":
      return "The hold is lifted. Nothing was revoked.";
    case "unknown":
      return "The revocation was sent, but no clear response arrived. We don't know yet whether it succeeded. Check the order before you send anything again.";
    case "refused":
      return "DigiCert refused the revocation. Nothing was revoked.";
    case "rejected":
      return "Nothing was sent to DigiCert.";
    case "withdrawn":
      return "The requester withdrew it. Nothing was sent to DigiCert.";
    case "void":
      return `It is void: ${proposal.note ?? "what it approves has changed"}. Nothing was sent to DigiCert. ${AGAIN}`;
    case "expired":
      return `It was not approved in time. Nothing was sent to DigiCert. ${AGAIN}`;
    default:
      return state satisfies never;
  }
}

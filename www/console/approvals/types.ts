// The gateway's two-person approvals, and the input of a decision. All times are UTC milliseconds.

import type { ApprovalRequest, Decision, RevocationReason } from "certcentral-revoke";
import type { Binding, CertificateFigures, Demand, Quorum } from "certcentral-revoke/guard";
import type { Hold } from "../holds/types";

/** What every kind of two-person approval has, in the list and on its page. */
export interface ProposalSummary {
  id: string;
  kind: Binding["kind"];
  target: { order?: string; certificate?: string; job?: string };
  /** The name of a list. */
  name?: string;
  orders: number;
  /** `null` if the certificates could not be counted. */
  certificates: number | null;
  /** `false` if there may be further certificates. */
  isWhole: boolean;
  byReason: Partial<Record<RevocationReason, number>>;
  /** In the list, cut to 200 characters. */
  comment: string | null;
  skipApproval: boolean;
  deadline: number | null;
  breakGlass: boolean;
  /** Why a second person is required. */
  demand: Demand | "hold-lift";
  /** Rows of a list with a comment of their own. */
  comments?: number;
  breaker?: number | null;
  byPriority?: Readonly<Record<string, number>>;
  plannedAt?: number;
  figures?: CertificateFigures;
  /** The numbers of excluded orders of a list, by cause. */
  exclusions?: Readonly<Record<string, number>>;
  /** The hold that is lifted. */
  hold?: Hold;
  /** The hash of everything that the approval binds. */
  hash: string;
  by: string;
  time: number;
  expires: number;
  status: "pending" | "approved" | "rejected" | "withdrawn" | "void" | "expired";
  decidedBy?: string;
  decidedAt?: number;
  /** The comment on the decision, or why it ended without one. */
  note?: string;
  /** The result of the execution, once it is approved. */
  outcome?: string;
  /** The approvals so far, and those that are required. */
  approvals: number;
  required: number;
}

/** The page of a two-person approval. The orders of a list are read separately. */
export interface Proposal extends ProposalSummary {
  quorum: Quorum;
  approvedBy: ReadonlyArray<{ by: string; time: number; note?: string }>;
  binding: StoredBinding;
}

/** What an approval binds. For a list, its orders, exclusions and certificates are read separately. */
export type StoredBinding = Omit<Binding, "orders" | "exclusions" | "certificates"> &
  Partial<Pick<Binding, "orders" | "exclusions" | "certificates">>;

/** An order of a two-person approval. */
export interface ProposalOrder {
  orderId: string;
  disposition: Disposition;
  revocationReason?: RevocationReason;
  comment?: string;
  /** Whether the row of the list has a comment of its own. */
  hasOwnComment?: boolean;
  /** The reason of a hold. */
  detail?: string;
  priority?: number;
  /** The ids of its certificates, if they were counted one by one. */
  certificates?: readonly string[] | null;
}

/** What a run does with an order. */
export type Disposition =
  | "send"
  | "held"
  | "not-replaced"
  | "already-revoked"
  | "not-issued"
  | "not-found"
  | "ended";

/** A decision about a request of CertCentral. */
export interface DecisionInput {
  request: ApprovalRequest;
  decision: Decision;
}

/** A decision about a two-person approval. A rejection by the requester withdraws it. */
export interface ProposalDecisionInput {
  proposal: Proposal;
  decision: Decision | "withdrawn";
}

// The gateway's two-person approvals, and the input of a decision.

import type { ApprovalRequest, Decision, RevocationReason } from "certcentral-revoke";

/** A two-person approval, as the gateway returns it. All times are UTC milliseconds. */
export interface Proposal {
  id: string;
  kind: "order" | "certificate" | "job";
  target: { order?: string; certificate?: string; job?: string };
  orders: number;
  /** `null` if the certificates could not be counted. */
  certificates: number | null;
  /** `false` if there may be further certificates. */
  isWhole: boolean;
  reason: RevocationReason;
  comment: string | null;
  skipApproval: boolean;
  deadline: number | null;
  /** The hash of the exact orders and certificates, the reason and the deadline. Any change voids the approval. */
  hash: string;
  by: string;
  time: number;
  expires: number;
  status: "pending" | "approved" | "rejected" | "void" | "expired";
  decidedBy?: string;
  decidedAt?: number;
  note?: string;
  /** The result of the revocation, once it is approved and sent. */
  outcome?: string;
}

/** A decision and its subject. `proposal` is set if the gateway decides, and absent if CertCentral decides. */
export interface DecisionInput {
  request: ApprovalRequest;
  decision: Decision;
  proposal?: Proposal;
}

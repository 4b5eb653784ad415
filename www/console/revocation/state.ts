// The state of a revocation, from its result and from later reads. Only a response or a read counts as evidence.

import {
  CertCentralError,
  type Evidence,
  type Outcome,
  type RevokeOptions,
} from "certcentral-revoke";
import type { Failure, Result } from "../app/result";
import { isProposal } from "../approvals/proposals";
import { openRevokeRequest } from "../orders/warnings";
import { proofTime } from "./check-result";
import type { FollowUp } from "./follow-up";
import type { Step } from "./timeline";

export type RevocationState =
  | { kind: "refused"; error: CertCentralError }
  | { kind: "unknown"; failure: Failure }
  /** The gateway waits for a second person. Nothing was sent to DigiCert. */
  | { kind: "proposed"; requestId: string }
  | {
      kind: "revoked" | "waiting" | "rejected";
      /** The request that the revocation created, if any. */
      requestId?: string;
      /** Whether that request is known to be approved. */
      isApproved: boolean;
      /** The time of the read that shows the order as revoked. */
      confirmedAt?: Date;
      steps: readonly Step[];
    };

export function revocationState(
  options: RevokeOptions,
  result: Result<Outcome>,
  followUp: FollowUp,
): RevocationState {
  if (result.kind === "outcome") {
    const { outcome } = result;
    if (outcome.outcome === "requested" && isProposal(outcome.request.id))
      return { kind: "proposed", requestId: outcome.request.id };
    return knownState(options, outcome, followUp);
  }
  const { error } = result;
  if (error instanceof CertCentralError && error.effect === "none")
    return { kind: "refused", error };
  const wasConfirmed = followUp.revoked !== undefined || requestIn(followUp) !== undefined;
  return wasConfirmed
    ? knownState(options, undefined, followUp)
    : { kind: "unknown", failure: result };
}

function knownState(
  options: RevokeOptions,
  outcome: (Outcome & Evidence) | undefined,
  followUp: FollowUp,
): RevocationState {
  const request = outcome?.outcome === "requested" ? outcome.request : requestIn(followUp);
  const provenAt = outcome && outcome.proof !== "accepted" ? proofTime(outcome) : undefined;
  const confirmedAt = followUp.revoked ?? (outcome?.proof === "revoked" ? provenAt : undefined);
  const status = request && requestStatus(request.id, followUp);
  const approvedAt =
    followUp.approved ??
    (outcome?.proof === "approved" ? provenAt : undefined) ??
    (status === "approved" ? followUp.lastRead?.time : undefined);
  const isRejected = status === "rejected" && !confirmedAt && !approvedAt;
  const steps: Step[] = [
    outcome?.confirmedBy === "response"
      ? { text: "DigiCert accepted the request.", state: "done", time: proofTime(outcome) }
      : {
          text: "The order shows an accepted revocation.",
          state: "done",
          time: outcome ? proofTime(outcome) : (followUp.lastRead?.time ?? followUp.revoked),
        },
    isRejected
      ? { text: `Request ${request?.id} was rejected.`, state: "stopped" }
      : approvalStep(outcome && options, request?.id, approvedAt, confirmedAt),
    confirmedAt
      ? { text: "Confirmed as revoked", state: "done", time: confirmedAt }
      : {
          text: isRejected ? "The order is not revoked." : "Not yet confirmed as revoked",
          state: isRejected ? "skipped" : "open",
        },
  ];
  return {
    kind:
      confirmedAt || outcome?.outcome === "revoked"
        ? "revoked"
        : isRejected
          ? "rejected"
          : "waiting",
    isApproved: approvedAt !== undefined,
    steps,
    ...(request ? { requestId: request.id } : {}),
    ...(confirmedAt ? { confirmedAt } : {}),
  };
}

function approvalStep(
  /** The options of the revocation, if DigiCert is known to have received it. */
  received: RevokeOptions | undefined,
  requestId: string | undefined,
  approvedAt: Date | undefined,
  confirmedAt: Date | undefined,
): Step {
  if (requestId === undefined) {
    const text = received?.skipApproval ? "Approval skipped" : "No approval was needed.";
    return {
      text: received ? text : "Unknown: whether it was approved",
      state: "skipped",
    };
  }
  if (approvedAt)
    return { text: `Request ${requestId} is approved.`, state: "done", time: approvedAt };
  return confirmedAt
    ? { text: `Request ${requestId} was not read. The order is revoked.`, state: "skipped" }
    : { text: `Waiting for approval (request ${requestId})`, state: "open" };
}

const requestIn = ({ lastRead }: FollowUp) =>
  lastRead && "order" in lastRead ? openRevokeRequest(lastRead.order) : undefined;

/** The status of a request at the last read. */
function requestStatus(requestId: string, { closed, lastRead }: FollowUp): string | undefined {
  if (closed?.id === requestId) return closed.status;
  if (!lastRead || !("order" in lastRead)) return undefined;
  return lastRead.order.requests?.find(({ id }) => id === requestId)?.status;
}

// Where a revocation stands: what its result said, and what was learned since. Nothing is taken for done that was
// neither answered nor read.

import {
  CertCentralError,
  type Evidence,
  type Outcome,
  type RevokeOptions,
} from "certcentral-revoke";
import type { Failure, Result } from "../app/calls";
import { isProposal } from "../approvals/proposals";
import { openRevokeOf, timeOfProof } from "./findings";
import type { Followed } from "./following";
import type { Step } from "./timeline";

export type Standing =
  | { kind: "refused"; error: CertCentralError }
  | { kind: "unknown"; failure: Failure }
  /** The gateway keeps it back: nothing was sent to DigiCert. */
  | { kind: "proposed"; requestId: string }
  | {
      kind: "revoked" | "waiting" | "rejected";
      /** The request that it came to, where there is one. */
      requestId?: string;
      /** Whether that request is known to be approved. */
      approved: boolean;
      /** Since when the order is known to be revoked, by reading it. */
      seen?: Date;
      steps: readonly Step[];
    };

export function standingOf(
  options: RevokeOptions,
  result: Result<Outcome>,
  followed: Followed,
): Standing {
  if (result.kind === "outcome") {
    const { outcome } = result;
    if (outcome.outcome === "requested" && isProposal(outcome.request.id))
      return { kind: "proposed", requestId: outcome.request.id };
    return known(options, outcome, followed);
  }
  const { error } = result;
  if (error instanceof CertCentralError && error.effect === "none")
    return { kind: "refused", error };
  const learned = followed.revoked !== undefined || requestIn(followed) !== undefined;
  return learned ? known(options, undefined, followed) : { kind: "unknown", failure: result };
}

function known(
  options: RevokeOptions,
  outcome: (Outcome & Evidence) | undefined,
  followed: Followed,
): Standing {
  const request = outcome?.outcome === "requested" ? outcome.request : requestIn(followed);
  const proven = outcome && outcome.proof !== "accepted" ? timeOfProof(outcome) : undefined;
  const seen = followed.revoked ?? (outcome?.proof === "revoked" ? proven : undefined);
  const later = request && laterStatus(request.id, followed);
  const approvedAt =
    followed.approved ??
    (outcome?.proof === "approved" ? proven : undefined) ??
    (later === "approved" ? followed.look?.time : undefined);
  const rejected = later === "rejected" && !seen && !approvedAt;
  const steps: Step[] = [
    outcome?.confirmedBy === "response"
      ? { words: "DigiCert accepted the call.", state: "done", time: timeOfProof(outcome) }
      : {
          words: "A revocation was accepted: seen by reading the order.",
          state: "done",
          time: outcome ? timeOfProof(outcome) : (followed.look?.time ?? followed.revoked),
        },
    rejected
      ? { words: `Request ${request?.id} was rejected.`, state: "stopped" }
      : approvalStep(outcome && options, request?.id, approvedAt, seen),
    seen
      ? { words: "The order was seen revoked.", state: "done", time: seen }
      : {
          words: rejected
            ? "The order is not revoked by it."
            : "The order has not been seen revoked yet.",
          state: rejected ? "skipped" : "open",
        },
  ];
  return {
    kind: seen || outcome?.outcome === "revoked" ? "revoked" : rejected ? "rejected" : "waiting",
    approved: approvedAt !== undefined,
    steps,
    ...(request ? { requestId: request.id } : {}),
    ...(seen ? { seen } : {}),
  };
}

function approvalStep(
  /** What was asked for, if it is known to have arrived. */
  arrived: RevokeOptions | undefined,
  requestId: string | undefined,
  approved: Date | undefined,
  seen: Date | undefined,
): Step {
  if (requestId === undefined) {
    const words = arrived?.skipApproval ? "The approval was skipped." : "No approval was needed.";
    return {
      words: arrived ? words : "Nothing tells whether it was approved or went without.",
      state: "skipped",
    };
  }
  if (approved)
    return { words: `Request ${requestId} is approved.`, state: "done", time: approved };
  return seen
    ? { words: `Request ${requestId} was not looked at; the order is revoked.`, state: "skipped" }
    : { words: `Request ${requestId} waits for approval.`, state: "open" };
}

const requestIn = ({ look }: Followed) =>
  look && "order" in look ? openRevokeOf(look.order) : undefined;

/** What became of a request, by the last look. */
function laterStatus(requestId: string, { closed, look }: Followed): string | undefined {
  if (closed?.id === requestId) return closed.status;
  if (!look || !("order" in look)) return undefined;
  return look.order.requests?.find(({ id }) => id === requestId)?.status;
}

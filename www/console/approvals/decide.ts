// Approves or rejects a request of CertCentral.

import { signal } from "@preact/signals";
import type { ApprovalRequest, DecisionOutcome } from "certcentral-revoke";
import { runCall } from "../app/calls";
import { connection } from "../app/connection";
import { resultOf } from "../app/result";
import { navigate } from "../app/router";
import { readBlastRadius, resetBlastRadius, stopReading } from "../orders/blast-radius";
import { clearResults } from "../orders/search";
import type { DecisionInput } from "./types";

/** The decision that the dialog confirms. */
export const pendingDecision = signal<DecisionInput | undefined>(undefined);

export const isRevoke = ({ type }: ApprovalRequest) => type === "revoke";

export function openDecision(input: DecisionInput) {
  const { request, decision } = input;
  if (decision === "approved" && isRevoke(request) && request.orderId)
    readBlastRadius(request.orderId);
  else resetBlastRadius();
  pendingDecision.value = input;
}

export function closeDecision() {
  resetBlastRadius();
  pendingDecision.value = undefined;
}

export const decide = (input: DecisionInput, comment: string) =>
  runCall("deciding", async () => {
    stopReading();
    const { certcentral } = await connection;
    const { request, decision } = input;
    const send =
      decision === "approved" ? certcentral.requests.approve : certcentral.requests.reject;
    const options = comment === "" ? {} : { processorComment: comment };
    const result = await resultOf<DecisionOutcome>(send(request.id, options));
    pendingDecision.value = undefined;
    clearResults();
    navigate({ name: "decision", ...input, result });
  });

// The result of a decision about a request of CertCentral.

import {
  type ApprovalRequest,
  CertCentralError,
  type DecisionOutcome,
  type Evidence,
} from "certcentral-revoke";
import { busy } from "../app/calls";
import type { Failure, Result } from "../app/result";
import { Attempts } from "../revocation/attempts";
import { proofTime } from "../revocation/check-result";
import { followUp } from "../revocation/follow-up";
import { Refused } from "../revocation/refused";
import { Timeline, WaitUntilRevoked } from "../revocation/timeline";
import { Unknown } from "../revocation/unknown";
import { DECISION_ADVICE } from "../shared/advice";
import { OtherIssues } from "../shared/issues";
import { Panel } from "../shared/panel";
import { isRevoke } from "./decide";
import { listRequests } from "./pending-requests";
import type { DecisionInput } from "./types";

type DecisionProps = DecisionInput & { result: Result<DecisionOutcome> };

export function DecisionView({ result, ...input }: DecisionProps) {
  return (
    <>
      {result.kind === "error" ? (
        <Failed {...input} failure={result} />
      ) : (
        <RequestDecision request={input.request} outcome={result.outcome} />
      )}
      <OtherIssues id="result-issues" />
      <p>
        <button
          type="button"
          aria-disabled={busy.value !== "" && busy.value !== "waiting"}
          onClick={listRequests}
        >
          Approvals
        </button>
      </p>
    </>
  );
}

interface RequestDecisionProps {
  request: ApprovalRequest;
  outcome: DecisionOutcome & Evidence;
}

function RequestDecision({ request, outcome }: RequestDecisionProps) {
  const { status, confirmedBy, attempts } = outcome;
  const { id, orderId } = request;
  const source =
    confirmedBy === "response"
      ? "Confirmed by DigiCert's response."
      : "The response was lost. Verified by reading the request. Someone else may have made the same decision.";
  if (status === "rejected")
    return (
      <Panel kind="rejected" title={`Rejected: request ${id}`}>
        <p>The request is closed. {isRevoke(request) && <strong>Nothing is revoked.</strong>}</p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  if (!isRevoke(request) || !orderId)
    return (
      <Panel kind="decided" title={`Approved: request ${id}`}>
        <p>
          DigiCert executes the request. {isRevoke(request) && "The request revokes its order."}
        </p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  const { revoked } = followUp.value;
  const steps = [
    { text: `Request ${id} is approved.`, state: "done" as const, time: proofTime(outcome) },
    revoked
      ? { text: `Order ${orderId} is confirmed as revoked.`, state: "done" as const, time: revoked }
      : { text: `Order ${orderId} is not yet confirmed as revoked.`, state: "open" as const },
  ];
  return (
    <Panel
      kind={revoked ? "revoked" : "decided"}
      title={revoked ? `Revoked: order ${orderId}` : `Approved: order ${orderId} is being revoked`}
    >
      <p>
        {revoked
          ? "Verified at DigiCert: the order and every certificate on it are revoked."
          : `DigiCert accepted the approval. ${source} This can't be undone.`}
      </p>
      <Timeline steps={steps} />
      <WaitUntilRevoked orderId={orderId} isConfirmed={revoked !== undefined} />
      <Attempts attempts={attempts} />
    </Panel>
  );
}

function Failed({ request, decision, failure }: DecisionInput & { failure: Failure }) {
  const { id, orderId } = request;
  const { error } = failure;
  const name = `request ${id}`;
  if (error instanceof CertCentralError && error.effect === "none")
    return (
      <Refused
        title={`Refused: ${name} is unchanged`}
        error={error}
        advice={DECISION_ADVICE}
        back={{ label: "Back to approvals", open: listRequests }}
      />
    );
  return (
    <Unknown
      title={`Unknown: ${name} may or may not be ${decision}`}
      summary={`We don't know yet whether ${name} was ${decision}.`}
      sent={[
        ["Request", id],
        ["Decision", decision],
        ["Order", orderId ?? "unknown"],
      ]}
      failure={failure}
      target={{ requestId: id }}
    />
  );
}

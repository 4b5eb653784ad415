// How a decision about a request ended.

import {
  type ApprovalRequest,
  CertCentralError,
  type DecisionOutcome,
  type Evidence,
} from "certcentral-revoke";
import { busy, type Failure, type Result } from "../app/calls";
import { Attempts } from "../revocation/attempts";
import { timeOfProof } from "../revocation/findings";
import { followed } from "../revocation/following";
import { Refused } from "../revocation/refused";
import { Follow, Timeline } from "../revocation/timeline";
import { Unknown } from "../revocation/unknown";
import { OtherIssues } from "../shared/issues";
import { DECISION_ADVICE } from "../shared/labels";
import { Panel } from "../shared/panel";
import { type Asked, isRevoke, listRequests } from "./deciding";
import { ProposalDone } from "./proposal-done";

type DecidedProps = Asked & { result: Result<DecisionOutcome> };

export function DecidedView({ result, ...asked }: DecidedProps) {
  const { request, proposal } = asked;
  return (
    <>
      {result.kind === "error" ? (
        <Failed {...asked} failure={result} />
      ) : proposal ? (
        <ProposalDone proposal={proposal} decided={result.outcome} />
      ) : (
        <Done request={request} decided={result.outcome} />
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

function Done({
  request,
  decided,
}: {
  request: ApprovalRequest;
  decided: DecisionOutcome & Evidence;
}) {
  const { status, confirmedBy, attempts } = decided;
  const { id, orderId } = request;
  const source =
    confirmedBy === "response"
      ? "Confirmed by DigiCert's answer."
      : "The answer was lost. Confirmed by reading the request; somebody else may have decided the same.";
  if (status === "rejected")
    return (
      <Panel kind="rejected" title={`Rejected: request ${id}`}>
        <p>
          The request is closed. {isRevoke(request) && <strong>Nothing is revoked by it.</strong>}
        </p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  if (!isRevoke(request) || !orderId)
    return (
      <Panel kind="decided" title={`Approved: request ${id}`}>
        <p>DigiCert goes on with it. {isRevoke(request) && "Its order is revoked by that."}</p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  const { revoked } = followed.value;
  const steps = [
    { words: `Request ${id} is approved.`, state: "done" as const, time: timeOfProof(decided) },
    revoked
      ? { words: `Order ${orderId} was seen revoked.`, state: "done" as const, time: revoked }
      : { words: `Order ${orderId} has not been seen revoked yet.`, state: "open" as const },
  ];
  return (
    <Panel
      kind={revoked ? "revoked" : "decided"}
      title={revoked ? `Revoked: order ${orderId}` : `Approved: order ${orderId} is being revoked`}
    >
      <p>
        {revoked
          ? "Confirmed by reading: the order is revoked, and every certificate on it."
          : `DigiCert has taken the approval. ${source} It cannot be undone.`}
      </p>
      <Timeline steps={steps} />
      <Follow orderId={orderId} seen={revoked !== undefined} />
      <Attempts attempts={attempts} />
    </Panel>
  );
}

function Failed({ request, decision, proposal, failure }: Asked & { failure: Failure }) {
  const { id, orderId } = request;
  const { error } = failure;
  const name = `${proposal ? "proposal" : "request"} ${id}`;
  if (error instanceof CertCentralError && error.effect === "none")
    return (
      <Refused
        title={`Refused: ${name} ${proposal ? "was not carried out" : "is unchanged"}`}
        error={error}
        advice={DECISION_ADVICE}
        back={{ label: "Back to the approvals", go: listRequests }}
      />
    );
  return (
    <Unknown
      title={`Unknown: ${name} may be ${decision}, or not`}
      doubt={`Nobody can know yet whether ${name} is ${decision}.`}
      sent={[
        [proposal ? "Proposal" : "Request", id],
        ["Decision", decision],
        ["Order", orderId ?? "not known"],
      ]}
      failure={failure}
      target={{ requestId: id }}
    />
  );
}

// The result of a decision on a two-person approval: executed, waiting for another person, or rejected and never sent.

import { CertCentralError, type DecisionOutcome, type Evidence } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { busy } from "../app/calls";
import type { Result } from "../app/result";
import { OpenJob } from "../jobs/open-job";
import { Attempts } from "../revocation/attempts";
import { proofTime } from "../revocation/check-result";
import { followUp } from "../revocation/follow-up";
import { Refused } from "../revocation/refused";
import { Timeline, WaitUntilRevoked } from "../revocation/timeline";
import { Unknown } from "../revocation/unknown";
import { DECISION_ADVICE } from "../shared/advice";
import { OtherIssues } from "../shared/issues";
import { Panel } from "../shared/panel";
import { ApprovalProgress } from "./approval-progress";
import { listRequests } from "./pending-requests";
import { stateText, targetText } from "./proposal-labels";
import { findProposal, openProposal } from "./proposals";
import type { Proposal, ProposalDecisionInput } from "./types";

type DecisionProps = ProposalDecisionInput & { result: Result<DecisionOutcome> };

export function ProposalDecisionView({ result, ...input }: DecisionProps) {
  const disabled = busy.value !== "" && busy.value !== "waiting";
  const { id } = input.proposal;
  return (
    <>
      {result.kind === "error" ? (
        <Failed {...input} failure={result} />
      ) : (
        <Decided proposal={input.proposal} outcome={result.outcome} />
      )}
      <OtherIssues id="result-issues" />
      <p class="actions">
        <button type="button" aria-disabled={disabled} onClick={listRequests}>
          Approvals
        </button>
        <button type="button" aria-disabled={disabled} onClick={() => openProposal(id)}>
          Open two-person approval {id}
        </button>
      </p>
    </>
  );
}

interface DecidedProps {
  /** The state before the decision. */
  proposal: Proposal;
  outcome: DecisionOutcome & Evidence;
}

function Decided({ proposal, outcome }: DecidedProps) {
  const { id, target, kind } = proposal;
  const { status, confirmedBy, attempts } = outcome;
  const now = findProposal(id);
  const name = targetText(proposal);
  const source =
    confirmedBy === "response"
      ? "Confirmed by the gateway's response."
      : "The response was lost. Verified by reading the two-person approval. Someone else may have made the same decision.";
  const evidence = (
    <>
      <p>{source}</p>
      <Attempts attempts={attempts} />
    </>
  );
  if (status === "rejected")
    return (
      <Panel kind="rejected" title={`Rejected: two-person approval ${id}`}>
        <p>
          <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong>
        </p>
        {evidence}
      </Panel>
    );
  if (now?.status === "pending")
    return (
      <Panel kind="waiting" title={`Approved by you: ${name} waits for another person`}>
        <p>
          <strong>
            <ApprovalProgress proposal={now} />.
          </strong>{" "}
          Nothing was sent to DigiCert.
        </p>
        {evidence}
      </Panel>
    );
  if (kind === "hold-lift" || target.job !== undefined)
    return (
      <Panel kind="decided" title={`Approved: ${name}`}>
        <p>{now && stateText(now)}</p>
        {target.job !== undefined && (
          <p>
            <OpenJob id={target.job} />
          </p>
        )}
        {evidence}
      </Panel>
    );
  return (
    <Sent proposal={proposal} outcome={outcome}>
      {evidence}
    </Sent>
  );
}

/** The revocation of one order or certificate. */
function Sent({ proposal, outcome, children }: DecidedProps & { children: ComponentChildren }) {
  const { id, target } = proposal;
  const now = findProposal(id);
  const { revoked } = followUp.value;
  const name = targetText(proposal);
  return (
    <Panel
      kind={revoked ? "revoked" : "decided"}
      title={revoked ? `Revoked: ${name}` : `Approved: the revocation of ${name} was sent`}
    >
      <p>
        {revoked
          ? "Verified at DigiCert: the order and every certificate on it are revoked."
          : now?.status === "approved" && stateText(now)}
      </p>
      <Timeline
        steps={[
          {
            text: `Two-person approval ${id} is approved.`,
            state: "done",
            time: proofTime(outcome),
          },
          revoked
            ? { text: `Confirmed as revoked: ${name}`, state: "done", time: revoked }
            : { text: `Not yet confirmed as revoked: ${name}`, state: "open" },
        ]}
      />
      {target.order !== undefined && (
        <WaitUntilRevoked orderId={target.order} isConfirmed={revoked !== undefined} />
      )}
      {children}
    </Panel>
  );
}

interface FailedProps extends ProposalDecisionInput {
  failure: Extract<Result<DecisionOutcome>, { kind: "error" }>;
}

function Failed({ proposal, decision, failure }: FailedProps) {
  const { id, target } = proposal;
  const { error } = failure;
  const name = `two-person approval ${id}`;
  if (error instanceof CertCentralError && error.effect === "none")
    return (
      <Refused
        title={`Refused: ${name} was not executed`}
        error={error}
        advice={DECISION_ADVICE}
        back={{ label: "Back to the approval", open: () => openProposal(id) }}
      />
    );
  return (
    <Unknown
      title={`Unknown: ${name} may or may not be ${decision}`}
      summary={`We don't know yet whether ${name} was ${decision}.`}
      sent={[
        ["Two-person approval", id],
        ["Decision", decision],
        ["Order", target.order ?? "several, or unknown"],
      ]}
      failure={failure}
      target={{ requestId: id }}
    />
  );
}

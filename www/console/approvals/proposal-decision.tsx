// The result of a decision on a two-person approval: sent to DigiCert, or rejected and never sent.

import type { DecisionOutcome, Evidence } from "certcentral-revoke";
import { OpenJob } from "../jobs/open-job";
import { Attempts } from "../revocation/attempts";
import { proofTime } from "../revocation/check-result";
import { followUp } from "../revocation/follow-up";
import { Timeline, WaitUntilRevoked } from "../revocation/timeline";
import { Panel } from "../shared/panel";
import { stateText, targetText } from "./proposal-labels";
import { findProposal } from "./proposals";
import type { Proposal } from "./types";

interface ProposalDecisionProps {
  proposal: Proposal;
  outcome: DecisionOutcome & Evidence;
}

export function ProposalDecision({ proposal, outcome }: ProposalDecisionProps) {
  const { id, target } = proposal;
  const { status, confirmedBy, attempts } = outcome;
  // The current state. `proposal` is the state before the decision.
  const now = findProposal(id);
  const source =
    confirmedBy === "response"
      ? "Confirmed by the gateway's response."
      : "The response was lost. Verified by reading the two-person approval. Someone else may have made the same decision.";
  if (status === "rejected")
    return (
      <Panel kind="rejected" title={`Rejected: two-person approval ${id}`}>
        <p>
          <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong>
        </p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  if (target.job !== undefined)
    return (
      <Panel kind="decided" title={`Approved: ${targetText(proposal)}`}>
        <p>{now && stateText(now)}</p>
        <p>{source}</p>
        <p>
          <OpenJob id={target.job} />
        </p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  const { revoked } = followUp.value;
  const name = targetText(proposal);
  const { order } = target;
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
      <p>{source}</p>
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
      {order !== undefined && (
        <WaitUntilRevoked orderId={order} isConfirmed={revoked !== undefined} />
      )}
      <Attempts attempts={attempts} />
    </Panel>
  );
}

// How a decision about a two-person approval ended: approved and sent to DigiCert, or rejected and never sent.

import type { DecisionOutcome, Evidence } from "certcentral-revoke";
import { OpenJob } from "../jobs/open";
import { Attempts } from "../revocation/attempts";
import { timeOfProof } from "../revocation/findings";
import { followed } from "../revocation/following";
import { Follow, Timeline } from "../revocation/timeline";
import { Panel } from "../shared/panel";
import { standWords, targetOf } from "./proposal-labels";
import { type Proposal, proposalOf } from "./proposals";

interface ProposalDoneProps {
  proposal: Proposal;
  decided: DecisionOutcome & Evidence;
}

export function ProposalDone({ proposal, decided }: ProposalDoneProps) {
  const { id, target } = proposal;
  const { status, confirmedBy, attempts } = decided;
  // As it stands since; what was shown before the decision tells nothing of it.
  const now = proposalOf(id);
  const source =
    confirmedBy === "response"
      ? "Confirmed by the gateway's answer."
      : "The answer was lost. Confirmed by reading the proposal; somebody else may have decided the same.";
  if (status === "rejected")
    return (
      <Panel kind="rejected" title={`Rejected: proposal ${id}`}>
        <p>
          The proposal is closed.{" "}
          <strong>Nothing was sent to DigiCert, and nothing is revoked by it.</strong>
        </p>
        <p>{source}</p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  if (target.job !== undefined)
    return (
      <Panel kind="decided" title={`Approved: ${targetOf(proposal)}`}>
        <p>{now && standWords(now)}</p>
        <p>{source}</p>
        <p>
          <OpenJob id={target.job} />
        </p>
        <Attempts attempts={attempts} />
      </Panel>
    );
  const { revoked } = followed.value;
  const name = targetOf(proposal);
  const { order } = target;
  return (
    <Panel
      kind={revoked ? "revoked" : "decided"}
      title={revoked ? `Revoked: ${name}` : `Approved: the revocation of ${name} was sent`}
    >
      <p>
        {revoked
          ? "Confirmed by reading: the order is revoked, and every certificate on it."
          : now?.status === "approved" && standWords(now)}
      </p>
      <p>{source}</p>
      <Timeline
        steps={[
          { words: `Proposal ${id} is approved.`, state: "done", time: timeOfProof(decided) },
          revoked
            ? { words: `Seen revoked: ${name}.`, state: "done", time: revoked }
            : { words: `Not seen revoked yet: ${name}.`, state: "open" },
        ]}
      />
      {order !== undefined && <Follow orderId={order} seen={revoked !== undefined} />}
      <Attempts attempts={attempts} />
    </Panel>
  );
}

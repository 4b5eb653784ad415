// A list that waits for a second person. Nothing was sent.

import { useEffect } from "preact/hooks";
import { busy } from "../app/calls";
import { ProposalFacts } from "../approvals/proposal-facts";
import { findProposal, openProposal, readProposal } from "../approvals/proposals";
import { me } from "../session/session";
import { Moment } from "../shared/moment";
import { PlanSection } from "./plan";
import type { Job } from "./types";

export function ApprovalSection({ job }: { job: Job }) {
  const { proposal: proposalId = "", plan } = job;
  const proposal = findProposal(proposalId);
  useEffect(() => {
    readProposal(proposalId);
  }, [proposalId]);
  return (
    <>
      <section class="notice" aria-labelledby="approval-title" data-approval>
        <h2 id="approval-title">Waiting for a second person</h2>
        <p>
          <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong> The run starts
          automatically when a second person with the role approver or admin approves it (two-person
          approval {proposalId}).
          {proposal && (
            <>
              {" "}
              The approval expires on <Moment time={proposal.expires} />.
            </>
          )}
          {proposal?.by === me.value?.id &&
            " You requested it, so someone else must approve it. You can withdraw it."}
        </p>
        {proposal && <ProposalFacts proposal={proposal} />}
        <p class="actions">
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => openProposal(proposalId)}
          >
            Open the approval
          </button>
        </p>
      </section>
      {plan && <PlanSection plan={plan} />}
    </>
  );
}

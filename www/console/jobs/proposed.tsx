// It waits for a second person: nothing was sent, and who may approve it is said.

import { useEffect } from "preact/hooks";
import { busy } from "../app/calls";
import { listRequests } from "../approvals/deciding";
import { ProposalFacts } from "../approvals/proposal-facts";
import { proposalOf, readProposals } from "../approvals/proposals";
import { me } from "../session/session";
import { Moment } from "../shared/moment";
import { PlanPart } from "./plan";
import type { Job } from "./types";

export function ProposedPart({ job }: { job: Job }) {
  const { proposal: proposalId = "", plan } = job;
  const proposal = proposalOf(proposalId);
  useEffect(() => {
    readProposals();
  }, []);
  return (
    <>
      <section class="notice" aria-labelledby="proposed-title" data-proposed>
        <h2 id="proposed-title">It waits for a second person</h2>
        <p>
          <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong> The gateway keeps
          it back as proposal {proposalId} until somebody else with the role approver or admin
          approves it
          {proposal && (
            <>
              , before <Moment time={proposal.expires} />
            </>
          )}
          . Then it starts by itself.
          {proposal?.by === me.value?.id &&
            " You asked for it, so it cannot be you; you may reject it, which takes it back."}
        </p>
        {proposal && <ProposalFacts proposal={proposal} />}
        <p class="acts">
          <button type="button" aria-disabled={busy.value !== ""} onClick={listRequests}>
            Open the approvals
          </button>
        </p>
      </section>
      {plan && <PlanPart plan={plan} />}
    </>
  );
}

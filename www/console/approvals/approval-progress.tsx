// How many of the required people approved, and who.

import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import type { Proposal, ProposalSummary } from "./types";

/** For example "1 of 2 approvals (ada, 30 Nov 2026, 10:03:11 UTC)". */
export function ApprovalProgress({ proposal }: { proposal: ProposalSummary | Proposal }) {
  const { approvals, required } = proposal;
  const approvedBy = "approvedBy" in proposal ? proposal.approvedBy : [];
  return (
    <>
      {approvals} of {required} {required === 1 ? "approval" : "approvals"}
      {approvedBy.length > 0 && (
        <>
          {" ("}
          {approvedBy.map(({ by, time, note }, index) => (
            <span key={by}>
              {index > 0 && "; "}
              <UserText>{by}</UserText>, <Moment time={time} />
              {note !== undefined && (
                <>
                  : <Quote>{note}</Quote>
                </>
              )}
            </span>
          ))}
          )
        </>
      )}
    </>
  );
}

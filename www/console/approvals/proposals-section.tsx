// The two-person approvals: pending first, then closed. Each has a page, where it is decided.

import { busy } from "../app/calls";
import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import { ProposalFacts } from "./proposal-facts";
import { PROPOSAL_STATES, proposalState, stateText, titleText } from "./proposal-labels";
import { loadMoreProposals, openProposal, proposals } from "./proposals";
import type { ProposalSummary } from "./types";

export function ProposalsSection() {
  const now = proposals.value;
  const list = now.state === "read" ? now.list : [];
  const open = list.filter(({ status }) => status === "pending");
  const closed = list.filter(({ status }) => status !== "pending");
  const hasMore = now.state === "read" && now.list.length < now.total;
  return (
    <section aria-labelledby="proposals-title">
      <h2 id="proposals-title">Two-person approvals</h2>
      <p class="hint">
        This gateway executes these changes only after a second person approves them.
      </p>
      <p role="status">
        {now.state === "reading" && "Reading the two-person approvals…"}
        {now.state === "read" && summaryOf(now.pending)}
      </p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          Couldn't read the two-person approvals. {now.message}
        </p>
      )}
      {open.length > 0 && (
        <ul class="requests" aria-label="Two-person approvals">
          {open.map((proposal) => (
            <Open key={proposal.id} proposal={proposal} />
          ))}
        </ul>
      )}
      {now.state === "read" && (closed.length > 0 || hasMore) && (
        <details>
          <summary>Closed ({now.total - now.pending})</summary>
          {closed.length > 0 && (
            <ul class="requests" aria-label="Closed two-person approvals">
              {closed.map((proposal) => (
                <Closed key={proposal.id} proposal={proposal} />
              ))}
            </ul>
          )}
          {hasMore && (
            <p>
              <button type="button" aria-disabled={busy.value !== ""} onClick={loadMoreProposals}>
                Show older approvals
              </button>
            </p>
          )}
        </details>
      )}
    </section>
  );
}

function summaryOf(count: number) {
  if (count === 0) return "No two-person approvals are pending.";
  return count === 1
    ? "1 two-person approval is pending."
    : `${count} two-person approvals are pending.`;
}

function Open({ proposal }: { proposal: ProposalSummary }) {
  return (
    <li class="two-person">
      <strong>{titleText(proposal)}</strong>
      <span class="tag revoke">{proposal.breakGlass ? "break-glass" : "two-person approval"}</span>
      <ProposalFacts proposal={proposal} />
      <span class="actions">
        <Review id={proposal.id} label="Review" />
      </span>
    </li>
  );
}

function Closed({ proposal }: { proposal: ProposalSummary }) {
  const { id, by, time, decidedBy, decidedAt, note, breakGlass } = proposal;
  const state = proposalState(proposal);
  return (
    <li data-state={state}>
      <strong>{titleText(proposal)}</strong>
      <span class="tag">{PROPOSAL_STATES[state]}</span>
      {breakGlass && <span class="tag revoke">break-glass</span>}
      <span class="more">
        Requested by <UserText>{by}</UserText>, <Moment time={time} />
        {decidedBy !== undefined && (
          <>
            . Decided by <UserText>{decidedBy}</UserText>
          </>
        )}
        {decidedAt !== undefined && (
          <>
            , <Moment time={decidedAt} />
          </>
        )}
      </span>
      {decidedBy !== undefined && note !== undefined && <Quote class="more">{note}</Quote>}
      <span class="more">{stateText(proposal)}</span>
      <span class="actions">
        <Review id={id} label="Open" />
      </span>
    </li>
  );
}

function Review({ id, label }: { id: string; label: string }) {
  return (
    <button
      type="button"
      aria-label={`${label} two-person approval ${id}`}
      aria-disabled={busy.value !== ""}
      onClick={() => openProposal(id)}
    >
      {label}
    </button>
  );
}

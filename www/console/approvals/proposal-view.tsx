// The page of a two-person approval: everything that it binds, who decided, and the decision.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { busy } from "../app/calls";
import { setPageTitle } from "../app/page-title";
import { OpenJob } from "../jobs/open-job";
import { openOrder } from "../orders/open";
import { OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import { ApprovalProgress } from "./approval-progress";
import type { RefusedDecision } from "./changes";
import { pendingProposalDecision } from "./decide-proposal";
import { isOwn, proposalDenialReason } from "./denials";
import { listRequests } from "./pending-requests";
import { ProposalDialog } from "./proposal-dialog";
import { BoundFacts } from "./proposal-facts";
import { PROPOSAL_STATES, proposalState, stateText, titleText } from "./proposal-labels";
import { ProposalOrders } from "./proposal-orders-section";
import { lastRead, openProposal } from "./proposals";
import type { Proposal, ProposalDecisionInput } from "./types";

interface ProposalViewProps {
  id: string;
  changed?: RefusedDecision;
}

export function ProposalView({ id, changed }: ProposalViewProps) {
  const now = lastRead.value;
  const proposal = now.state === "read" && now.id === id ? now.proposal : undefined;
  const title = proposal ? `${titleText(proposal)}?` : `Two-person approval ${id}`;
  const heading = proposal && proposal.status !== "pending" ? titleText(proposal) : title;
  useEffect(() => setPageTitle(heading), [heading]);
  return (
    <>
      <p>
        <button type="button" class="link" aria-disabled={busy.value !== ""} onClick={listRequests}>
          ← Approvals
        </button>
      </p>
      <h1 tabIndex={-1}>{heading}</h1>
      {changed && <Changed {...changed} isPending={proposal?.status === "pending"} />}
      <OtherIssues id="proposal-issues" fields={["processorComment", "reason"]} />
      {now.state === "failed" && (
        <p role="alert" class="issue">
          Couldn't read the two-person approval. {now.message}
        </p>
      )}
      {now.state === "reading" && <p role="status">Reading the two-person approval…</p>}
      {proposal && <Details proposal={proposal} />}
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={() => openProposal(id)}>
          Refresh
        </button>
      </p>
      <ProposalDialog />
    </>
  );
}

/** Why the decision was refused, and what to look at again. */
function Changed({ refusal, parts, isPending }: RefusedDecision & { isPending: boolean }) {
  return (
    <section class="notice danger" role="alert" aria-labelledby="changed-title" data-changed>
      <h2 id="changed-title">Your decision was not carried out: something changed</h2>
      <p>{refusal}</p>
      <p>
        {isPending
          ? "This page now shows the current state. Look at it again before you decide."
          : "The approval is closed. If it is still needed, it must be requested again."}
      </p>
      {parts.length > 0 && (
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">Changed</th>
              <th scope="col">What you saw</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ label, before, after }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td data-label="What you saw">
                  <UserText>{before}</UserText>
                </td>
                <td data-label="Now">
                  <UserText>{after}</UserText>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Details({ proposal }: { proposal: Proposal }) {
  const { binding, target } = proposal;
  const state = proposalState(proposal);
  return (
    <>
      {binding.isBreakGlass && (
        <p class="notice danger">
          <strong>Break-glass:</strong> this passes the revocation limit. It is recorded prominently
          in the audit log.
        </p>
      )}
      <p role="status" data-proposal={state}>
        <span class="tag">{PROPOSAL_STATES[state]}</span>{" "}
        <strong>
          <ApprovalProgress proposal={proposal} />
        </strong>{" "}
        <Decided proposal={proposal} />
      </p>
      <p>{stateText(proposal)}</p>
      <section aria-labelledby="bound-title">
        <h2 id="bound-title">What the approval agrees to</h2>
        <BoundFacts proposal={proposal} />
      </section>
      {proposal.kind !== "hold-lift" && <ProposalOrders proposal={proposal} />}
      {state === "pending" && <Decide proposal={proposal} />}
      <p class="actions">
        {target.job !== undefined && <OpenJob id={target.job} />}
        {target.order !== undefined && <OpenOrder id={target.order} />}
      </p>
    </>
  );
}

function Decided({ proposal: { status, decidedBy, decidedAt, note } }: { proposal: Proposal }) {
  if (status === "pending") return null;
  return (
    <>
      {decidedBy !== undefined && (
        <>
          Decided by <UserText>{decidedBy}</UserText>
        </>
      )}
      {decidedAt !== undefined && (
        <>
          , <Moment time={decidedAt} />
        </>
      )}
      {decidedBy !== undefined && note !== undefined && (
        <>
          {" "}
          <Quote>{note}</Quote>
        </>
      )}
    </>
  );
}

const DECISIONS = [
  ["approved", "Approve"],
  ["rejected", "Reject"],
  ["withdrawn", "Withdraw"],
] as const;

function Decide({ proposal }: { proposal: Proposal }) {
  const own = isOwn(proposal);
  // A rejection of the requester withdraws it.
  const shown = DECISIONS.filter(([decision]) =>
    decision === "withdrawn" ? own : decision !== "rejected" || !own,
  );
  return (
    <section aria-labelledby="decide-title">
      <h2 id="decide-title">Decide</h2>
      <p class="actions">
        {shown.map(([decision, label]) => (
          <DecideButton key={decision} proposal={proposal} decision={decision}>
            {label}…
          </DecideButton>
        ))}
      </p>
      <Denials reasons={shown.map(([decision]) => proposalDenialReason(decision, proposal))} />
    </section>
  );
}

function DecideButton({
  proposal,
  decision,
  children,
}: ProposalDecisionInput & { children: ComponentChildren }) {
  const denial = proposalDenialReason(decision, proposal);
  const disabled = denial !== "" || busy.value !== "";
  return (
    <button
      type="button"
      aria-disabled={disabled}
      aria-describedby={denial ? "decide-denials" : undefined}
      onClick={() => {
        if (!disabled) pendingProposalDecision.value = { proposal, decision };
      }}
    >
      {children}
    </button>
  );
}

/** Why buttons are disabled, each reason once. */
function Denials({ reasons }: { reasons: readonly string[] }) {
  const distinct = [...new Set(reasons)].filter((reason) => reason !== "");
  return (
    <div id="decide-denials">
      {distinct.map((reason) => (
        <p class="hint strong" key={reason}>
          {reason}
        </p>
      ))}
    </div>
  );
}

function OpenOrder({ id }: { id: string }) {
  return (
    <button
      type="button"
      class="link"
      aria-disabled={busy.value !== ""}
      onClick={() => openOrder(id)}
    >
      Open order {id}
    </button>
  );
}

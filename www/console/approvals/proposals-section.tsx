// The two-person approvals: pending first, then closed.

import { busy } from "../app/calls";
import { OpenJob } from "../jobs/open-job";
import { openOrder } from "../orders/open";
import { denialReason } from "../session/session";
import { Moment } from "../shared/moment";
import { openDecision, requestOf } from "./decide";
import { DecideButtons } from "./decide-buttons";
import { ProposalFacts } from "./proposal-facts";
import {
  decisionDenialReason,
  PROPOSAL_STATES,
  proposalState,
  stateText,
  targetText,
} from "./proposal-labels";
import { proposals } from "./proposals";
import type { Proposal } from "./types";

export function ProposalsSection() {
  const now = proposals.value;
  const list = now.state === "read" ? now.list : [];
  const open = list.filter(({ status }) => status === "pending");
  const closed = list.filter(({ status }) => status !== "pending");
  return (
    <section aria-labelledby="proposals-title">
      <h2 id="proposals-title">Two-person approvals</h2>
      <p class="hint">
        This gateway sends these revocations to DigiCert only after a second person approves them.
      </p>
      <p role="status">
        {now.state === "reading" && "Reading the two-person approvals…"}
        {now.state === "read" && summaryOf(open.length)}
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
      {closed.length > 0 && (
        <details>
          <summary>Closed ({closed.length})</summary>
          <ul class="requests" aria-label="Closed two-person approvals">
            {closed.map((proposal) => (
              <Closed key={proposal.id} proposal={proposal} />
            ))}
          </ul>
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

function Open({ proposal }: { proposal: Proposal }) {
  const { id } = proposal;
  // A missing role is explained once, above the lists.
  const ownRequest = denialReason("decide") === "" && decisionDenialReason("approved", proposal);
  return (
    <li class="two-person">
      <strong>Revoke {targetText(proposal)}</strong>
      <span class="tag revoke">two-person approval</span>
      <ProposalFacts proposal={proposal} />
      {ownRequest && <p class="more">{ownRequest}</p>}
      <span class="actions">
        <DecideButtons
          name={`two-person approval ${id}`}
          denialReason={(decision) => decisionDenialReason(decision, proposal)}
          onDecide={(decision) =>
            openDecision({ request: requestOf(proposal), decision, proposal })
          }
        />
        <OpenTarget proposal={proposal} />
      </span>
    </li>
  );
}

function Closed({ proposal }: { proposal: Proposal }) {
  const { by, time, decidedBy, decidedAt, note } = proposal;
  const state = proposalState(proposal);
  return (
    <li data-state={state}>
      <strong>Revoke {targetText(proposal)}</strong>
      <span class="tag">{PROPOSAL_STATES[state]}</span>
      <span class="more">
        Requested by {by}, <Moment time={time} />
        {decidedBy && `. Decided by ${decidedBy}`}
        {decidedAt !== undefined && (
          <>
            , <Moment time={decidedAt} />
          </>
        )}
      </span>
      {decidedBy && note && <q class="more">{note}</q>}
      <span class="more">{stateText(proposal)}</span>
      <span class="actions">
        <OpenTarget proposal={proposal} />
      </span>
    </li>
  );
}

function OpenTarget({ proposal: { target } }: { proposal: Proposal }) {
  const { order, job } = target;
  if (job !== undefined) return <OpenJob id={job} />;
  if (order === undefined) return null;
  return (
    <button
      type="button"
      class="link"
      aria-disabled={busy.value !== ""}
      onClick={() => openOrder(order)}
    >
      Open order {order}
    </button>
  );
}

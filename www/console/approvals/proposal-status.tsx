// The state of a revocation that a second person must approve before the gateway sends it.

import type { Order, Outcome } from "certcentral-revoke";
import { busy, runCall } from "../app/calls";
import type { Result } from "../app/result";
import { Attempts, attemptsOf } from "../revocation/attempts";
import { Check } from "../revocation/check";
import { followUp } from "../revocation/follow-up";
import { type Step, Timeline, WaitUntilRevoked } from "../revocation/timeline";
import { Moment } from "../shared/moment";
import { Panel } from "../shared/panel";
import { ProposalFacts } from "./proposal-facts";
import { PROPOSAL_STATES, type ProposalState, proposalState, stateText } from "./proposal-labels";
import { findProposal, lastRead, openProposal, readProposal } from "./proposals";
import type { Proposal } from "./types";

interface ProposalStatusProps {
  order: Order;
  proposalId: string;
  result: Result<Outcome>;
}

export function ProposalStatus({ order: { id }, proposalId, result }: ProposalStatusProps) {
  const proposal = findProposal(proposalId);
  const { revoked } = followUp.value;
  const state = proposal ? proposalState(proposal) : "pending";
  const isPending = state === "pending" && !revoked;
  const isClosed = !revoked && CLOSED.has(state);
  return (
    <Panel
      kind={
        revoked ? "revoked" : isClosed ? "rejected" : state === "unknown" ? "unknown" : "waiting"
      }
      title={revoked ? `Revoked: order ${id}` : titleOf(id, state)}
    >
      {isPending && <PendingText orderId={id} proposalId={proposalId} proposal={proposal} />}
      {!isPending && !revoked && proposal && <p>{stateText(proposal)}</p>}
      {revoked && <p>Verified at DigiCert: the order and every certificate on it are revoked.</p>}
      <Timeline steps={stepsOf(proposalId, proposal, revoked)} />
      {proposal && isPending && <ProposalFacts proposal={proposal} />}
      {lastRead.value.state === "failed" && (
        <p role="alert">Couldn't read the two-person approval. {lastRead.value.message}</p>
      )}
      {!isClosed && (
        <WaitUntilRevoked
          orderId={id}
          isConfirmed={revoked !== undefined}
          requestId={isPending ? proposalId : undefined}
        />
      )}
      {isPending && (
        <p class="actions">
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => runCall("reading", () => readProposal(proposalId))}
          >
            Refresh
          </button>
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => openProposal(proposalId)}
          >
            Open the approval, or withdraw it
          </button>
        </p>
      )}
      {!isPending && !isClosed && !revoked && busy.value !== "waiting" && (
        <Check target={{ orderId: id }} label="Check the order now" />
      )}
      <Attempts
        attempts={result.kind === "outcome" ? result.outcome.attempts : attemptsOf(result)}
      />
    </Panel>
  );
}

interface PendingTextProps {
  orderId: string;
  proposalId: string;
  proposal: Proposal | undefined;
}

function PendingText({ orderId, proposalId, proposal }: PendingTextProps) {
  return (
    <p>
      <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong> A second person with
      the role approver or admin must approve the revocation of order {orderId} (two-person approval{" "}
      {proposalId}). It can't be you.
      {proposal && (
        <>
          {" "}
          The approval expires on <Moment time={proposal.expires} />.
        </>
      )}
    </p>
  );
}

const CLOSED: ReadonlySet<ProposalState> = new Set([
  "refused",
  "rejected",
  "withdrawn",
  "void",
  "expired",
]);

function titleOf(orderId: string, state: ProposalState) {
  switch (state) {
    case "pending":
      return `Not sent yet: order ${orderId} waits for a second person`;
    case "sent":
    case "started":
    case "starting":
    case "lifted":
      return `Approved: order ${orderId} was sent to DigiCert`;
    case "unknown":
      return `Unknown: order ${orderId} may or may not be revoked`;
    case "refused":
      return `Not revoked: DigiCert refused order ${orderId}`;
    case "rejected":
    case "withdrawn":
    case "void":
    case "expired":
      return `Not revoked: the approval for order ${orderId} is ${PROPOSAL_STATES[state]}`;
    default:
      return state satisfies never;
  }
}

function stepsOf(id: string, proposal: Proposal | undefined, revoked: Date | undefined): Step[] {
  const isApproved = proposal?.status === "approved";
  const isClosed = proposal !== undefined && CLOSED.has(proposalState(proposal));
  const decidedAt = proposal?.decidedAt;
  return [
    {
      text: `The gateway created two-person approval ${id}.`,
      state: "done",
      time: proposal && new Date(proposal.time),
    },
    {
      text: isApproved
        ? "A second person approved it, and the gateway sent it to DigiCert."
        : isClosed
          ? `The approval is ${PROPOSAL_STATES[proposalState(proposal)]}.`
          : "Waiting for a second person",
      state: isApproved ? "done" : isClosed ? "stopped" : "open",
      time: decidedAt === undefined ? undefined : new Date(decidedAt),
    },
    revoked
      ? { text: "Confirmed as revoked", state: "done", time: revoked }
      : {
          text: isClosed ? "The order is not revoked." : "Not yet confirmed as revoked",
          state: isClosed ? "skipped" : "open",
        },
  ];
}

// A revoke that the gateway keeps back until a second person approves it: nothing was sent to DigiCert. How it stands, as
// far as the gateway and the order tell.

import type { Order, Outcome } from "certcentral-revoke";
import { Attempts, attemptsOf } from "../attempts";
import { busy, once, type Result } from "../calls";
import { Check } from "../check";
import { followed } from "../following";
import { Moment } from "../moment";
import { Panel } from "../panel";
import { Follow, type Step, Timeline } from "../timeline";
import { ProposalFacts } from "./proposal-facts";
import { closedWords, STANDS } from "./proposal-words";
import { type Proposal, proposalOf, proposals, readProposals } from "./proposals";

interface ProposedProps {
  order: Order;
  proposalId: string;
  result: Result<Outcome>;
}

export function Proposed({ order: { id }, proposalId, result }: ProposedProps) {
  const proposal = proposalOf(proposalId);
  const { revoked, approved } = followed.value;
  const status = proposal?.status ?? (approved ? "approved" : "pending");
  const waits = status === "pending" && !revoked;
  const over = !revoked && status !== "pending" && status !== "approved";
  return (
    <Panel
      kind={revoked ? "revoked" : over ? "rejected" : "waiting"}
      title={titleOf(id, status, revoked)}
    >
      {waits && (
        <p>
          <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong> The gateway keeps
          the revocation of order {id} back as proposal {proposalId}, until a second person approves
          it: anybody else who may decide, but not you.
          {proposal && (
            <>
              {" "}
              After <Moment time={proposal.expires} /> it counts no more.
            </>
          )}
        </p>
      )}
      {!waits && !revoked && proposal && <p>{closedWords(proposal)}</p>}
      {revoked && <p>Confirmed by reading: the order is revoked, and every certificate on it.</p>}
      <Timeline steps={stepsOf(proposalId, status, proposal, revoked)} />
      {proposal && waits && <ProposalFacts proposal={proposal} />}
      {proposals.value.state === "failed" && (
        <p role="alert">How the proposal stands could not be read. {proposals.value.message}</p>
      )}
      {!over && (
        <Follow
          orderId={id}
          seen={revoked !== undefined}
          requestId={waits ? proposalId : undefined}
        />
      )}
      {waits && (
        <p>
          <button
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => once("reading", readProposals)}
          >
            Read the proposal again
          </button>
        </p>
      )}
      {status === "approved" && !revoked && busy.value !== "waiting" && (
        <Check target={{ orderId: id }} label="Check the order now" />
      )}
      <Attempts
        attempts={result.kind === "outcome" ? result.outcome.attempts : attemptsOf(result)}
      />
    </Panel>
  );
}

function titleOf(orderId: string, status: Proposal["status"], revoked: Date | undefined) {
  if (revoked) return `Revoked: order ${orderId}`;
  if (status === "pending") return `Not sent yet: order ${orderId} waits for a second person`;
  if (status === "approved") return `Approved: order ${orderId} was sent to DigiCert`;
  return `Not revoked: the proposal for order ${orderId} is ${STANDS[status]}`;
}

function stepsOf(
  id: string,
  status: Proposal["status"],
  proposal: Proposal | undefined,
  revoked: Date | undefined,
): Step[] {
  const decidedAt = proposal?.decidedAt === undefined ? undefined : new Date(proposal.decidedAt);
  const over = status !== "pending" && status !== "approved";
  return [
    {
      words: `The gateway made proposal ${id}.`,
      state: "done",
      time: proposal && new Date(proposal.time),
    },
    {
      words:
        status === "approved"
          ? "A second person approved it, and it was sent to DigiCert."
          : over
            ? `It is ${STANDS[status]}.`
            : "A second person approves it, and it is sent to DigiCert.",
      state: over ? "stopped" : status === "approved" ? "done" : "open",
      time: decidedAt,
    },
    revoked
      ? { words: "The order was seen revoked.", state: "done", time: revoked }
      : {
          words: over
            ? "The order is not revoked by it."
            : "The order has not been seen revoked yet.",
          state: over ? "skipped" : "open",
        },
  ];
}

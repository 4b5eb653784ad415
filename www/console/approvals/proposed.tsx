// A revoke that the gateway keeps back until a second person approves it: nothing was sent to DigiCert. How it stands, as
// far as the gateway and the order tell.

import type { Order, Outcome } from "certcentral-revoke";
import { busy, once, type Result } from "../app/calls";
import { Attempts, attemptsOf } from "../revocation/attempts";
import { Check } from "../revocation/check";
import { followed } from "../revocation/following";
import { Follow, type Step, Timeline } from "../revocation/timeline";
import { Moment } from "../shared/moment";
import { Panel } from "../shared/panel";
import { ProposalFacts } from "./proposal-facts";
import { STANDS, type Stand, standOf, standWords } from "./proposal-labels";
import { type Proposal, proposalOf, proposals, readProposals } from "./proposals";

interface ProposedProps {
  order: Order;
  proposalId: string;
  result: Result<Outcome>;
}

export function Proposed({ order: { id }, proposalId, result }: ProposedProps) {
  const proposal = proposalOf(proposalId);
  const { revoked } = followed.value;
  const stand = proposal ? standOf(proposal) : "pending";
  const waits = stand === "pending" && !revoked;
  const over = !revoked && OVER.has(stand);
  return (
    <Panel
      kind={revoked ? "revoked" : over ? "rejected" : stand === "doubtful" ? "unknown" : "waiting"}
      title={revoked ? `Revoked: order ${id}` : titleOf(id, stand)}
    >
      {waits && <Waits orderId={id} proposalId={proposalId} proposal={proposal} />}
      {!waits && !revoked && proposal && <p>{standWords(proposal)}</p>}
      {revoked && <p>Confirmed by reading: the order is revoked, and every certificate on it.</p>}
      <Timeline steps={stepsOf(proposalId, proposal, revoked)} />
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
      {!waits && !over && !revoked && busy.value !== "waiting" && (
        <Check target={{ orderId: id }} label="Check the order now" />
      )}
      <Attempts
        attempts={result.kind === "outcome" ? result.outcome.attempts : attemptsOf(result)}
      />
    </Panel>
  );
}

interface WaitsProps {
  orderId: string;
  proposalId: string;
  proposal: Proposal | undefined;
}

function Waits({ orderId, proposalId, proposal }: WaitsProps) {
  return (
    <p>
      <strong>Nothing was sent to DigiCert, and nothing is revoked.</strong> The gateway keeps the
      revocation of order {orderId} back as proposal {proposalId} until a second person approves it:
      anybody with the role approver or admin, but not you.
      {proposal && (
        <>
          {" "}
          That has to happen before <Moment time={proposal.expires} />.
        </>
      )}
    </p>
  );
}

/** It goes no further. */
const OVER: ReadonlySet<Stand> = new Set(["refused", "rejected", "void", "expired"]);

function titleOf(orderId: string, stand: Stand) {
  switch (stand) {
    case "pending":
      return `Not sent yet: order ${orderId} waits for a second person`;
    case "sent":
    case "started":
      return `Approved: order ${orderId} was sent to DigiCert`;
    case "doubtful":
      return `Unknown: order ${orderId} may be revoked, or not`;
    case "refused":
      return `Not revoked: DigiCert refused order ${orderId}`;
    case "rejected":
    case "void":
    case "expired":
      return `Not revoked: the proposal for order ${orderId} is ${STANDS[stand]}`;
    default:
      return stand satisfies never;
  }
}

function stepsOf(id: string, proposal: Proposal | undefined, revoked: Date | undefined): Step[] {
  const approved = proposal?.status === "approved";
  const over = proposal !== undefined && OVER.has(standOf(proposal));
  const decidedAt = proposal?.decidedAt;
  return [
    {
      words: `The gateway made proposal ${id}.`,
      state: "done",
      time: proposal && new Date(proposal.time),
    },
    {
      words: approved
        ? "A second person approved it, and it was sent to DigiCert."
        : over
          ? `It is ${STANDS[standOf(proposal)]}.`
          : "A second person has not approved it yet.",
      state: approved ? "done" : over ? "stopped" : "open",
      time: decidedAt === undefined ? undefined : new Date(decidedAt),
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

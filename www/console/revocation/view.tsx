// The result of a revocation: revoked, waiting, refused or unknown. Later reads update it.

import type { Order, Outcome, RevokeOptions } from "certcentral-revoke";
import { busy } from "../app/calls";
import type { Result } from "../app/result";
import { ProposalStatus } from "../approvals/proposal-status";
import { openOrder } from "../orders/open";
import { openSearch } from "../orders/search";
import { REVOCATION_ADVICE } from "../shared/advice";
import { formatClock } from "../shared/format";
import { OtherIssues } from "../shared/issues";
import { reasonLabel } from "../shared/labels";
import { Panel } from "../shared/panel";
import { Attempts, attemptsOf } from "./attempts";
import { Check } from "./check";
import { followUp } from "./follow-up";
import { Refused } from "./refused";
import { type RevocationState, revocationState } from "./state";
import { Timeline, WaitUntilRevoked } from "./timeline";
import { Unknown } from "./unknown";

interface RevocationProps {
  order: Order;
  options: RevokeOptions;
  result: Result<Outcome>;
}

export function RevocationView(props: RevocationProps) {
  return (
    <>
      <RevocationResult {...props} />
      <OtherIssues id="result-issues" />
      <p>
        <button
          type="button"
          aria-disabled={busy.value !== "" && busy.value !== "waiting"}
          onClick={openSearch}
        >
          Another order
        </button>
      </p>
    </>
  );
}

function RevocationResult({ order, options, result }: RevocationProps) {
  const state = revocationState(options, result, followUp.value);
  switch (state.kind) {
    case "refused":
      return (
        <Refused
          title={`Refused: order ${order.id} is unchanged`}
          error={state.error}
          advice={REVOCATION_ADVICE}
          back={{ label: "Back to the order", open: () => openOrder(order.id) }}
        />
      );
    case "unknown":
      return (
        <Unknown
          title={`Unknown: order ${order.id} may or may not be revoked`}
          summary="We don't know yet whether this order was revoked."
          sent={sentFacts(order, options)}
          failure={state.failure}
          target={{ orderId: order.id }}
        />
      );
    case "proposed":
      return <ProposalStatus order={order} proposalId={state.requestId} result={result} />;
    case "revoked":
    case "waiting":
    case "rejected":
      return <Known order={order} result={result} state={state} />;
    default:
      return state satisfies never;
  }
}

function sentFacts({ id }: Order, { revocationReason, comment, skipApproval }: RevokeOptions) {
  return [
    ["Request", `Revoke order ${id}`],
    ["Reason", revocationReason ? reasonLabel(revocationReason) : "Not specified"],
    ["Approval", skipApproval ? "Skipped" : "Requested"],
    ...(comment ? [["Comment", comment] as const] : []),
  ] as const;
}

interface KnownProps {
  order: Order;
  result: Result<Outcome>;
  state: Extract<RevocationState, { steps: unknown }>;
}

function Known({ order: { id }, result, state }: KnownProps) {
  const { kind, isApproved, requestId, confirmedAt, steps } = state;
  const outcome = result.kind === "outcome" ? result.outcome : undefined;
  const titles = {
    revoked: `Revoked: order ${id}`,
    waiting: isApproved
      ? `Approved: order ${id} is being revoked`
      : `Waiting for approval: order ${id}`,
    rejected: `Rejected: order ${id} is not revoked`,
  };
  const { closed, lastRead } = followUp.value;
  const note = closed?.processorComment;
  return (
    <Panel kind={kind} title={titles[kind]} warnings={outcome?.warnings ?? []}>
      {kind === "waiting" && !isApproved && (
        <p>
          <strong>Nothing is revoked yet.</strong> An administrator must approve request {requestId}
          . Until then the certificates work as before.
        </p>
      )}
      {kind === "waiting" && isApproved && (
        <p>Request {requestId} is approved. DigiCert is revoking the order.</p>
      )}
      {kind === "rejected" && (
        <p>
          <strong>Nothing is revoked.</strong> Request {requestId} was rejected. The certificates
          work as before.
          {note && (
            <>
              {" "}
              Note: <q>{note}</q>
            </>
          )}
        </p>
      )}
      {kind === "revoked" && (
        <p>
          {confirmedAt
            ? "Every certificate on this order is revoked. There is nothing left to approve."
            : "DigiCert accepted the revocation. Every certificate on this order is revoked, or will be within moments. There is nothing left to approve."}
        </p>
      )}
      <Confirmation outcome={outcome} confirmedAt={confirmedAt} />
      <Timeline steps={steps} />
      {kind !== "rejected" && (
        <WaitUntilRevoked
          orderId={id}
          isConfirmed={confirmedAt !== undefined}
          requestId={isApproved ? undefined : requestId}
        />
      )}
      {kind !== "rejected" && (!confirmedAt || lastRead) && busy.value !== "waiting" && (
        <Check target={{ orderId: id }} label="Check the order now" />
      )}
      <Attempts
        attempts={result.kind === "outcome" ? result.outcome.attempts : attemptsOf(result)}
      />
    </Panel>
  );
}

interface ConfirmationProps {
  outcome: Outcome | undefined;
  confirmedAt: Date | undefined;
}

/** The evidence, if it is a read and not the response itself. */
function Confirmation({ outcome, confirmedAt }: ConfirmationProps) {
  if (outcome?.confirmedBy === "read")
    return (
      <p>
        <strong>Verified at DigiCert.</strong> The response was lost or unclear. The console read
        the order afterwards, and the order shows this.
      </p>
    );
  if (outcome === undefined)
    return (
      <p>
        <strong>Verified at DigiCert{confirmedAt && <> at {formatClock(confirmedAt)}</>}.</strong>{" "}
        The response was lost. The change may be yours or someone else's.
      </p>
    );
  return confirmedAt ? (
    <p>
      <strong>Verified at DigiCert</strong> at {formatClock(confirmedAt)}.
    </p>
  ) : null;
}

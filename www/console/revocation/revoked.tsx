// How a revoke ended, as far as is known by now, in four ways that nobody can mistake for each other.

import type { Order, Outcome, RevokeOptions } from "certcentral-revoke";
import { busy, type Result } from "../app/calls";
import { show, startOver } from "../app/model";
import { Proposed } from "../approvals/proposed";
import { OtherIssues } from "../shared/issues";
import { ADVICE, clock, REASONS } from "../shared/labels";
import { Panel } from "../shared/panel";
import { Attempts, attemptsOf } from "./attempts";
import { Check } from "./check";
import { followed } from "./following";
import { Refused } from "./refused";
import { type Standing, standingOf } from "./standing";
import { Follow, Timeline } from "./timeline";
import { Unknown } from "./unknown";

interface RevokedProps {
  order: Order;
  options: RevokeOptions;
  result: Result<Outcome>;
}

export function RevokedView(props: RevokedProps) {
  return (
    <>
      <Ending {...props} />
      <OtherIssues id="result-issues" />
      <p>
        <button
          type="button"
          aria-disabled={busy.value !== "" && busy.value !== "waiting"}
          onClick={startOver}
        >
          Another order
        </button>
      </p>
    </>
  );
}

function Ending({ order, options, result }: RevokedProps) {
  const standing = standingOf(options, result, followed.value);
  switch (standing.kind) {
    case "refused":
      return (
        <Refused
          title={`Refused: order ${order.id} is unchanged`}
          error={standing.error}
          advice={ADVICE}
          back={{ label: "Back to the order", go: () => show(order.id) }}
        />
      );
    case "unknown":
      return (
        <Unknown
          title={`Unknown: order ${order.id} may be revoked, or not`}
          doubt="Nobody can know yet whether it was revoked."
          sent={sentOf(order, options)}
          failure={standing.failure}
          target={{ orderId: order.id }}
        />
      );
    case "proposed":
      return <Proposed order={order} proposalId={standing.requestId} result={result} />;
    case "revoked":
    case "waiting":
    case "rejected":
      return <Known order={order} result={result} standing={standing} />;
    default:
      return standing satisfies never;
  }
}

function sentOf({ id }: Order, { revocationReason, comment, skipApproval }: RevokeOptions) {
  const reason = REASONS.find(({ value }) => value === revocationReason);
  return [
    ["Asked for", `revoke order ${id}`],
    ["Reason", reason?.label ?? "not given"],
    ["Approval", skipApproval ? "skipped" : "asked for"],
    ...(comment ? [["Comment", comment] as const] : []),
  ] as const;
}

interface KnownProps {
  order: Order;
  result: Result<Outcome>;
  standing: Extract<Standing, { steps: unknown }>;
}

function Known({ order: { id }, result, standing }: KnownProps) {
  const { kind, approved, requestId, seen, steps } = standing;
  const outcome = result.kind === "outcome" ? result.outcome : undefined;
  const titles = {
    revoked: `Revoked: order ${id}`,
    waiting: approved
      ? `Approved: order ${id} is being revoked`
      : `Waiting for approval: order ${id}`,
    rejected: `Rejected: order ${id} is not revoked`,
  };
  const note = followed.value.closed?.processorComment;
  return (
    <Panel kind={kind} title={titles[kind]} warnings={outcome?.warnings ?? []}>
      {kind === "waiting" && !approved && (
        <p>
          <strong>Nothing is revoked yet.</strong> Request {requestId} waits for an administrator,
          who has to approve it. Until then the certificates work as before.
        </p>
      )}
      {kind === "waiting" && approved && (
        <p>Request {requestId} is approved. DigiCert revokes the order now, or in moments.</p>
      )}
      {kind === "rejected" && (
        <p>
          <strong>Nothing is revoked.</strong> Somebody rejected request {requestId}: the
          certificates work as before.
          {note && (
            <>
              {" "}
              The note with it: <q>{note}</q>
            </>
          )}
        </p>
      )}
      {kind === "revoked" && (
        <p>
          {seen
            ? "Every certificate on this order is revoked. There is nothing left to approve."
            : "DigiCert accepted the revocation. Every certificate on this order is revoked, or will be in moments. There is nothing left to approve."}
        </p>
      )}
      <Source outcome={outcome} seen={seen} />
      <Timeline steps={steps} />
      {kind !== "rejected" && (
        <Follow
          orderId={id}
          seen={seen !== undefined}
          requestId={approved ? undefined : requestId}
        />
      )}
      {kind !== "rejected" && (!seen || followed.value.look) && busy.value !== "waiting" && (
        <Check target={{ orderId: id }} label="Check the order now" />
      )}
      <Attempts
        attempts={result.kind === "outcome" ? result.outcome.attempts : attemptsOf(result)}
      />
    </Panel>
  );
}

/** Where it is known from, if not from the answer to the call itself. */
function Source({ outcome, seen }: { outcome: Outcome | undefined; seen: Date | undefined }) {
  if (outcome?.confirmedBy === "read")
    return (
      <p>
        <strong>Confirmed by reading.</strong> The answer to the call was lost or unclear; the order
        was read afterwards, and it shows this.
      </p>
    );
  if (outcome === undefined)
    return (
      <p>
        <strong>Confirmed by reading{seen && <> at {clock(seen)}</>}.</strong> The answer to the
        call was lost; nothing tells whether this comes from your call or from somebody else's.
      </p>
    );
  return seen ? (
    <p>
      <strong>Confirmed by reading</strong> at {clock(seen)}.
    </p>
  ) : null;
}

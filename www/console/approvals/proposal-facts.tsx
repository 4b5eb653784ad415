// The facts of a two-person approval: everything that it binds, on whose request, and until when.

import type { ComponentChildren } from "preact";
import { HoldFacts } from "../holds/facts";
import { durationText } from "../jobs/duration";
import { Facts } from "../shared/facts";
import { formatNumber, plural } from "../shared/format";
import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import { ApprovalProgress } from "./approval-progress";
import {
  causeText,
  DEMANDS,
  extentText,
  fingerprint,
  quorumText,
  reasonsText,
  targetText,
} from "./proposal-labels";
import type { Proposal, ProposalSummary } from "./types";

type Rows = Array<[string, ComponentChildren]>;

/** The short facts, for the list. */
export function ProposalFacts({ proposal }: { proposal: ProposalSummary }) {
  const { id, comment, by, time, expires, hash } = proposal;
  const rows: Rows = [
    ["Two-person approval", id],
    ["Affects", extentText(proposal)],
    ["Reasons", reasonsText(proposal)],
    ["Comment", comment && <Quote>{comment}</Quote>],
    ["Requested by", <By key="by" by={by} time={time} />],
    ["Approvals", <ApprovalProgress key="approvals" proposal={proposal} />],
    ["Expires", <Moment key="expires" time={expires} />],
    ["Fingerprint", <code key="hash">{fingerprint(hash)}</code>],
  ];
  return <Facts rows={rows} />;
}

/** Everything that the hash covers, except the rows of the orders. */
export function BoundFacts({ proposal }: { proposal: Proposal }) {
  const { id, kind, comment, by, time, expires, hash, hold, demand, quorum, binding } = proposal;
  const rows: Rows = [
    ["Two-person approval", id],
    [kind === "hold-lift" ? "Lifts" : "Revokes", targetText(proposal)],
    ["List", proposal.name && <UserText>{proposal.name}</UserText>],
    ["Affects", extentText(proposal)],
    ["Reasons", reasonsText(proposal)],
    [COMMENT_LABELS[kind], <Comment key="c" text={comment} />],
    ...(kind === "hold-lift" ? [] : revocationRows(proposal)),
    ...(kind === "job" ? listRows(proposal) : []),
    ["Hold", hold && <HoldFacts hold={hold} />],
    ["Break-glass", binding.isBreakGlass && "yes: it passes the revocation limit"],
    ["Required because", DEMANDS[demand]],
    ["Required approvals", quorumText(quorum)],
    ["Requested by", <By key="by" by={by} time={time} />],
    ["Expires", <Moment key="expires" time={expires} />],
    ["Rules of the gateway", <code key="rules">{fingerprint(binding.rulesHash)}</code>],
    ["Hash of all this", <code key="hash">{hash}</code>],
  ];
  return <Facts rows={rows} />;
}

const COMMENT_LABELS: Record<Proposal["kind"], string> = {
  order: "Comment",
  certificate: "Comment",
  job: "Comment of rows without one",
  "hold-lift": "Why it is lifted",
};

function revocationRows({ skipApproval, deadline }: Proposal): Rows {
  return [
    [
      "At DigiCert",
      skipApproval
        ? "revokes immediately, approval skipped"
        : "creates a request that an administrator must also approve",
    ],
    ["Deadline", deadline === null ? "none" : <Moment time={deadline} />],
  ];
}

function listRows(proposal: Proposal): Rows {
  const { comments = 0, breaker, byPriority = {}, plannedAt, figures, exclusions = {} } = proposal;
  const excluded = Object.entries(exclusions);
  return [
    [
      "Comments of rows",
      comments === 0 ? "none" : `${plural(comments, "row")} with a comment of their own, below`,
    ],
    [
      "Excluded",
      excluded.length === 0 ? (
        "none"
      ) : (
        <ul class="plain">
          {excluded.map(([cause, count]) => (
            <li key={cause}>
              {plural(count, "order")} {causeText(cause)}
            </li>
          ))}
        </ul>
      ),
    ],
    ["Priorities", prioritiesText(byPriority)],
    [
      "Circuit breaker",
      breaker == null
        ? "default"
        : `pauses after ${plural(breaker, "order")} in a row with an unknown result`,
    ],
    [
      "Plan",
      plannedAt !== undefined && (
        <>
          created <Moment time={plannedAt} />, {ageText(plannedAt)} ago
        </>
      ),
    ],
    ["Certificates", figures && figuresText(figures)],
  ];
}

const MINUTE_MS = 60_000;

const ageText = (time: number) =>
  durationText(Math.max(1, Math.round((Date.now() - time) / MINUTE_MS)) * MINUTE_MS);

function figuresText({
  minCertificates,
  withDuplicates,
  unread,
}: NonNullable<Proposal["figures"]>): string {
  const parts = [`at least ${plural(minCertificates, "certificate")}`];
  if (withDuplicates > 0) parts.push(`${plural(withDuplicates, "order")} with duplicates`);
  if (unread > 0) parts.push(`${plural(unread, "order")} not read completely`);
  return parts.join(", ");
}

function prioritiesText(byPriority: Readonly<Record<string, number>>) {
  const parts = Object.entries(byPriority).sort(([a], [b]) => Number(b) - Number(a));
  return parts
    .map(([priority, count]) => `${formatNumber(count)} with priority ${priority}`)
    .join(", ");
}

const Comment = ({ text }: { text: string | null }) => (text ? <Quote>{text}</Quote> : <>none</>);

function By({ by, time }: { by: string; time: number }) {
  return (
    <>
      <UserText>{by}</UserText>, <Moment time={time} />
    </>
  );
}

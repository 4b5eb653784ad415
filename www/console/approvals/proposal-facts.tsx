// The exact set that a two-person approval is about.

import type { ComponentChildren } from "preact";
import { Facts } from "../shared/facts";
import { Moment } from "../shared/moment";
import { extentOf, reasonOf, SHORT_HASH, targetOf } from "./proposal-labels";
import type { Proposal } from "./proposals";

export function ProposalFacts({ proposal }: { proposal: Proposal }) {
  const { comment, skipApproval, by, time, expires, deadline, hash } = proposal;
  const rows: Array<[string, ComponentChildren]> = [
    ["Revokes", targetOf(proposal)],
    ["Reaches", extentOf(proposal)],
    ["Reason", reasonOf(proposal)],
    ["Comment", comment],
    [
      "Then at DigiCert",
      skipApproval
        ? "revoked at once, approval skipped"
        : "its own approval follows, where it is on",
    ],
    [
      "Asked for",
      <>
        {by}, <Moment time={time} />
      </>,
    ],
    ["Counts until", <Moment time={expires} />],
    ["Must be done by", deadline !== null && <Moment time={deadline} />],
    ["Bound by hash", <code title={hash}>{hash.slice(0, SHORT_HASH)}…</code>],
  ];
  return <Facts rows={rows} />;
}

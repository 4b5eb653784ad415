// The facts of a two-person approval: what exactly it revokes, on whose request, and until when.

import type { ComponentChildren } from "preact";
import { Facts } from "../shared/facts";
import { reasonLabel } from "../shared/labels";
import { Moment } from "../shared/moment";
import { extentText, fingerprint, targetText } from "./proposal-labels";
import type { Proposal } from "./types";

export function ProposalFacts({ proposal }: { proposal: Proposal }) {
  const { id, comment, reason, skipApproval, by, time, expires, deadline, hash } = proposal;
  const rows: Array<[string, ComponentChildren]> = [
    ["Two-person approval", id],
    ["Revokes", targetText(proposal)],
    ["Affects", extentText(proposal)],
    ["Reason", reasonLabel(reason)],
    ["Comment", comment],
    [
      "At DigiCert",
      skipApproval
        ? "revokes immediately, approval skipped"
        : "creates a request that an administrator must also approve",
    ],
    [
      "Requested by",
      <>
        {by}, <Moment time={time} />
      </>,
    ],
    ["Expires", <Moment time={expires} />],
    ["Deadline", deadline !== null && <Moment time={deadline} />],
    ["Fingerprint", <code title={hash}>{fingerprint(hash)}</code>],
  ];
  return <Facts rows={rows} />;
}

// The text for the states of lists, runs and orders, and for what to do about them.

import type { Proof } from "certcentral-revoke";
import type {
  Counts,
  PauseReason,
  ReportHead,
  RunOrder,
  SkipCounts,
  SkipReason,
  Snapshot,
  StateName,
} from "certcentral-revoke/mass";
import { formatNumber, plural } from "../shared/format";
import { problemText } from "../shared/labels";
import type { JobState } from "./types";

export const orders = (count: number) => plural(count, "order");

export const requests = (count: number) => plural(count, "request");

export const STATES: Record<JobState, string> = {
  draft: "no plan yet",
  planning: "planning",
  planned: "planned",
  rehearsing: "rehearsing",
  rehearsed: "rehearsed",
  proposed: "waiting for a second person",
  starting: "starting",
  running: "running",
  paused: "paused",
  stopped: "stopped",
  finished: "finished",
  canceled: "canceled",
};

/** The states of an order, failures first. */
export const ORDER_STATES: ReadonlyArray<{ state: StateName; label: string; meaning: string }> = [
  { state: "refused", label: "Refused", meaning: "DigiCert refused the revocation." },
  {
    state: "unknown",
    label: "Unknown",
    meaning: "Sent, but reads could not show the result. The order may or may not be revoked.",
  },
  {
    state: "sending",
    label: "In flight",
    meaning: "Sent, and the result is not known yet.",
  },
  {
    state: "requested",
    label: "Waiting for approval",
    meaning: "DigiCert created a request. Nothing is revoked until an administrator approves it.",
  },
  { state: "waiting", label: "Not sent", meaning: "Nothing was sent for these orders." },
  {
    state: "revoked",
    label: "Revoked",
    meaning: "DigiCert accepted the revocation.",
  },
  {
    state: "held",
    label: "Held back",
    meaning: "On hold, or not marked as replaced. These orders are not sent.",
  },
  { state: "skipped", label: "Skipped", meaning: "Nothing to revoke." },
];

/** The state of one order in a table. */
export const ORDER_STATE: Record<StateName, string> = {
  refused: "refused",
  unknown: "unknown",
  sending: "in flight",
  requested: "waiting for approval",
  waiting: "not sent",
  revoked: "revoked",
  held: "held back",
  skipped: "skipped",
};

/** The evidence for a revocation. */
export const PROOFS: ReadonlyArray<{ proof: Proof; label: string; meaning: string }> = [
  { proof: "revoked", label: "Confirmed", meaning: "DigiCert shows the order as revoked." },
  { proof: "approved", label: "Approved", meaning: "The request is approved." },
  { proof: "accepted", label: "Accepted", meaning: "DigiCert accepted the request." },
];

export const SKIPS = {
  "already-revoked": "already revoked",
  "not-issued": "not issued: cancel the order instead",
  "not-found": "not found in this account",
  ended: "canceled, rejected or expired",
} as const satisfies Record<SkipReason, string>;

/** The skip reasons with the names of their counts. */
export const SKIP_COUNTS: ReadonlyArray<readonly [SkipReason, keyof SkipCounts]> = [
  ["already-revoked", "alreadyRevoked"],
  ["not-issued", "notIssued"],
  ["not-found", "notFound"],
  ["ended", "ended"],
];

export function countOf({ revoked, ...rest }: Counts, state: StateName): number {
  return state === "revoked" ? revoked.accepted + revoked.approved + revoked.revoked : rest[state];
}

/** The details of an order's state. */
export function detailOf({ state, proof, requestId, skipReason, code, detail }: RunOrder): string {
  switch (state) {
    case "revoked":
      return PROOFS.find((item) => item.proof === proof)?.meaning ?? "";
    case "requested":
      return `Request ${requestId} is pending in CertCentral.`;
    case "skipped":
      return skipReason ? SKIPS[skipReason] : "";
    default:
      return [detail && problemText(detail), code && `(${code})`].filter(Boolean).join(" ");
  }
}

/** Why a run does not continue, and what to do. Empty while it runs, and after its end. */
export function haltText({ status, counts }: Snapshot): string {
  switch (status.state) {
    case "running":
    case "finished":
      return "";
    case "canceled":
      return "The run is canceled. No further order is sent. Orders in flight are still read, so that their results are known.";
    case "stopped":
      return `Stopped: DigiCert rejected the API key (${[status.code, status.message].filter(Boolean).join(": ")}). Nothing is being sent. Check the key, then resume.`;
    case "paused":
      return PAUSES[status.reason](counts);
    default:
      return status satisfies never;
  }
}

const PAUSES: Record<PauseReason, (counts: Counts) => string> = {
  manual: () =>
    "Paused manually. No new order is sent. Orders in flight are still read. Resume when you are ready.",
  "unknown-outcomes": ({ unknown }) =>
    `Paused by the circuit breaker: several orders in a row ended with an unknown result (${formatNumber(unknown)} in total). Check the unknown orders below and DigiCert's status page, then resume.`,
  deadline: () =>
    "The deadline has passed, and the run was set to pause then. The remaining orders are late. Resume to revoke them anyway.",
};

/** Whether the deadline was met. */
export function deadlineText({ summary: { deadline }, deadlineUnixMs }: ReportHead): string {
  if (deadlineUnixMs === undefined) return "No deadline.";
  const { met, missed, open, unknown } = deadline;
  const parts = [`${formatNumber(met)} revoked in time`];
  if (missed > 0) parts.push(`${formatNumber(missed)} missed the deadline`);
  if (open > 0) parts.push(`${formatNumber(open)} not revoked yet (deadline not reached)`);
  if (unknown > 0) parts.push(`${formatNumber(unknown)} unknown`);
  return `${parts.join(", ")}.`;
}

// The words for lists and their runs: what a state means, and what there is to do about it. Not here: any figure.

import type { Proof } from "certcentral-revoke";
import type {
  Counts,
  ReportHead,
  RunOrder,
  Shortfall,
  Snapshot,
  StateName,
} from "certcentral-revoke/mass";
import { number } from "../shared/labels";
import type { JobState } from "./types";

export const orders = (value: number) => `${number(value)} ${value === 1 ? "order" : "orders"}`;

export const calls = (value: number) => `${number(value)} ${value === 1 ? "call" : "calls"}`;

export const STATES: Record<JobState, string> = {
  draft: "no plan yet",
  planning: "being planned",
  planned: "planned",
  rehearsing: "being rehearsed",
  rehearsed: "rehearsed",
  proposed: "waits for a second person",
  running: "running",
  paused: "paused",
  stopped: "stopped",
  finished: "finished",
  cancelled: "cancelled",
};

/** What an order's state means, the failures first: they need somebody. */
export const ORDER_STATES: ReadonlyArray<{ state: StateName; label: string; meaning: string }> = [
  { state: "refused", label: "Refused", meaning: "DigiCert said no. Nothing happened." },
  {
    state: "unknown",
    label: "Unknown",
    meaning: "Sent, and no read could tell what became of it. It may be revoked, or not.",
  },
  {
    state: "sending",
    label: "On their way",
    meaning: "Sent, or in doubt and about to be read.",
  },
  {
    state: "requested",
    label: "Wait for approval",
    meaning: "DigiCert made a request. Nothing is revoked before an administrator approves it.",
  },
  { state: "waiting", label: "Not sent", meaning: "Their turn has not come." },
  {
    state: "revoked",
    label: "Revoked",
    meaning: "DigiCert took the revocation.",
  },
  {
    state: "held",
    label: "Held back",
    meaning: "On hold, or not replaced yet. They are not sent.",
  },
  { state: "skipped", label: "Skipped", meaning: "There was nothing to revoke." },
];

/** What is known of one order, in a word or two. */
export const ORDER_STATE: Record<StateName, string> = {
  refused: "refused",
  unknown: "unknown",
  sending: "on its way",
  requested: "waits for approval",
  waiting: "not sent",
  revoked: "revoked",
  held: "held back",
  skipped: "skipped",
};

/** How far a revocation is proven. */
export const PROOFS: ReadonlyArray<{ proof: Proof; label: string; meaning: string }> = [
  { proof: "revoked", label: "Seen revoked", meaning: "DigiCert shows the order as revoked." },
  { proof: "approved", label: "Approved", meaning: "The request is approved." },
  { proof: "accepted", label: "Accepted", meaning: "DigiCert accepted the call." },
];

export const SKIPS = {
  alreadyRevoked: "revoked already",
  notIssued: "not issued: it can be cancelled, not revoked",
  notFound: "DigiCert knows no such order in this account",
  ended: "canceled, rejected or expired",
} as const;

export function countOf({ revoked, ...rest }: Counts, state: StateName): number {
  return state === "revoked" ? revoked.accepted + revoked.approved + revoked.revoked : rest[state];
}

/** What else there is to say of an order. */
export function detailOf({ state, proof, requestId, skipped, code, why }: RunOrder): string {
  switch (state) {
    case "revoked":
      return PROOFS.find((one) => one.proof === proof)?.meaning ?? "";
    case "requested":
      return `Request ${requestId} waits in CertCentral.`;
    case "skipped":
      return skipped ? SKIPS[skipped] : "";
    default:
      return [why, code && `(${code})`].filter(Boolean).join(" ");
  }
}

/** Why it does not go on, and what to do. */
export function haltOf({ status, counts }: Snapshot): string {
  switch (status.is) {
    case "running":
    case "over":
      return "";
    case "cancelled":
      return "It was cancelled: no order is sent any more. What was on its way is still read, so that you know what became of it.";
    case "stopped":
      return `DigiCert does not let the gateway's key in (${[status.code, status.message].filter(Boolean).join(": ")}), so nothing is sent and nothing is read. Have the key looked at, then resume.`;
    case "paused":
      return PAUSES[status.why](counts);
    default:
      return status satisfies never;
  }
}

const PAUSES: Record<"asked" | "unknowns" | "deadline", (counts: Counts) => string> = {
  asked: () =>
    "Somebody paused it. No new order is sent; what was on its way is still read. Resume when you are ready.",
  unknowns: ({ unknown }) =>
    `The breaker tripped: several orders in a row ended without anybody knowing what became of them (${number(unknown)} in all), so it paused itself before more are sent into the dark. Look at the unknown orders below and at DigiCert's status page, then resume.`,
  deadline: () =>
    "The deadline has passed, and it was set to pause then. The orders that are left are late now; resume to revoke them all the same.",
};

/** What would make it possible in time; each helps alone. */
export function remediesOf({ ordersInTime, limits }: Shortfall): string[] {
  const remedies: string[] = [];
  if (ordersInTime > 0)
    remedies.push(`Leave no more than ${orders(ordersInTime)} in the list: the most urgent ones.`);
  if (limits) {
    const higher = limits.map(([allowed, ms]) => `${calls(allowed)} in ${spanOf(ms)}`);
    remedies.push(`Ask DigiCert for higher limits: ${higher.join(" and ")}.`);
  }
  return remedies;
}

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
] as const;

/** A length of time in its two largest units. */
export function spanOf(ms: number): string {
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [size, name] of UNITS) {
    const whole = Math.floor(left / size);
    if (whole > 0 && parts.length < 2) parts.push(`${whole} ${name}${whole === 1 ? "" : "s"}`);
    if (whole === 0 && parts.length > 0) break;
    left -= whole * size;
  }
  return parts.join(" ") || (ms > 0 ? "less than a second" : "no time");
}

/** The same, short, for a limit of calls. */
export const perSeconds = (ms: number) => `${number(ms / 1000)} s`;

/** Whether the deadline was met. */
export function inTimeOf({ summary: { deadline }, deadlineUnixMs }: ReportHead): string {
  if (deadlineUnixMs === undefined) return "There is no deadline.";
  const { met, missed, open, unknown } = deadline;
  const parts = [`${number(met)} revoked in time`];
  if (missed > 0) parts.push(`${number(missed)} missed it`);
  if (open > 0) parts.push(`${number(open)} not revoked yet, and it is still to come`);
  if (unknown > 0) parts.push(`${number(unknown)} unknown`);
  return `${parts.join(", ")}.`;
}

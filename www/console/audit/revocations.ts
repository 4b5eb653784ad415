// The answer to "Who revoked this order?", from the entries that name the order.

import type { Entry } from "./log";
import { answerOf, namesText } from "./sentence";

/** One revocation, or an attempt whose result is unknown. */
export interface Revocation {
  seq: number;
  /** UTC milliseconds. */
  time: number;
  /** Who wanted it. Absent if another entry has to tell. */
  requestedBy?: string;
  /** Who agreed to it. */
  approvedBy?: string;
  /** `listed`: a run of a list was allowed to revoke it; the report of the list has the result. */
  kind: "revoked" | "requested" | "unknown" | "approved-at-digicert" | "confirmed" | "listed";
  /** A list. */
  job?: string;
}

const SENT = new Set(["revoke-order-answer", "revoke-certificate-answer"]);

/** Returns the revocations, oldest first. `entries` may be in any order. */
export function revocationsIn(entries: readonly Entry[]): Revocation[] {
  const sorted = [...entries].sort((a, b) => a.seq - b.seq);
  return sorted.flatMap((entry, index) => {
    const found = revocationIn(entry, sorted.slice(0, index));
    return found ? [{ seq: entry.seq, time: entry.time, ...found }] : [];
  });
}

function revocationIn(
  entry: Entry,
  before: readonly Entry[],
): Omit<Revocation, "seq" | "time"> | undefined {
  const { action, actor, details = {} } = entry;
  const { outcome, effect } = answerOf(entry) ?? {};
  if (action === "revocation-confirmed") return { kind: "confirmed" };
  if (action === "job-orders") return listed(details);
  if (SENT.has(action)) {
    const kind = effect === undefined ? outcome : effect;
    if (kind !== "revoked" && kind !== "requested" && kind !== "unknown") return undefined;
    const proposedBy = intentOf(entry, before)?.details?.proposedBy;
    return typeof proposedBy === "string"
      ? { kind, requestedBy: proposedBy, approvedBy: actor.id }
      : { kind, requestedBy: actor.id };
  }
  if (action === "decide-request-answer" && outcome === "decided" && effect === undefined) {
    const { status, type = "revoke", submittedBy } = intentOf(entry, before)?.details ?? {};
    if (status !== "approved" || type !== "revoke") return undefined;
    return {
      kind: "approved-at-digicert",
      approvedBy: actor.id,
      ...(typeof submittedBy === "string" ? { requestedBy: submittedBy } : {}),
    };
  }
  return undefined;
}

function listed({ job, startedBy, approvedBy }: Record<string, unknown>) {
  const approvers = namesText(approvedBy);
  return {
    kind: "listed" as const,
    ...(typeof job === "string" ? { job } : {}),
    ...(typeof startedBy === "string" ? { requestedBy: startedBy } : {}),
    ...(approvers === "" ? {} : { approvedBy: approvers }),
  };
}

/** The entry that was written before the change was sent. */
function intentOf({ action, actor, target }: Entry, before: readonly Entry[]) {
  const name = action.replace(/-answer$/, "");
  const key = JSON.stringify(target ?? {});
  return before.findLast(
    (entry) =>
      entry.action === name &&
      entry.actor.id === actor.id &&
      JSON.stringify(entry.target ?? {}) === key,
  );
}

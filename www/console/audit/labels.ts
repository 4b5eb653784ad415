// What an entry of the record says, in a sentence for a tired person. The entry itself stays readable beside it.

import { REASONS } from "../shared/labels";
import type { Entry } from "./log";

/** What is done by each action, for the list of the filter and for the sentences. */
export const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["revoke-order", "Asked to revoke"],
  ["revoke-order-answer", "Answer to a revoke"],
  ["revoke-certificate", "Asked to revoke a certificate"],
  ["revoke-certificate-answer", "Answer to a revoke of a certificate"],
  ["decide-request", "Decided on a request"],
  ["decide-request-answer", "Answer to a decision"],
  ["proposal-expired", "A proposal expired"],
  ["hold-set", "Put on hold"],
  ["hold-lifted", "Lifted the hold"],
  ["barred", "Was not let do something"],
  ["retention", "Old entries were taken out"],
]);

const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ["revoked", "DigiCert revoked it."],
  ["requested", "DigiCert made a request that waits for approval."],
  ["proposed", "Nothing was sent: it waits for a second person."],
  ["approved-revoked", "Approved and sent: DigiCert revoked it."],
  ["approved-requested", "Approved and sent: DigiCert made a request that waits."],
  ["rejected", "Rejected: nothing was sent."],
  ["decided", "It was carried out."],
  ["hold", "Stopped by a hold: nothing was sent."],
  ["role", "Their role does not allow it: nothing was sent."],
  ["skip-approval", "They may not skip the approval: nothing was sent."],
  ["brake", "Stopped by the brake: nothing was sent."],
  ["same-person", "Refused, because who asked cannot approve: nothing was sent."],
  ["changed", "Void, because what it reaches has changed: nothing was sent."],
  ["unknown", "No clear answer: nobody knows."],
]);

export function sentenceOf({ action, target = {}, details = {}, answer, ...entry }: Entry): string {
  const what = ACTIONS.get(action) ?? action.replaceAll("-", " ");
  return [
    `${what}${nameOf(target)}.`,
    answer && answerWords(answer),
    reasonWords(details),
    entry.proof === "revoked" && "Seen revoked.",
  ]
    .filter(Boolean)
    .join(" ");
}

function nameOf(target: NonNullable<Entry["target"]>) {
  const named = Object.entries(target).map(([kind, id]) => `${kind} ${id}`);
  return named.length > 0 ? `: ${named.join(", ")}` : "";
}

function answerWords({ status, outcome = "", effect }: NonNullable<Entry["answer"]>): string {
  const known = OUTCOMES.get(outcome);
  if (known) return known;
  const code = [status, outcome].filter(Boolean).join(", ");
  if (effect === "unknown") return `No clear answer (${code}): nobody knows.`;
  return effect === "none" ? `Refused (${code}): nothing was changed.` : `Answered ${code}.`;
}

function reasonWords(details: Record<string, unknown>): string {
  const { revocation_reason: reason, comment, reason: why, status } = details;
  const label = REASONS.find(({ value }) => value === reason)?.label;
  return [
    label && `Reason: ${label}.`,
    typeof status === "string" && `${status[0]?.toUpperCase()}${status.slice(1)}.`,
    details.skip_approval === true && "Approval skipped.",
    typeof why === "string" && `“${why}”`,
    typeof comment === "string" && comment && `“${comment}”`,
  ]
    .filter(Boolean)
    .join(" ");
}

// An entry of the audit log as a sentence. The complete entry stays readable next to it.

import { REASONS } from "../shared/labels";
import type { Entry } from "./log";

/** The actions, for the filter and for the sentences. */
export const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["revoke-order", "Revocation requested"],
  ["revoke-order-answer", "Revocation result"],
  ["revoke-certificate", "Certificate revocation requested"],
  ["revoke-certificate-answer", "Certificate revocation result"],
  ["decide-request", "Decision on a request"],
  ["decide-request-answer", "Result of a decision"],
  ["proposal-expired", "Two-person approval expired"],
  ["proposal-void", "Two-person approval void"],
  ["proposal-withdrawn", "Two-person approval withdrawn"],
  ["hold-set", "Put on hold"],
  ["hold-lifted", "Lifted the hold"],
  ["job-created", "List uploaded"],
  ["job-set", "List settings changed"],
  ["job-plan", "Plan requested"],
  ["job-planned", "Plan created"],
  ["job-rehearse", "Rehearsal requested"],
  ["job-rehearsed", "Rehearsal finished"],
  ["job-start", "Run requested"],
  ["job-start-answer", "Result of the run request"],
  ["job-approved", "Run approved"],
  ["job-orders", "Orders of the run"],
  ["job-pause", "Run paused"],
  ["job-resume", "Run resumed"],
  ["job-cancel", "Run canceled"],
  ["job-digest", "Journal digest"],
  ["job-ended", "Run ended"],
  ["job-failed", "List action failed"],
  ["job-removed", "List removed"],
  ["denied", "Access denied"],
  ["denied-repeated", "Access denied again"],
  ["settings-changed", "Settings of the gateway"],
  ["version-changed", "Other version of the gateway"],
  ["api-key-rotated", "Other API key"],
  ["audit-log-read", "Audit log read"],
  ["audit-log-read-repeated", "Audit log read again"],
  ["audit-log-exported", "Audit log exported"],
  ["head-timestamped", "Time stamp of the audit log"],
  ["witness-failed", "Witness of the audit log failed"],
  ["witness-recovered", "Witness of the audit log recovered"],
  ["retention", "Old entries deleted (retention)"],
]);

const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ["revoked", "DigiCert revoked it."],
  ["requested", "DigiCert created a request that waits for approval."],
  ["proposed", "Nothing was sent. A second person must approve it first."],
  ["approved-revoked", "Approved and sent. DigiCert revoked it."],
  ["approved-requested", "Approved and sent. DigiCert created a request that waits for approval."],
  ["approved-started", "Approved. The run has started."],
  ["rejected", "Rejected. Nothing was sent."],
  ["decided", "DigiCert accepted the decision."],
  ["hold", "Stopped by a hold. Nothing was sent."],
  ["role", "The person's role does not allow it. Nothing was sent."],
  ["not-yours", "The list belongs to another person. Nothing was sent."],
  ["skip-approval", "The person may not skip approval. Nothing was sent."],
  ["brake", "Stopped by the revocation limit. Nothing was sent."],
  ["same-person", "Refused: you can't approve your own request. Nothing was sent."],
  ["changed", "Void: the certificates have changed since the request. Nothing was sent."],
  ["unknown", "No clear response. The result is unknown."],
]);

export function entrySentence({ action, target = {}, details = {}, answer, ...rest }: Entry) {
  const label = ACTIONS.get(action) ?? sentenceCase(action.replaceAll("-", " "));
  return [
    `${label}${targetText(target, details)}.`,
    answer && resultText(answer),
    detailText(details),
    rest.proof === "revoked" && "Confirmed as revoked.",
  ]
    .filter(Boolean)
    .join(" ");
}

function targetText(target: NonNullable<Entry["target"]>, { job, name }: Record<string, unknown>) {
  const named = Object.entries(target).map(([kind, id]) => `${kind} ${id}`);
  if (typeof job === "string")
    named.push(typeof name === "string" ? `list “${name}” (${job})` : `list ${job}`);
  return named.length > 0 ? `: ${named.join(", ")}` : "";
}

function resultText({ status, outcome = "", effect }: NonNullable<Entry["answer"]>): string {
  const known = OUTCOMES.get(outcome);
  if (known) return known;
  const code = [status && `HTTP ${status}`, outcome].filter(Boolean).join(", ");
  if (effect === "unknown") return `No clear response (${code}). The result is unknown.`;
  return effect === "none" ? `Refused (${code}). Nothing was changed.` : `Response: ${code}.`;
}

function detailText(details: Record<string, unknown>): string {
  const { revocation_reason: revocationReason, comment, reason, status } = details;
  const label = REASONS.find(({ value }) => value === revocationReason)?.label;
  return [
    label && `Reason: ${label}.`,
    typeof status === "string" && `${sentenceCase(status)}.`,
    details.skip_approval === true && "Approval skipped.",
    typeof reason === "string" && `“${reason}”`,
    typeof comment === "string" && comment && `“${comment}”`,
  ]
    .filter(Boolean)
    .join(" ");
}

const sentenceCase = (text: string) => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

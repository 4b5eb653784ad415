// An entry of the audit log as a sentence. The complete entry stays readable next to it.

import { formatNumber, formatTime, plural } from "../shared/format";
import { REASONS } from "../shared/labels";
import { ACTIONS, REFUSALS, RESULTS } from "./labels";
import type { Entry } from "./log";

type Answer = NonNullable<Entry["answer"]>;
type Details = Record<string, unknown>;

export function entrySentence(entry: Entry): string {
  const { action, target = {}, details = {}, proof } = entry;
  const label = ACTIONS.get(action) ?? sentenceCase(action.replaceAll("-", " "));
  const answer = answerOf(entry);
  return [
    `${label}${targetText(target, details)}.`,
    answer && resultText(answer),
    detailText(details),
    proof === "revoked" && "Confirmed as revoked.",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The result of a change. Entries of lists and of the stop have it in their details. */
export function answerOf({ action, answer, details = {} }: Entry): Answer | undefined {
  if (answer) return answer;
  const { outcome, status } = details;
  if (action === "freeze-release-answer" && typeof details.result === "string")
    return releaseAnswer(details.result);
  if (typeof outcome !== "string") return undefined;
  const isRefused = typeof status === "number" && status >= 400;
  return {
    outcome,
    ...(typeof status === "number" ? { status } : {}),
    ...(isRefused ? { effect: status >= 500 ? "unknown" : "none" } : {}),
  };
}

/** The first release waits for the second person; that is no refusal. */
function releaseAnswer(result: string): Answer {
  if (result === "second-person") return { outcome: "first-release" };
  return result === "released" ? { outcome: result } : { outcome: result, effect: "none" };
}

export function resultText({ status, outcome = "", effect }: Answer): string {
  if (outcome === "first-release") return "1 of 2 people released the stop.";
  // A refusal can have the outcome of a success, for example `decided`.
  const known = effect === undefined ? RESULTS.get(outcome) : undefined;
  const refused = effect === "none" ? REFUSALS.get(outcome) : undefined;
  if (known ?? refused) return known ?? refused ?? "";
  const code = [status && `HTTP ${status}`, outcome].filter(Boolean).join(", ");
  if (effect === "unknown" || outcome === "unknown")
    return `No clear response (${code}). The result is unknown.`;
  return effect === "none" ? `Refused (${code}). Nothing was changed.` : `Response: ${code}.`;
}

function targetText(target: NonNullable<Entry["target"]>, { job, name }: Details) {
  const named = Object.entries(target).map(([kind, id]) => `${kind} ${id}`);
  if (typeof job === "string")
    named.push(typeof name === "string" ? `list “${name}” (${job})` : `list ${job}`);
  return named.length > 0 ? `: ${named.join(", ")}` : "";
}

function detailText(details: Details): string {
  const {
    revocation_reason: revocationReason,
    comment,
    reason,
    status,
    processor_comment,
  } = details;
  const label = REASONS.find(({ value }) => value === revocationReason)?.label;
  return [
    label && `Reason: ${label}.`,
    typeof status === "string" && `${sentenceCase(status)}.`,
    details.skip_approval === true && "Approval skipped.",
    ...[reason, comment, processor_comment, details.justification, details.breakGlass].map(quote),
    typeof details.proposedBy === "string" && `Requested by ${details.proposedBy}.`,
    typeof details.ticket === "string" && `Ticket ${details.ticket}.`,
    typeof details.ends === "number" && `Ends ${formatTime(details.ends)}.`,
    ordersText(details),
    ruleText(details),
    Array.isArray(details.changed) &&
      details.changed.length > 0 &&
      `Changed: ${details.changed.join(", ")}.`,
    typeof details.witness === "string" && `Witness: ${details.witness}.`,
    quote(details.message) || quote(details.error),
  ]
    .filter(Boolean)
    .join(" ");
}

const quote = (text: unknown) => (typeof text === "string" && text !== "" ? `“${text}”` : "");

/** One person, or several. Empty if there is none. */
export function namesText(people: unknown): string {
  const names = Array.isArray(people) ? people : [people];
  return names.filter((name) => typeof name === "string").join(", ");
}

/** The orders that a run may revoke, and who is responsible for it. */
function ordersText({ orders, part, parts, startedBy, approvedBy }: Details): string {
  const texts = [
    Array.isArray(orders) &&
      `${plural(orders.length, "order")}${typeof parts === "number" && parts > 1 ? `, part ${part} of ${formatNumber(parts)}` : ""}.`,
    typeof startedBy === "string" && `Started by ${startedBy}.`,
    namesText(approvedBy) && `Approved by ${namesText(approvedBy)}.`,
  ];
  return texts.filter(Boolean).join(" ");
}

/** The rule of a denial, and how often it applied again. */
function ruleText({ rule, action, count }: Details): string {
  const texts = [
    typeof rule === "string" && `Rule: ${rule}.`,
    typeof action === "string" && `Action: ${action}.`,
    typeof count === "number" && typeof rule === "string" && `${plural(count, "time")}.`,
  ];
  return texts.filter(Boolean).join(" ");
}

const sentenceCase = (text: string) => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

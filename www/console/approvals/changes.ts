// The parts of an approval that are different from what a person saw.

import type { Hold } from "certcentral-revoke/guard";
import { formatTime, plural } from "../shared/format";
import { causeText, fingerprint, quorumText, reasonsText } from "./proposal-labels";
import type { StoredBinding } from "./types";

export interface ChangedPart {
  label: string;
  before: string;
  after: string;
}

/** Why a decision was not carried out. */
export interface RefusedDecision {
  /** What the gateway said. */
  refusal: string;
  parts: readonly ChangedPart[];
}

/** Ids in one text. */
const MAX_IDS = 20;

const yesOrNo = (value: boolean) => (value ? "yes" : "no");
const timeText = (time: number | null) => (time === null ? "none" : formatTime(time));

function idsText(ids: readonly string[] | null | undefined, noun: string): string {
  if (!ids) return "not counted";
  const shown = [...ids].sort().slice(0, MAX_IDS).join(", ");
  return `${plural(ids.length, noun)}${ids.length > 0 ? `: ${shown}` : ""}${ids.length > MAX_IDS ? "…" : ""}`;
}

function personText({ address, sub }: Hold["owner"]) {
  return address ?? sub ?? "unknown";
}

function holdText(hold: Hold | null): string {
  if (!hold) return "no hold";
  const { owner, reason, setUnixMs, endsUnixMs, ticket } = hold;
  return `“${reason}” by ${personText(owner)}, ${formatTime(setUnixMs)}, ends: ${timeText(endsUnixMs ?? null)}, ticket: ${ticket ?? "none"}`;
}

const PARTS: ReadonlyArray<[label: string, text: (binding: StoredBinding) => string]> = [
  ["Orders", ({ orders }) => (orders ? idsText(orders, "order") : "those of the plan")],
  ["Certificates", ({ certificates, isWhole }) => certificatesText(certificates, isWhole)],
  ["Reasons", ({ kind, byReason }) => reasonsText({ kind, byReason })],
  ["Approval at DigiCert skipped", ({ skipApproval }) => yesOrNo(skipApproval)],
  ["Comment", ({ comment }) => comment ?? "none"],
  [
    "Rows with their own comment",
    ({ comments }) => (comments ? `${comments.count} (${fingerprint(comments.digest)})` : "none"),
  ],
  [
    "Excluded orders",
    ({ exclusions }) =>
      exclusions
        ? exclusions.map(({ orderId, cause }) => `${orderId} ${causeText(cause)}`).join(", ")
        : "those of the plan",
  ],
  ["Circuit breaker", ({ breaker }) => (breaker === null ? "default" : String(breaker))],
  ["Deadline", ({ deadlineUnixMs }) => timeText(deadlineUnixMs)],
  [
    "Plan",
    ({ job }) =>
      job ? `created ${formatTime(job.plannedUnixMs)} (${fingerprint(job.digest)})` : "none",
  ],
  [
    "Certificates of the plan",
    ({ job }) => (job ? `at least ${plural(job.figures.minCertificates, "certificate")}` : "none"),
  ],
  ["Hold", ({ hold }) => holdText(hold)],
  ["Break-glass", ({ isBreakGlass }) => yesOrNo(isBreakGlass)],
  ["Rules of the gateway", ({ rulesHash }) => fingerprint(rulesHash)],
  ["Required approvals", ({ quorum }) => quorumText(quorum)],
  ["Expires", ({ expiresUnixMs }) => formatTime(expiresUnixMs)],
];

function certificatesText(ids: readonly string[] | null | undefined, isWhole: boolean) {
  if (ids === undefined) return "those of the plan";
  return `${ids && !isWhole ? "at least " : ""}${idsText(ids, "certificate")}`;
}

export function changedParts(before: StoredBinding, after: StoredBinding): ChangedPart[] {
  return PARTS.flatMap(([label, text]) => {
    const [was, is] = [text(before), text(after)];
    return was === is ? [] : [{ label, before: was, after: is }];
  });
}

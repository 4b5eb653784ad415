// The two-person rule as pure functions: when an approval is required, and who may decide.

/** @typedef {import("./settings.js").TwoPersonPolicy} TwoPersonPolicy */
/** @typedef {{ ids: string[], isWhole: boolean }} BlastRadius the certificates that a revocation revokes; `isWhole` is false if there may be more */
/** @typedef {"pending" | "approved" | "rejected" | "void" | "expired"} Status */

/**
 * Returns why a revocation requires a second person. Certificates that could not be counted require one.
 * @param {TwoPersonPolicy | null} policy @param {string | undefined} reason defaults to `unspecified`
 * @param {BlastRadius | null} blastRadius `null` if it could not be read
 * @returns {"reason" | "certificates" | "not-counted" | undefined}
 */
export function approvalDemand(policy, reason = "unspecified", blastRadius) {
  if (policy === null) return undefined;
  if (policy.always.includes(reason)) return "reason";
  if (blastRadius !== null && blastRadius.ids.length > policy.certificates) return "certificates";
  return blastRadius?.isWhole ? undefined : "not-counted";
}

/**
 * Like `approvalDemand` for a plan: a single reason or an uncounted certificate is enough.
 * @param {TwoPersonPolicy | null} policy
 * @param {{ byReason: Record<string, number>, minCertificates: number, withDuplicates: number, unread: number }} totals
 */
export function planApprovalDemand(policy, { byReason, minCertificates, withDuplicates, unread }) {
  const isWhole = withDuplicates === 0 && unread === 0;
  const blastRadius = { ids: Array.from({ length: minCertificates }, String), isWhole };
  const reasons = Object.keys(byReason).map((reason) =>
    approvalDemand(policy, reason, blastRadius),
  );
  return reasons.find((demand) => demand === "reason") ?? reasons[0];
}

/**
 * Returns why a decision is not possible, `undefined` if it is.
 * @param {{ status: Status, by: string, expires: number }} proposal
 * @param {"approved" | "rejected"} decision @param {string} actor @param {number} nowMs
 * @returns {"decided" | "expired" | "same_person" | undefined}
 */
export function decisionIssue({ status, by, expires }, decision, actor, nowMs) {
  if (status === "expired" || (status === "pending" && expires <= nowMs)) return "expired";
  if (status !== "pending") return "decided";
  // The proposer may withdraw the proposal, but not approve it.
  return decision === "approved" && by === actor ? "same_person" : undefined;
}

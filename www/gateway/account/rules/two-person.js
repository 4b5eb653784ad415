// When two people are needed, and what one of them may still decide. Pure: nothing is read, stored or sent here.

/** @typedef {import("./settings.js").TwoPersonPolicy} TwoPersonPolicy */
/** @typedef {{ ids: string[], isWhole: boolean }} Reached certificates; not whole: there may be more */
/** @typedef {"pending" | "approved" | "rejected" | "void" | "expired"} Status */

/**
 * Why two people are needed for a revoke. What could not be counted counts as too much.
 * @param {TwoPersonPolicy | null} policy @param {string | undefined} reason `unspecified` if left out
 * @param {Reached | null} reached `null`: it could not be read
 * @returns {"reason" | "certificates" | "not-counted" | undefined}
 */
export function demandOf(policy, reason = "unspecified", reached) {
  if (policy === null) return undefined;
  if (policy.always.includes(reason)) return "reason";
  if (reached !== null && reached.ids.length > policy.certificates) return "certificates";
  return reached?.isWhole ? undefined : "not-counted";
}

/**
 * The same for a plan of many orders: one reason of many is enough, and a certificate that was not counted.
 * @param {TwoPersonPolicy | null} policy
 * @param {{ byReason: Record<string, number>, certificatesAtLeast: number, withDuplicates: number, unread: number }} totals
 */
export function demandOfPlan(policy, { byReason, certificatesAtLeast, withDuplicates, unread }) {
  const isWhole = withDuplicates === 0 && unread === 0;
  const reached = { ids: Array.from({ length: certificatesAtLeast }, String), isWhole };
  const reasons = Object.keys(byReason).map((reason) => demandOf(policy, reason, reached));
  return reasons.find((demand) => demand === "reason") ?? reasons[0];
}

/**
 * Why this decision cannot be taken; nothing if it can.
 * @param {{ status: Status, by: string, expires: number }} proposal
 * @param {"approved" | "rejected"} decision @param {string} actor @param {number} nowMs
 * @returns {"decided" | "expired" | "same_person" | undefined}
 */
export function decisionFault({ status, by, expires }, decision, actor, nowMs) {
  if (status === "expired" || (status === "pending" && expires <= nowMs)) return "expired";
  if (status !== "pending") return "decided";
  // Who asked may take it back, but not approve it.
  return decision === "approved" && by === actor ? "same_person" : undefined;
}

// The brake's arithmetic: how many orders one hour and one action may revoke. Pure: what was counted and the moment are
// given.

/** @typedef {import("./settings.js").BrakePolicy} BrakePolicy */

export const HOUR_MS = 3_600_000;

/**
 * When so many more orders may be revoked.
 * @param {number[]} countedMs when each other order was last counted, the oldest first
 * @param {BrakePolicy} policy @param {number} orders @param {number} nowMs
 * @returns {number} 0: now; else a moment in UTC milliseconds; Infinity: never in one action
 */
export function brakeUntil(countedMs, { perHour, perAction }, orders, nowMs) {
  if (orders > Math.min(perHour, perAction)) return Number.POSITIVE_INFINITY;
  const counted = countedMs.filter((ms) => ms > nowMs - HOUR_MS);
  const tooMany = counted.length + orders - perHour;
  if (tooMany <= 0) return 0;
  return /** @type {number} */ (counted[tooMany - 1]) + HOUR_MS;
}

// The arithmetic of the revocation limit: how many orders may be revoked per hour and per action. Pure functions.

/** @typedef {import("./settings.js").BrakePolicy} BrakePolicy */

export const HOUR_MS = 3_600_000;

/**
 * Returns when a number of further orders may be revoked.
 * @param {number[]} countedMs times at which the other orders were counted, oldest first
 * @param {BrakePolicy} policy @param {number} orders @param {number} nowMs
 * @returns {number} 0: now; otherwise UTC milliseconds; Infinity: never in a single action
 */
export function brakeUntil(countedMs, { perHour, perAction }, orders, nowMs) {
  if (orders > Math.min(perHour, perAction)) return Number.POSITIVE_INFINITY;
  const counted = countedMs.filter((ms) => ms > nowMs - HOUR_MS);
  const excess = counted.length + orders - perHour;
  if (excess <= 0) return 0;
  return /** @type {number} */ (counted[excess - 1]) + HOUR_MS;
}

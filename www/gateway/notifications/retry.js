// When a notification is sent again, and when it is given up. Pure.

export const MAX_ATTEMPTS = 20;
/** A notification that could not be sent for a day is of no use. */
export const EXPIRES_MS = 24 * 3_600_000;
const FIRST_MS = 5000;
const LONGEST_MS = 3_600_000;
/** A backoff differs by up to this share, so that webhooks that fail together do not retry together. */
const JITTER = 0.2;

/** Returns the wait after a number of failures: 5 s, then four times as long each time, up to an hour. @param {number} failures 1 or more @param {number} random 0 to 1 */
export function backoffMs(failures, random) {
  const full = Math.min(FIRST_MS * 4 ** (failures - 1), LONGEST_MS);
  return Math.round(full * (1 - JITTER + 2 * JITTER * random));
}

/** Returns when a notification expires. What announces an end is useless after it. @param {import("./events.js").NotificationEvent} event @param {number} nowMs */
export function expiryOf(event, nowMs) {
  const latest = nowMs + EXPIRES_MS;
  const end =
    event.type === "hold-ending" ? event.until : "expires" in event ? event.expires : undefined;
  return end === undefined ? latest : Math.min(latest, Math.max(end, nowMs + 1));
}

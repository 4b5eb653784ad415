// Sends one request of a run over `fetch`, and keeps the key out of what comes back before the core sees it.

import { withoutKey } from "../redact.js";
import { transport } from "../transport.js";

/** @import { Event, Sending } from "../transport.js" */

/**
 * @param {any} settings @param {string | undefined} key
 * @returns {(sending: Sending, signal?: AbortSignal) => Promise<Event>}
 */
export function senderOf({ fetch = globalThis.fetch, send }, key) {
  return async (sending, signal) => {
    try {
      const event = await (send
        ? send(sending, signal)
        : transport(sending, { fetch, key, signal }));
      return event.body === undefined ? event : { ...event, body: withoutKey(event.body, key) };
    } catch (behind) {
      return { event: "lost", behind };
    }
  };
}

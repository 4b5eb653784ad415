// Carries a call out, step by step: what the core says is sent, waited for, and told to hooks. It decides nothing.

import { elapsed, moment } from "./clock.js";
import { begin } from "./core.js";
import { parseWithout } from "./redact.js";
import { transport, within } from "./transport.js";

/** @typedef {import("./transport.js").Event} Event */
/** @typedef {{ pausedUntil: number, writing: Set<string> }} Shared what the calls of one client have in common */

const NO_BODY = new Uint8Array();

/**
 * @param {object} call what the core is to begin @param {any} settings @param {Shared} shared
 * @param {string | undefined} key @param {AbortSignal | undefined} signal
 * @returns {Promise<any>} how it has settled, and what stood behind a failure
 */
export async function drive(call, settings, shared, key, signal) {
  const { fetch = globalThis.fetch } = settings;
  const step = await begin(call);
  let sent = false;
  /** @type {string | undefined} the change that no other call of the client makes meanwhile */
  let claimed;
  /** @type {unknown} */
  let behind;
  /** @type {Event} */
  let event = { event: "began" };
  try {
    for (;;) {
      const { behind: _, body = NO_BODY, ...told } = event;
      const text = step(sent, { ...told, ...moment(shared.pausedUntil) }, body);
      const next = JSON.parse(text);
      // Read anew for each that is shown it: what a hook does to its own changes nothing.
      const shown = () => parseWithout(text, key);
      if (next.ended) tell(settings.onResponse, () => shown().ended);
      if (next.send) {
        const { method, path } = next.send;
        const changes = method !== "GET";
        if (changes && claimed === undefined) {
          if (shared.writing.has(path)) {
            event = { event: "busy" };
            continue;
          }
          shared.writing.add(path);
          claimed = path;
        }
        if (signal?.aborted) {
          event = { event: "aborted", sent: false, behind: signal.reason };
        } else {
          tell(settings.onRequest, () => shown().send);
          // True before a change leaves our hands: so it can be told what may have happened, whatever dies.
          sent ||= changes;
          event = await transport(next, { fetch, key, signal });
        }
        // What stands behind a lost change is not covered up by the reads that follow.
        if (event.behind !== undefined && (changes || behind === undefined)) behind = event.behind;
      } else if (next.waitMs !== undefined) {
        if (next.pauses) shared.pausedUntil = elapsed() + next.waitMs;
        if (next.retry) tell(settings.onRetry, () => shown().retry);
        event = await within(next.waitMs, signal);
        if (event.event === "aborted") behind = event.behind;
      } else {
        return { ...shown(), behind };
      }
    }
  } finally {
    if (claimed !== undefined) shared.writing.delete(claimed);
  }
}

/** A hook may be slow or fail; the call goes on as if it were not there. @param {any} hook @param {() => unknown} what */
async function tell(hook, what) {
  try {
    await hook?.(what());
  } catch {}
}

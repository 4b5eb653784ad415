// Makes a plan: carries the survey out step by step, under the key's pace. Sends nothing but reads. Not here: what becomes of
// each order, and when that ends; the core says that.

import { moment } from "../clock.js";
import { within } from "../transport.js";
import { held, on, opened } from "./core.js";

/** @import { Event, Sending } from "../transport.js" */
/** @import { Held } from "./core.js" */
/** @import { Gate } from "./gate.js" */
/** @import { Figures, SurveyProgress } from "./types.js" */

/**
 * @typedef {object} Reading how a survey is read
 * @property {Gate} gate
 * @property {(sending: Sending, signal?: AbortSignal) => Promise<Event>} send
 * @property {string | undefined} key
 * @property {AbortSignal | undefined} signal
 * @property {((progress: SurveyProgress) => void) | undefined} onProgress
 */

/** @param {object} arguments_ @param {string} items @param {Reading} reading */
export async function makePlan(arguments_, items, { gate, send, key, signal, onProgress }) {
  const instance = await held();
  const plan = on(instance, (glue) => glue.planBegin(JSON.stringify(arguments_), items));
  /** @type {Event} */
  let event = { event: "began" };
  /** @type {unknown} */
  let cause;
  try {
    for (;;) {
      const { behind, body = new Uint8Array(), ...told } = event;
      cause = behind;
      const text = JSON.stringify({ ...told, ...moment() });
      const next = opened(
        on(instance, (glue) => glue.planStep(plan, text, body)),
        key,
        cause,
      );
      if (next.planned)
        return planOf(
          instance,
          on(instance, (glue) => glue.planText(plan)),
        );
      if (next.progress) onProgress?.(next.progress);
      if (next.send) {
        await leave(gate, signal);
        event = signal?.aborted
          ? { event: "aborted", sent: false, behind: signal.reason }
          : await send(next, signal);
      } else {
        if (next.limited) gate.refused(next.waitMs);
        event = await within(next.waitMs, signal);
      }
    }
  } finally {
    if (!instance.dead) on(instance, (glue) => glue.planDrop(plan));
  }
}

/** @param {Gate} gate @param {AbortSignal | undefined} signal */
async function leave(gate, signal) {
  try {
    await gate.take(signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** A plan again, of the text that it was kept as. @param {string} text */
export async function planFrom(text) {
  return planOf(await held(), String(text));
}

/** @param {Held} instance @param {string} text */
async function planOf(instance, text) {
  /** @type {{ figures: Figures }} */
  const { figures } = opened(on(instance, (glue) => glue.planFigures(text)));
  const canonical = on(instance, (glue) => glue.planCanonical(text));
  const digest = await sha256(canonical);
  return Object.freeze({
    ...figures,
    meetsDeadline: figures.shortfall === null,
    digest,
    canonical,
    text,
  });
}

/** @param {string} text */
async function sha256(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

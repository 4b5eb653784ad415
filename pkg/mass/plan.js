// Makes a plan: carries the survey out step by step, under the key's pace, at once or by the ticks of its host. Sends nothing
// but reads. Not here: what becomes of each order, and when that ends; the core says that.

import { elapsed, moment } from "../clock.js";
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
 * @property {AbortSignal | undefined} [signal] ends it
 * @property {((progress: SurveyProgress) => void) | undefined} onProgress
 */
/** @typedef {{ mostCalls?: number, patienceMs?: number, signal?: AbortSignal }} Tick `signal` ends the tick, not the plan */

const NO_BODY = new Uint8Array();
const FOREVER = Number.POSITIVE_INFINITY;

/** @param {object} arguments_ @param {string} items @param {Reading} reading */
export async function makePlan(arguments_, items, reading) {
  const { plan } = await (await PlanInProgress.begin(arguments_, items, reading)).tick();
  // Nothing that is waited for is left to another tick.
  return /** @type {NonNullable<typeof plan>} */ (plan);
}

/** A plan in the making: what it wants next is done by ticks. */
export class PlanInProgress {
  #held;
  #number;
  #reading;
  /** What the core wants next. @type {any} */
  #next;
  /** When the wait that it wants is over. */
  #untilMs = 0;
  #isOver = false;

  /** @param {object} arguments_ @param {string} items @param {Reading} reading */
  static async begin(arguments_, items, reading) {
    const instance = await held();
    const number = on(instance, (glue) => glue.planBegin(JSON.stringify(arguments_), items));
    return new PlanInProgress(instance, number, reading);
  }

  /** @param {Held} instance @param {number} number @param {Reading} reading */
  constructor(instance, number, reading) {
    this.#held = instance;
    this.#number = number;
    this.#reading = reading;
  }

  /** @param {Tick} [tick] @returns {Promise<{ plan: Awaited<ReturnType<typeof planOf>> } | { plan?: undefined, againMs: number }>} */
  async tick({ mostCalls = FOREVER, patienceMs = FOREVER, signal } = {}) {
    try {
      this.#next ??= this.#step({ event: "began" });
      for (let calls = 0; ; ) {
        const next = this.#next;
        if (next.planned) return { plan: await this.#made() };
        const waitMs = next.send ? 0 : Math.max(0, this.#untilMs - elapsed());
        if (signal?.aborted || waitMs > patienceMs) return { againMs: waitMs };
        if (next.send && calls >= mostCalls) return { againMs: 0 };
        if (next.send && !(await this.#leave(signal))) continue;
        calls += next.send ? 1 : 0;
        const event = next.send
          ? await this.#sent(next)
          : await within(waitMs, this.#reading.signal);
        // Its number may be another plan's by now.
        if (this.#isOver) return { againMs: 0 };
        this.#next = this.#step(event);
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Nobody wants it any more. */
  close() {
    if (!this.#isOver && !this.#held.dead) on(this.#held, (glue) => glue.planDrop(this.#number));
    this.#isOver = true;
  }

  /** @param {Event} event */
  #step({ behind, body = NO_BODY, ...event }) {
    const told = JSON.stringify({ ...event, ...moment() });
    const text = on(this.#held, (glue) => glue.planStep(this.#number, told, body));
    const next = opened(text, this.#reading.key, behind);
    if (next.progress) this.#reading.onProgress?.(next.progress);
    if (next.limited) this.#reading.gate.refused(next.waitMs);
    this.#untilMs = elapsed() + (next.waitMs ?? 0);
    return next;
  }

  /** Whether there is leave to send, or to say that nobody wants it any more. @param {AbortSignal | undefined} tick */
  async #leave(tick) {
    const { gate, signal } = this.#reading;
    try {
      await gate.take(tick ?? signal);
    } catch (error) {
      if (tick?.aborted) return false;
      if (!signal?.aborted) throw error;
    }
    return true;
  }

  /** @param {Sending} sending @returns {Promise<Event>} */
  async #sent(sending) {
    const { send, signal } = this.#reading;
    return signal?.aborted
      ? { event: "aborted", sent: false, behind: signal.reason }
      : send(sending, signal);
  }

  async #made() {
    const text = on(this.#held, (glue) => glue.planText(this.#number));
    this.#isOver = true;
    return planOf(this.#held, text);
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

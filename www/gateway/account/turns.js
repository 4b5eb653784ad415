// Who may send when: one queue for each lane of one key, interactive before bulk, paced over all windows.

import { pace } from "./pacing.js";

/** @typedef {import("./pacing.js").Paced} Paced */
/** @typedef {{ since: number, end: (waitMs: number) => void }} Waiting */

/** What does not get its turn in this time is told to come again: nothing was sent then. */
const LONGEST_MS = 20_000;
/** A pause may be lifted, or a more urgent call come: look again. */
const LOOK_MS = 500;

export class Turns {
  /** @type {Record<"interactive" | "bulk", Waiting[]>} */
  #waiting = { interactive: [], bulk: [] };
  #isRunning = false;

  /**
   * @param {Paced} state @param {import("./pacing.js").Limits} limits
   * @param {(state: Paced) => void} keep makes a state durable before anything is sent
   */
  constructor(state, limits, keep) {
    this.state = state;
    this.limits = limits;
    this.keep = keep;
  }

  /** Waits for leave to send. 0: now; else nothing may be sent, and so many milliseconds are left. @param {"interactive" | "bulk"} lane @returns {Promise<number>} */
  take(lane) {
    return new Promise((end) => {
      this.#waiting[lane].push({ since: Date.now(), end });
      if (!this.#isRunning) this.#run();
    });
  }

  /** A 429: the whole key pauses. @param {number} ms */
  pause(ms) {
    this.#note(pace(this.state, this.limits, Date.now(), ms).state);
  }

  async #run() {
    this.#isRunning = true;
    const { interactive, bulk } = this.#waiting;
    while (interactive.length + bulk.length > 0) {
      const { waitMs, state } = pace(this.state, this.limits, Date.now());
      if (waitMs === 0) {
        this.#note(state);
        (interactive.shift() ?? bulk.shift())?.end(0);
        continue;
      }
      for (const lane of [interactive, bulk]) refuseLate(lane, waitMs);
      await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, LOOK_MS)));
    }
    this.#isRunning = false;
  }

  /** @param {Paced} state */
  #note(state) {
    this.state = state;
    this.keep(state);
  }
}

/** @param {Waiting[]} lane @param {number} waitMs until the next turn of anybody */
function refuseLate(lane, waitMs) {
  const now = Date.now();
  const late = (/** @type {Waiting} */ { since }) => now + waitMs - since > LONGEST_MS;
  for (const { end } of lane.filter(late)) end(waitMs);
  lane.splice(0, lane.length, ...lane.filter((waiting) => !late(waiting)));
}

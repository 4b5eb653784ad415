// How a run is seen: its snapshot, its orders, its report. The same of a rehearsal and of a real run.

import { elapsed, moment } from "../clock.js";

/** @import { Gate } from "./gate.js" */
/** @import { SealedRun } from "./sealed.js" */

/**
 * @typedef {object} ReportOptions
 * @property {readonly object[]} [recorded] where a record has digests of the journal
 * @property {number} [atUnixMs] the moment at which deadlines have passed or not; now, where nothing is said
 */

/** What is told of the key where nobody paces it: nothing. @type {Pick<Gate, "outlook">} */
const NOBODY = {};

export class Looks {
  #run;
  #gate;

  /** @param {() => SealedRun} run the one that is there now @param {Pick<Gate, "outlook">} [gate] */
  constructor(run, gate = NOBODY) {
    this.#run = run;
    this.#gate = gate;
  }

  snapshot() {
    return this.#run().snapshot(this.#outlook());
  }

  /** @param {{ states?: readonly string[], offset?: number, limit?: number }} [which] */
  orders({ states = [], offset = 0, limit = 100 } = {}) {
    return this.#run().orders({ states, offset, limit });
  }

  report() {
    return this.#run().report(this.#outlook());
  }

  /** @param {ReportOptions} [options] */
  reportCsv(options) {
    return this.#pieces("csv", options);
  }

  /** @param {ReportOptions} [options] */
  reportJson(options) {
    return this.#pieces("json", options);
  }

  /** In pieces: as it is when the first one is asked for. @param {"csv" | "json"} format @param {ReportOptions} [options] */
  async *#pieces(format, { recorded = [], atUnixMs } = {}) {
    const at = atUnixMs === undefined ? moment() : { ...moment(), unixMs: atUnixMs };
    yield* this.#run().reportPieces(format, at, this.#outlook(), recorded);
  }

  #outlook() {
    const calls = this.#gate.outlook ? this.#run().callsLeft() : 0;
    const { pausedMs = 0, ...outlook } = this.#gate.outlook?.(calls) ?? { ms: 0 };
    return { ...outlook, pausedUntilMs: elapsed() + pausedMs };
  }
}

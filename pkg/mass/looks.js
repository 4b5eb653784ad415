// What is read of a run: its snapshot, its orders, its report. The same of a rehearsal and of a real run.

import { guarded } from "../instance.js";

/** @import { Core } from "./core.js" */
/** @import { Report, RunView } from "../dist/wasm/mass/glue.js" */
/** @import { ReportHead, RunOrders, Snapshot } from "./types.js" */
/** @typedef {{ core: Core, view: RunView }} Seen */

export class Looks {
  #seen;
  #revive;

  /** @param {() => Seen} seen the run on the instance where it is now @param {() => unknown} [revive] after a crash */
  constructor(seen, revive = () => {}) {
    this.#seen = seen;
    this.#revive = revive;
  }

  /** @returns {Snapshot} */
  snapshot() {
    return this.#use((view) => view.snapshot());
  }

  /** @param {unknown} [which] @returns {RunOrders} */
  orders(which) {
    return this.#use((view) => view.orders(which));
  }

  /** @returns {ReportHead} */
  report() {
    return this.#use((view) => view.report());
  }

  /** @param {unknown} [options] */
  reportCsv(options) {
    return this.#pieces((view) => view.reportCsv(options));
  }

  /** @param {unknown} [options] */
  reportJson(options) {
    return this.#pieces((view) => view.reportJson(options));
  }

  /** The report is as it was when its first piece was asked for. @param {(view: RunView) => Report} open @returns {AsyncGenerator<string>} */
  async *#pieces(open) {
    const { core } = this.#seen();
    const report = this.#use(open);
    const next = () => guarded(core, false, () => report.next());
    try {
      for (let piece = next(); piece !== undefined; piece = next()) yield piece;
    } finally {
      report.free();
    }
  }

  /** @template T @param {(view: RunView) => T} use */
  #use(use) {
    const { core, view } = this.#seen();
    try {
      return guarded(core, false, () => use(view));
    } finally {
      if (core.dead) this.#revive();
    }
  }
}

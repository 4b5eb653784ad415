// The read-only view of a run, a rehearsal or a journal: snapshot, orders, report.

import { guarded } from "../instance.js";

/** @import { Core } from "./core.js" */
/** @import { Report, RunView as CoreView } from "../dist/wasm/mass/glue.js" */
/** @import { ReportHead, RunOrders, Snapshot } from "./types.js" */
/** @typedef {{ core: Core, view: CoreView }} CurrentView */

export class RunView {
  #current;
  #revive;

  /** @param {() => CurrentView} current returns the view on its current instance @param {() => unknown} [revive] called after a crash */
  constructor(current, revive = () => {}) {
    this.#current = current;
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

  /** Yields the report as of its first piece. @param {(view: CoreView) => Report} open @returns {AsyncGenerator<string>} */
  async *#pieces(open) {
    const { core } = this.#current();
    const report = this.#use(open);
    const next = () => guarded(core, false, () => report.next());
    try {
      for (let piece = next(); piece !== undefined; piece = next()) yield piece;
    } finally {
      report.free();
    }
  }

  /** @template T @param {(view: CoreView) => T} use */
  #use(use) {
    const { core, view } = this.#current();
    try {
      return guarded(core, false, () => use(view));
    } finally {
      if (core.dead) this.#revive();
    }
  }
}

// The result of a rehearsal: its report, and its snapshot in virtual time.

import { guarded } from "../instance.js";
import { RunView } from "./view.js";

/** @import { Core } from "./core.js" */
/** @import { Rehearsal } from "../dist/wasm/mass/glue.js" */
/** @import { Snapshot } from "./types.js" */

export class Rehearsed extends RunView {
  /** At the end of the rehearsal, in virtual time. @type {Snapshot} */
  #snapshot;

  /** @param {Core} core @param {Rehearsal} rehearsal */
  constructor(core, rehearsal) {
    const view = guarded(core, false, () => rehearsal.view());
    super(() => ({ core, view }));
    this.#snapshot = guarded(core, false, () => rehearsal.snapshot());
  }

  /** @override */
  snapshot() {
    return this.#snapshot;
  }
}

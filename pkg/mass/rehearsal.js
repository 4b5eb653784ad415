// A rehearsal of a plan: the whole run in virtual time, in the core alone; not one request. In parts, so that a page or a
// worker stays alive meanwhile. Not here: the model of CertCentral; that is in the core, too.

import { moment } from "../clock.js";
import { held, on, opened } from "./core.js";
import { Looks } from "./looks.js";
import { SealedRun } from "./sealed.js";

/** @import { Snapshot } from "./types.js" */

/** So many calls, and then everybody else has a turn. */
const PART = 500;

/** @param {object} arguments_ @param {string} plan @param {{ signal?: AbortSignal, onProgress?: (snapshot: Snapshot) => void }} [options] */
export async function rehearse(arguments_, plan, { signal, onProgress } = {}) {
  const instance = await held();
  const begun = on(instance, (glue) =>
    glue.rehearsalBegin(JSON.stringify({ ...arguments_, ...moment() }), plan),
  );
  const { rehearsal } = opened(begun);
  for (;;) {
    const told = opened(on(instance, (glue) => glue.rehearsalGo(rehearsal, PART)));
    onProgress?.(told.snapshot);
    const text =
      told.over || signal?.aborted ? on(instance, (glue) => glue.rehearsalRun(rehearsal)) : "";
    if (told.over) return new Rehearsed(new SealedRun(instance, opened(text).run), told.snapshot);
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

class Rehearsed extends Looks {
  #snapshot;

  /** @param {SealedRun} run @param {Snapshot} snapshot at its end, in its own time */
  constructor(run, snapshot) {
    super(() => run);
    this.#snapshot = snapshot;
  }

  /** @override */
  snapshot() {
    return this.#snapshot;
  }
}

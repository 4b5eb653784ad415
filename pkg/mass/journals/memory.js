// A journal in memory, for tests and rehearsals: it is gone with the process. For real runs: `file.js`, `indexed-db.js`.

import { taken } from "./taken.js";

/** @import { Journal } from "./taken.js" */

/** @param {readonly string[]} [lines] what is in it already @returns {Journal & { lines: string[] }} */
export function memoryJournal(lines = []) {
  const kept = [...lines];
  let open = false;
  return {
    lines: kept,
    async open() {
      if (open) throw taken("the journal");
      open = true;
    },
    async append(more) {
      kept.push(...more);
    },
    async *read() {
      yield* [...kept];
    },
    async close() {
      open = false;
    },
  };
}

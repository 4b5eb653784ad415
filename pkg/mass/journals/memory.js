// A journal in memory, for tests. It ends with the process, so a real run needs `file.js` or `indexed-db.js`.

import { JournalError } from "../errors.js";
import { inUseError } from "./journal.js";

/** @import { Journal } from "./journal.js" */

/** @param {readonly string[]} [lines] its initial lines @returns {Journal & { lines: string[] }} */
export function memoryJournal(lines = []) {
  const stored = [...lines];
  let open = false;
  return {
    lines: stored,
    async open() {
      if (open) throw inUseError("the journal");
      open = true;
    },
    async append(more) {
      if (!open) throw new JournalError("the journal is not open");
      stored.push(...more);
    },
    async *read() {
      yield* [...stored];
    },
    async close() {
      open = false;
    },
  };
}

// Appends the lines of a run to its journal, in their order; what comes while it writes goes together next. After a failure
// nothing is written any more, and everybody who waits is told. Not here: where the lines are kept (`journals`).

import { JournalError } from "./errors.js";

/** @import { Journal } from "./journals/taken.js" */

export class Writer {
  #journal;
  /** @type {string[]} */
  #waiting = [];
  /** What is being written, or was last. @type {Promise<void>} */
  #last = Promise.resolve();
  /** What will be written then. @type {Promise<void> | undefined} */
  #next;

  /** @param {Journal} journal */
  constructor(journal) {
    this.#journal = journal;
  }

  /** Resolves once these lines, and all before them, are durable. @param {readonly string[]} [lines] @returns {Promise<void>} */
  write(lines = []) {
    for (const line of lines) this.#waiting.push(line);
    if (this.#next === undefined) {
      this.#next = this.#last.then(() => this.#append());
      // Whoever awaits it is told; that nobody does is no fault of its own.
      this.#next.catch(() => {});
    }
    return this.#next;
  }

  async #append() {
    const lines = this.#waiting;
    this.#waiting = [];
    this.#last = /** @type {Promise<void>} */ (this.#next);
    this.#next = undefined;
    if (lines.length === 0) return;
    try {
      await this.#journal.append(lines);
    } catch (cause) {
      throw cause instanceof JournalError
        ? cause
        : new JournalError("the journal cannot be written", cause);
    }
  }
}

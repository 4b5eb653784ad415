// Appends the lines of a run to its journal, in order. Lines that arrive during a write form the next write. After a failure
// nothing more is written, and all pending writes reject.

import { JournalError } from "./errors.js";

/** @import { Journal } from "./journals/journal.js" */

export class Writer {
  #journal;
  /** @type {string[]} */
  #waiting = [];
  /** The current write, or the last one. @type {Promise<void>} */
  #last = Promise.resolve();
  /** The write after the current one. @type {Promise<void> | undefined} */
  #next;

  /** @param {Journal} journal */
  constructor(journal) {
    this.#journal = journal;
  }

  /** Resolves when these lines, and all before them, are durable. @param {readonly string[]} [lines] @returns {Promise<void>} */
  write(lines = []) {
    for (const line of lines) this.#waiting.push(line);
    if (this.#next === undefined) {
      this.#next = this.#last.then(() => this.#append());
      // A failure without a waiting caller must not count as an unhandled rejection.
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

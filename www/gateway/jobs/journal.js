// Stores the journals of runs in the account's SQLite, one row for each line. Lines appended together become durable
// together. The core writes and reads their content.

import { JournalError } from "certcentral-revoke/mass";

/** @import { Journal } from "certcentral-revoke/mass" */

/** Lines in one read. */
const BLOCK = 500;

export class JournalStore {
  /** The open journal of each job. @type {Map<string, Journal>} */
  #open = new Map();

  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS job_lines (job TEXT NOT NULL, nth INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (job, nth)) WITHOUT ROWID",
    );
  }

  /** Returns the journal of a job. @param {string} job @returns {Journal} */
  journalOf(job) {
    const { sql } = this.storage;
    const isOpen = () => this.#open.get(job) === journal;
    /** @type {Journal} */
    const journal = {
      open: async () => {
        if (this.#open.has(job)) throw new JournalError("the journal of this run is already open");
        this.#open.set(job, journal);
      },
      append: async (lines) => {
        if (!isOpen()) throw new JournalError("the journal of this run is not open");
        this.storage.transactionSync(() => {
          let nth = this.length(job);
          for (const line of lines)
            sql.exec("INSERT INTO job_lines VALUES (?, ?, ?)", job, ++nth, line);
        });
        // The caller may send a request only once the lines are on disk.
        await this.storage.sync();
      },
      read: () => this.lines(job),
      close: async () => {
        if (isOpen()) this.#open.delete(job);
      },
    };
    return journal;
  }

  /** Returns the number of lines. @param {string} job @returns {number} */
  length(job) {
    const [{ last }] = this.storage.sql
      .exec("SELECT MAX(nth) AS last FROM job_lines WHERE job = ?", job)
      .toArray();
    return last ?? 0;
  }

  /** @param {string} job @param {number} first 1-based line number @param {number} maxLines @returns {string[]} */
  slice(job, first, maxLines) {
    return this.storage.sql
      .exec(
        "SELECT line FROM job_lines WHERE job = ? AND nth >= ? ORDER BY nth LIMIT ?",
        ...[job, first, maxLines],
      )
      .toArray()
      .map((/** @type {{ line: string }} */ { line }) => line);
  }

  /** Yields the lines, without opening the journal. @param {string} job @returns {AsyncGenerator<string>} */
  async *lines(job) {
    for (let first = 1; ; first += BLOCK) {
      const lines = this.slice(job, first, BLOCK);
      yield* lines;
      if (lines.length < BLOCK) return;
    }
  }
}

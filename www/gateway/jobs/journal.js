// The journal of a run in the SQLite of the account: one row for each line, and what is appended together is there
// together. Not here: what stands in a line; the core writes and reads those.

import { JournalError } from "certcentral-revoke/mass";

/** @import { Journal } from "certcentral-revoke/mass" */

/** So many lines are read at once. */
const BLOCK = 500;

export class Journals {
  /** Runs that have their journal open. @type {Set<string>} */
  #open = new Set();

  /** @param {any} storage of a Durable Object */
  constructor(storage) {
    this.storage = storage;
    storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS job_lines (job TEXT NOT NULL, nth INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (job, nth)) WITHOUT ROWID",
    );
  }

  /** @param {string} job @returns {Journal} */
  of(job) {
    const { sql } = this.storage;
    return {
      open: async () => {
        if (this.#open.has(job)) throw new JournalError("this run is on its way already");
        this.#open.add(job);
      },
      append: async (lines) => {
        this.storage.transactionSync(() => {
          let nth = this.length(job);
          for (const line of lines)
            sql.exec("INSERT INTO job_lines VALUES (?, ?, ?)", job, ++nth, line);
        });
        // No byte leaves before it is on the disk, and nobody is told that it is before it is.
        await this.storage.sync();
      },
      read: () => this.#lines(job),
      close: async () => {
        this.#open.delete(job);
      },
    };
  }

  /** How many lines there are. @param {string} job @returns {number} */
  length(job) {
    const [{ last }] = this.storage.sql
      .exec("SELECT MAX(nth) AS last FROM job_lines WHERE job = ?", job)
      .toArray();
    return last ?? 0;
  }

  /** @param {string} job @param {number} first from 1 @param {number} most @returns {string[]} */
  slice(job, first, most) {
    return this.storage.sql
      .exec(
        "SELECT line FROM job_lines WHERE job = ? AND nth >= ? ORDER BY nth LIMIT ?",
        ...[job, first, most],
      )
      .toArray()
      .map((/** @type {{ line: string }} */ { line }) => line);
  }

  /** @param {string} job @returns {AsyncGenerator<string>} */
  async *#lines(job) {
    for (let first = 1; ; first += BLOCK) {
      const lines = this.slice(job, first, BLOCK);
      yield* lines;
      if (lines.length < BLOCK) return;
    }
  }
}

// The interface of a journal, and the error of one that another run has opened.

import { JournalError } from "../errors.js";

/**
 * Lines that are durable once `append` has resolved, for one run at a time.
 * @typedef {object} Journal
 * @property {() => Promise<void>} open locks the journal; throws a `JournalError` if another run has locked it
 * @property {(lines: readonly string[]) => Promise<void>} append resolves when the lines are durable; a crash before that can leave the first ones, each complete
 * @property {() => AsyncIterable<string>} read yields every appended line, in order
 * @property {() => Promise<void>} close unlocks the journal
 */

/** @param {string} journal its name, for the message */
export const inUseError = (journal) =>
  new JournalError(
    `${journal} is open in another run: two runs of one list would revoke without coordination`,
  );

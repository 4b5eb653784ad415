// What a journal is for whoever writes another one: lines that are durable once `append` has resolved, and one run at a
// time. Not here: what stands in a line; the Rust core writes and reads those.

import { JournalError } from "../errors.js";

/**
 * @typedef {object} Journal
 * @property {() => Promise<void>} open takes it for this run alone; throws a `JournalError` where another run has it
 * @property {(lines: readonly string[]) => Promise<void>} append resolves once they are durable; a crash before that may leave a beginning of them, of whole lines
 * @property {() => AsyncIterable<string>} read every line that `append` was given, in that order
 * @property {() => Promise<void>} close lets another run have it
 */

/** @param {string} which */
export const taken = (which) =>
  new JournalError(
    `${which} is open in another run: two runs of one list would revoke without knowing of each other`,
  );

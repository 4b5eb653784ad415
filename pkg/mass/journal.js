// A journal for whoever only looks: how the run of it stands, and its report. No key, no lock, nothing is sent and nothing
// written. Not here: going on with it (`client.js`).

import { invalid } from "./errors.js";
import { Looks } from "./looks.js";
import { SealedRun } from "./sealed.js";

/** @param {any} lines @returns {Promise<Looks>} */
export async function readJournal(lines) {
  if (!lines?.[Symbol.asyncIterator] && !(lines?.[Symbol.iterator] && typeof lines !== "string"))
    throw invalid("lines", "lines must be something that iterates over the lines of a journal");
  const run = await SealedRun.seen(lines);
  return new Looks(() => run);
}

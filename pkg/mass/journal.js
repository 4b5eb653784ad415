// Reads journals, to resume a run or to report on one.

import { guarded } from "../instance.js";
import { invalidInput } from "../invalid.js";
import { core } from "./core.js";
import { massHost } from "./host.js";
import { RunView } from "./view.js";

/** @import { Core } from "./core.js" */
/** @typedef {AsyncIterable<string> | Iterable<string>} Lines */

/** The number of lines that are passed to the core at once. */
const BLOCK = 500;

/** Returns a read-only view of the run of a journal, without a key and without a lock. Nothing is sent or written. @param {any} lines */
export async function readJournal(lines) {
  if (typeof lines?.then === "function")
    throw invalidInput("lines", "type", "lines is a Promise; await it before the call");
  if (!lines?.[Symbol.asyncIterator] && !(lines?.[Symbol.iterator] && typeof lines !== "string"))
    throw invalidInput(
      "lines",
      "type",
      "lines must be something that iterates over the lines of a journal",
    );
  const instance = await core();
  const reader = await readLines(instance, lines);
  const view = guarded(instance, false, () => reader.view());
  return new RunView(() => ({ core: instance, view }));
}

/** @param {Core} core @param {Lines} lines */
export async function readLines(core, lines) {
  const reader = guarded(core, false, (glue) => new glue.JournalReader(massHost));
  /** @type {string[]} */
  let block = [];
  const push = () => guarded(core, false, () => reader.push(block.join("\n")));
  for await (const line of lines) {
    block.push(line);
    if (block.length < BLOCK) continue;
    push();
    block = [];
  }
  push();
  return reader;
}

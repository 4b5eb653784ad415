import type { Journal } from "./index.js";

/**
 * A journal in a file, for Node, Deno and Bun: flushed to the disk before anything is sent, and locked by a file beside it.
 * It is made if it is not there.
 * @example
 * <!-- example: mass-file -->
 * ```js
 * import { fileJournal } from "certcentral-revoke/mass/file";
 *
 * const journal = fileJournal("july.journal");
 * ```
 */
export function fileJournal(path: string): Journal;

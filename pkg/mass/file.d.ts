import type { Journal } from "./index.js";

/**
 * A journal in a file, for Node, Deno and Bun. Lines are flushed to disk before a request is sent, and a lock file allows
 * one run at a time. The file is created if it does not exist.
 * @param path The path of the file.
 * @example
 * ```js example=mass-file
 * import { fileJournal } from "certcentral-revoke/mass/file";
 *
 * const journal = fileJournal("july.journal");
 * ```
 */
export function fileJournal(path: string): Journal;

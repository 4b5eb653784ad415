import type { Journal } from "./index.js";

/**
 * A journal in a file, for Node, Deno and Bun. Lines are flushed to disk before a request is sent. The file is created, for its
 * owner only, if it does not exist.
 *
 * One run at a time has the journal open: `<path>.lock` names its process. The lock of a process that is gone is taken over. If
 * that is not certain (another machine or container), opening fails with a `JournalError` that names the file to remove. A file
 * that is not a journal is refused and not changed, and so is a symbolic or hard link. A line that a crash cut off is moved to
 * `<path>.cut-<time>`.
 * @param path The path of the file.
 * @example
 * ```js example=mass-file
 * import { fileJournal } from "certcentral-revoke/mass/file";
 *
 * const journal = fileJournal("july.journal");
 * ```
 */
export function fileJournal(path: string): Journal;

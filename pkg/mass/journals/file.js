// A journal in a file, for Node, Deno and Bun: appended and flushed to the disk before `append` resolves, and locked by a
// file beside it. A line that a crash cut off is moved to a file of its own: nothing was sent for it, because a request is sent
// only after its line is durable. A file that is not a journal is never changed.

import { closeSync, constants, fsyncSync, openSync } from "node:fs";
import { lstat, open, realpath, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { JournalError } from "../errors.js";
import { lockJournal } from "./file-lock.js";

/** @import { FileHandle } from "node:fs/promises" */
/** @import { Journal } from "./journal.js" */

/** How every journal begins. */
const HEAD = '{"started":{"version":';
/** The first line in format 1. The core reads it and refuses it by its version. */
const FORMAT_1_HEAD = '{"begun":{"version":';
const LINE_END = 10;
/** The number of bytes that are read at once in the search for the last line end. */
const BLOCK = 64 * 1024;
/** Read and append. The file is created for its owner only, and a symbolic link is not followed. */
const { O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_RDWR } = constants;

/** @param {string} path created if it does not exist @returns {Journal} */
export function fileJournal(path) {
  /** @type {FileHandle | undefined} */
  let file;
  /** @type {Awaited<ReturnType<typeof lockJournal>> | undefined} */
  let lock;
  const opened = () => {
    if (!file || !lock) throw new JournalError("the journal is not open");
    return { file, lock };
  };
  const leave = async () => {
    const [handle, held] = [file, lock];
    file = undefined;
    lock = undefined;
    await handle?.close();
    await held?.release();
  };
  return {
    async open() {
      if (file) throw new JournalError(`the journal ${path} is open already`);
      const real = await realPath(path);
      lock = await lockJournal(real);
      try {
        file = await open(real, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
        await assertJournal(file, real);
        await moveCutLine(file, real);
        // A new file is only found again after a crash once its folder is on the disk, too.
        flushFolder(dirname(real));
      } catch (error) {
        await leave();
        throw error;
      }
    },
    async append(lines) {
      const { file, lock } = opened();
      await lock.assertHeld();
      const text = lines.map((line) => `${line}\n`).join("");
      const { size } = await file.stat();
      try {
        await file.appendFile(text);
        await file.datasync();
      } catch (cause) {
        // A part of it may be there: the next line must not follow half of this one.
        await file.truncate(size).catch(() => {});
        throw new JournalError("the journal cannot be written", cause);
      }
    },
    async *read() {
      const { file } = opened();
      const input = file.createReadStream({ start: 0, autoClose: false, encoding: "utf8" });
      yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    },
    close: leave,
  };
}

/**
 * The one name of a journal, whichever way leads to its folder. A symbolic or hard link would give it a second name, and a
 * lock for each.
 * @param {string} path
 */
async function realPath(path) {
  const absolute = resolve(path);
  const real = join(await realpath(dirname(absolute)), basename(absolute));
  const found = await lstat(real).catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return real;
  if (found.isSymbolicLink())
    throw new JournalError(
      `${path} is a symbolic link; pass the path of the journal itself, so that only one run can open it`,
    );
  if (!found.isFile()) throw new JournalError(`${path} is not a file; a journal is a regular file`);
  if (found.nlink > 1)
    throw new JournalError(
      `${path} has another name as well (a hard link); remove one, so that only one run can open the journal`,
    );
  // Some file systems have several spellings of one name.
  return await realpath(real);
}

/** Throws where a file has content that is not the beginning of a journal. @param {FileHandle} file @param {string} path */
async function assertJournal(file, path) {
  const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD.length), 0, HEAD.length, 0);
  const start = new TextDecoder().decode(buffer.subarray(0, bytesRead));
  // A crash may have cut off even the first line.
  if (HEAD.startsWith(start) || start.startsWith(FORMAT_1_HEAD)) return;
  throw new JournalError(
    `${path} is not a journal: its first line does not begin with ${HEAD}; it was not changed. Pass the path of a journal, or of a new file`,
  );
}

/** Moves a last line without a line end to a file of its own. @param {FileHandle} file @param {string} path */
async function moveCutLine(file, path) {
  const { size } = await file.stat();
  const end = await endOfLastLine(file, size);
  if (end === size) return;
  const cut = new Uint8Array(size - end);
  await file.read(cut, 0, cut.length, end);
  await writeFile(`${path}.cut-${Date.now()}`, cut, { flag: "wx", mode: 0o600, flush: true });
  await file.truncate(end);
}

/** The offset behind the last line end. @param {FileHandle} file @param {number} size */
async function endOfLastLine(file, size) {
  const block = new Uint8Array(BLOCK);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - BLOCK);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const at = block.subarray(0, bytesRead).lastIndexOf(LINE_END);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/** @param {string} folder */
function flushFolder(folder) {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Some systems open no folders; they need none of it.
  }
}

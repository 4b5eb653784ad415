// A journal in a file, for Node, Deno and Bun: appended and flushed to the disk before `append` resolves, and locked by a
// file beside it. A line that a crash cut off is dropped: nothing was sent for it, because what is sent comes after it.

import { closeSync, fsyncSync, openSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
import { JournalError } from "../errors.js";
import { taken } from "./taken.js";

/** @import { Journal } from "./taken.js" */
/** @import { FileHandle } from "node:fs/promises" */

/** The locks of this process: a container gives the same process id to every start. @type {Set<string>} */
const held = new Set();
const LINE_END = 10;
/** So much is looked at, from the end, for the last line end. */
const BLOCK = 64 * 1024;

/** @param {string} path made if it is not there @returns {Journal} */
export function fileJournal(path) {
  const lock = resolve(`${path}.lock`);
  /** @type {FileHandle | undefined} */
  let file;
  const opened = () => {
    if (!file) throw new JournalError("the journal is not open");
    return file;
  };
  return {
    async open() {
      await lockFile(lock, path);
      try {
        file = await open(path, "a+");
        await dropCutLine(file);
        // A file that was made just now is only found again once its folder is on the disk, too.
        flushFolder(dirname(path));
      } catch (error) {
        await file?.close();
        file = undefined;
        await unlock(lock);
        throw error;
      }
    },
    async append(lines) {
      const handle = opened();
      const text = lines.map((line) => `${line}\n`).join("");
      const { size } = await handle.stat();
      try {
        await handle.appendFile(text);
        await handle.datasync();
      } catch (cause) {
        // A part of it may be there: the next line must not stand behind half of this one.
        await handle.truncate(size).catch(() => {});
        throw new JournalError("the journal cannot be written", cause);
      }
    },
    async *read() {
      const handle = opened();
      const input = handle.createReadStream({ start: 0, autoClose: false, encoding: "utf8" });
      yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    },
    async close() {
      const handle = file;
      file = undefined;
      await handle?.close();
      if (handle) await unlock(lock);
    },
  };
}

/** @param {FileHandle} file */
async function dropCutLine(file) {
  const { size } = await file.stat();
  const block = new Uint8Array(BLOCK);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - BLOCK);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const at = block.subarray(0, bytesRead).lastIndexOf(LINE_END);
    if (at >= 0) {
      if (start + at + 1 < size) await file.truncate(start + at + 1);
      return;
    }
    end = start;
  }
  if (size > 0) await file.truncate(0);
}

/** The lock names its process, so that one who was killed does not lock it for ever. @param {string} lock @param {string} path */
async function lockFile(lock, path) {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const handle = await open(lock, "wx");
      held.add(lock);
      await handle.writeFile(String(process.pid));
      return await handle.close();
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
      const owner = Number(await readFile(lock, "utf8").catch(() => ""));
      const isOurs = owner === process.pid;
      if (isOurs ? held.has(lock) : isAlive(owner)) break;
      await rm(lock, { force: true });
    }
  }
  throw taken(`the journal ${path} (if no run has it, remove ${lock})`);
}

/** @param {string} lock */
async function unlock(lock) {
  await rm(lock, { force: true });
  held.delete(lock);
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
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

// The lock of a journal file: a file beside it that names the process that has the journal open. A lock exists only together
// with its content, because it is written under another name and then linked. A lock is taken over only where its process is
// certainly gone; in every other case the caller gets an error that names the file to remove.

import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { link, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { JournalError } from "../errors.js";
import { inUseError } from "./journal.js";

/**
 * @typedef {object} Owner the process that holds a lock
 * @property {string} token unique for each lock
 * @property {number} pid
 * @property {string} started when the process started, in the words of the system; empty where the system does not say
 * @property {string} host the machine, by name and machine id
 * @property {string} boot the boot of that machine; empty where the system does not say
 * @property {string} namespace in which `pid` counts; containers have their own
 */

/** Systems without hard links report one of these. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"]);

/**
 * Locks a journal for this process.
 * @param {string} journal the real path of the journal
 * @returns {Promise<{ assertHeld(): Promise<void>, release(): Promise<void> }>}
 */
export async function lockJournal(journal) {
  const lock = `${journal}.lock`;
  const owner = await self();
  const content = JSON.stringify(owner);
  if (!(await createLock(lock, content))) await takeOver(lock, content, owner, journal);
  const isHeld = async () => (await read(lock)) === content;
  return {
    async assertHeld() {
      if (await isHeld()) return;
      throw new JournalError(
        `the lock ${lock} is not the one of this run any more: it was removed or replaced, so nothing was written`,
      );
    },
    async release() {
      if (await isHeld()) await rm(lock, { force: true });
    },
  };
}

/** Creates a lock with its content, in one step. Returns false where there is one. @param {string} lock @param {string} content */
async function createLock(lock, content) {
  const draft = `${lock}.${randomUUID()}`;
  await writeNew(draft, content);
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
    if (code === "EEXIST") return false;
    if (!NO_LINKS.has(code)) throw error;
    return await writeNew(lock, content).then(
      () => true,
      (cause) => {
        if (cause.code === "EEXIST") return false;
        throw cause;
      },
    );
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Replaces the lock of a process that is gone. Only the holder of `<lock>.takeover` may remove a lock, after reading it again:
 * so two processes cannot both replace the same one.
 * @param {string} lock @param {string} content @param {Owner} owner @param {string} journal
 */
async function takeOver(lock, content, owner, journal) {
  const found = await read(lock);
  if (found !== undefined && !isGone(found, owner)) throw lockedError(journal, lock, found);
  const marker = `${lock}.takeover`;
  if (!(await createLock(marker, content))) throw lockedError(journal, marker, await read(marker));
  try {
    const again = await read(lock);
    if (again !== undefined) {
      if (again !== found) throw lockedError(journal, lock, again);
      await rm(lock, { force: true });
    }
    if (!(await createLock(lock, content))) throw lockedError(journal, lock, await read(lock));
  } finally {
    await rm(marker, { force: true });
  }
}

/** Whether the process of a lock is certainly gone. @param {string} content @param {Owner} self */
function isGone(content, self) {
  const owner = parse(content);
  if (!owner || owner.host !== self.host) return false;
  // The machine was started again since.
  if (owner.boot !== "" && self.boot !== "" && owner.boot !== self.boot) return true;
  if (owner.namespace !== self.namespace) return false;
  if (owner.pid === self.pid) return isOther(owner.started, self.started);
  const started = startedAt(owner.pid);
  return isAlive(owner.pid) ? isOther(owner.started, started) : true;
}

/** Whether both are known and differ. @param {string} one @param {string} other */
const isOther = (one, other) => one !== "" && other !== "" && one !== other;

/** @param {string} content @returns {Owner | undefined} */
function parse(content) {
  try {
    const owner = JSON.parse(content);
    const texts = [owner.token, owner.started, owner.host, owner.boot, owner.namespace];
    const isOwner = texts.every((text) => typeof text === "string") && isPid(owner.pid);
    return isOwner ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} pid */
const isPid = (pid) => Number.isSafeInteger(pid) && Number(pid) > 0;

/** @returns {Promise<Owner>} */
async function self() {
  const [machine, boot] = await Promise.all(
    ["/etc/machine-id", "/proc/sys/kernel/random/boot_id"].map(system),
  );
  return {
    token: randomUUID(),
    pid: process.pid,
    started: startedAt(process.pid),
    host: [hostname(), machine].filter(Boolean).join(" "),
    boot: boot ?? "",
    namespace: namespaceOf(),
  };
}

/** Reads a file of the system, which others may not have. @param {string} path */
const system = (path) =>
  readFile(path, "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );

/** In which namespace the process ids of this process count, where the system has namespaces. */
function namespaceOf() {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/**
 * When a process started, in ticks since the boot: two processes with one id differ in it. Empty where the system does not
 * say, or the process is gone.
 * @param {number} pid
 */
function startedAt(pid) {
  return statOf(pid)[19] ?? "";
}

/** The fields of `/proc/<pid>/stat` after the name of the process, the state first. @param {number} pid */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // Ended, and not yet collected by its parent.
  if (statOf(pid)[0] === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** Writes a file that does not exist yet, for its owner only, to the disk. @param {string} path @param {string} content */
async function writeNew(path, content) {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param {string} path @returns {Promise<string | undefined>} nothing where there is no such file */
async function read(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {string} journal @param {string} lock @param {string | undefined} content of the lock */
function lockedError(journal, lock, content) {
  const owner = parse(content ?? "");
  const holder = owner
    ? `process ${owner.pid} on ${owner.host.split(" ")[0]}`
    : "an unknown process";
  return inUseError(
    `the journal ${journal}, locked by ${holder} (if no run has it, remove ${lock})`,
  );
}

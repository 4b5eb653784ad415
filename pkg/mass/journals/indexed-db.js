// A journal in a browser's IndexedDB, for pages without a gateway that runs their jobs. It outlives the tab. Web Locks allow one
// run at a time across all tabs.

import { JournalError } from "../errors.js";
import { inUseError } from "./journal.js";

/** @import { Journal } from "./journal.js" */

const STORE = "lines";
/** The number of lines that are read at once. */
const BLOCK = 1000;

/** @param {string} name of the database; each run needs its own @returns {Journal} */
export function indexedDbJournal(name) {
  /** @type {IDBDatabase | undefined} */
  let database;
  let release = () => {};
  const requireDatabase = () => {
    if (!database) throw new JournalError("the journal is not open");
    return database;
  };
  return {
    async open() {
      release = await acquireLock(`certcentral-revoke ${name}`);
      try {
        database = await openDatabase(name);
      } catch (error) {
        release();
        throw error;
      }
    },
    append(lines) {
      // `strict`: the transaction completes when the lines are on the disk.
      const transaction = requireDatabase().transaction(STORE, "readwrite", {
        durability: "strict",
      });
      const store = transaction.objectStore(STORE);
      for (const line of lines) store.add(line);
      return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () =>
          reject(new JournalError("the journal cannot be written", transaction.error));
      });
    },
    async *read() {
      let after = 0;
      for (;;) {
        const store = requireDatabase().transaction(STORE).objectStore(STORE);
        const range = IDBKeyRange.lowerBound(after, true);
        const [keys, lines] = await Promise.all([
          resultOf(store.getAllKeys(range, BLOCK)),
          resultOf(store.getAll(range, BLOCK)),
        ]);
        yield* lines;
        const last = keys.at(-1);
        if (last === undefined) return;
        after = Number(last);
      }
    },
    async close() {
      database?.close();
      database = undefined;
      release();
    },
  };
}

/** Acquires a lock, and returns the function that releases it. @param {string} name @returns {Promise<() => void>} */
function acquireLock(name) {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return reject(inUseError("the journal"));
        return new Promise((release) => resolve(() => release(undefined)));
      })
      .catch(reject);
  });
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function openDatabase(name) {
  const request = indexedDB.open(`certcentral-revoke ${name}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
  return resultOf(request);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new JournalError("the journal cannot be read", request.error));
  });
}

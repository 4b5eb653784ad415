// A journal in a browser's IndexedDB, for a console that has no gateway to run its jobs: it outlives the tab. One run at a
// time, in whatever tab, by Web Locks.

import { JournalError } from "../errors.js";
import { taken } from "./taken.js";

/** @import { Journal } from "./taken.js" */

const STORE = "lines";
/** So many lines are read at once. */
const BLOCK = 1000;

/** @param {string} name of the database, one for each run @returns {Journal} */
export function indexedDbJournal(name) {
  /** @type {IDBDatabase | undefined} */
  let database;
  let release = () => {};
  const opened = () => {
    if (!database) throw new JournalError("the journal is not open");
    return database;
  };
  return {
    async open() {
      release = await locked(`certcentral-revoke ${name}`);
      try {
        database = await openDatabase(name);
      } catch (error) {
        release();
        throw error;
      }
    },
    append(lines) {
      // Strict: on the disk when it is complete, and not only with the operating system.
      const transaction = opened().transaction(STORE, "readwrite", { durability: "strict" });
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
        const store = opened().transaction(STORE).objectStore(STORE);
        const range = IDBKeyRange.lowerBound(after, true);
        const [keys, lines] = await Promise.all([
          done(store.getAllKeys(range, BLOCK)),
          done(store.getAll(range, BLOCK)),
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

/** Takes a lock and gives the function that lets it go. @param {string} name @returns {Promise<() => void>} */
function locked(name) {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return reject(taken("the journal"));
        return new Promise((release) => resolve(() => release(undefined)));
      })
      .catch(reject);
  });
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function openDatabase(name) {
  const request = indexedDB.open(`certcentral-revoke ${name}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
  return done(request);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new JournalError("the journal cannot be read", request.error));
  });
}

// Broadcasts the progress of a run to async iterators. Each iterator receives everything from its creation on.

/** @import { Progress } from "./types.js" */

export class Watchers {
  /** @type {Set<{ queue: Progress[], wake: () => void }>} */
  #all = new Set();
  /** @type {{ error?: unknown } | undefined} */
  #ended;

  /** @param {readonly Progress[]} progress */
  publish(progress) {
    for (const watcher of this.#all) {
      for (const entry of progress) watcher.queue.push(entry);
      watcher.wake();
    }
  }

  /** @param {unknown} [error] */
  end(error) {
    this.#ended ??= error === undefined ? {} : { error };
    for (const watcher of this.#all) watcher.wake();
  }

  /** @returns {AsyncIterableIterator<Progress>} */
  watch() {
    const watcher = { queue: /** @type {Progress[]} */ ([]), wake: () => {} };
    this.#all.add(watcher);
    const next = async () => {
      for (;;) {
        const [value] = watcher.queue.splice(0, 1);
        if (value) return { value, done: false };
        if (this.#ended) {
          this.#all.delete(watcher);
          if ("error" in this.#ended) throw this.#ended.error;
          return { value: undefined, done: true };
        }
        await new Promise((resolve) => {
          watcher.wake = () => resolve(undefined);
        });
      }
    };
    return /** @type {AsyncIterableIterator<Progress>} */ ({
      next,
      return: async () => {
        this.#all.delete(watcher);
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    });
  }
}

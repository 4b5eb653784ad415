// Virtual time for code that uses `setTimeout` and `Date.now`. Existing libraries search all timers in each step, which is too
// slow for a limiter with one timer for each call.

import { setImmediate } from "node:timers/promises";

/** @typedef {{ at: number, nth: number, act: () => void, every: number | undefined, off: boolean }} Timer */

const REAL = { setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now };

/** Runs a function on a virtual clock until it ends. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
export async function inVirtualTime(act) {
  const clock = new Clock();
  const set =
    (/** @type {boolean} */ again) =>
    (/** @type {() => void} */ run, ms = 0) =>
      clock.add(run, Math.max(ms, 1), again);
  const clear = (/** @type {Timer | undefined} */ timer) => {
    if (timer) timer.off = true;
  };
  const [setTimeout, setInterval] = [set(false), set(true)];
  Object.assign(globalThis, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear });
  Date.now = () => clock.now;
  try {
    let isOver = false;
    const result = act().finally(() => {
      isOver = true;
    });
    // All promise reactions to a timer run before the next timer.
    for (await setImmediate(); !isOver; await setImmediate()) clock.step();
    return await result;
  } finally {
    const { now, ...timers } = REAL;
    Object.assign(globalThis, timers);
    Date.now = now;
  }
}

class Clock {
  now = Date.UTC(2024, 6, 29);
  #added = 0;
  /** A binary heap, the next timer first. @type {Timer[]} */
  #timers = [];

  /** @param {() => void} act @param {number} ms @param {boolean} again */
  add(act, ms, again) {
    const every = again ? ms : undefined;
    const timer = { at: this.now + ms, nth: this.#added++, act, every, off: false };
    this.#push(timer);
    return Object.assign(timer, { ref: () => timer, unref: () => timer });
  }

  step() {
    const timer = this.#pop();
    if (!timer) throw new Error("every task waits, and no timer is left");
    if (timer.off) return;
    this.now = timer.at;
    timer.act();
    if (timer.every === undefined || timer.off) return;
    timer.at += timer.every;
    this.#push(timer);
  }

  /** @param {Timer} timer */
  #push(timer) {
    const heap = this.#timers;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = /** @type {Timer} */ (heap[above]);
      if (isBefore(parent, timer)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = timer;
  }

  #pop() {
    const heap = this.#timers;
    const [first] = heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const next = left && right && isBefore(right, left) ? right : left;
      if (!next || isBefore(last, next)) break;
      heap[place] = next;
      place = 2 * place + (next === left ? 1 : 2);
    }
    heap[place] = last;
    return first;
  }
}

/** @param {Timer} a @param {Timer} b */
function isBefore(a, b) {
  return a.at < b.at || (a.at === b.at && a.nth < b.nth);
}

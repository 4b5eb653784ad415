// Rolling rate windows: for each key, the times of its recent requests.

/** @typedef {{ calls: number, seconds: number }} Window */

export class RateWindows {
  /** @type {Map<string, number[]>} */
  #times = new Map();

  /**
   * Returns whether a request with this key fits into every window, and counts it. A rejected request counts only with
   * `refusedCount`.
   * @param {string} key @param {number} now UTC milliseconds @param {Window[]} windows @param {boolean} refusedCount
   */
  admit(key, now, windows, refusedCount) {
    const longest = Math.max(0, ...windows.map(({ seconds }) => seconds * 1000));
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - longest);
    const within = windows.every(
      ({ calls, seconds }) => times.filter((time) => time > now - seconds * 1000).length < calls,
    );
    if (within || refusedCount) times.push(now);
    this.#times.set(key, times);
    return within;
  }

  clear() {
    this.#times.clear();
  }
}

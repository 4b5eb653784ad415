// Rolling rate windows, kept exactly: each key has the times of its last calls.

/** @typedef {{ calls: number, seconds: number }} Window */

export class RateWindows {
  /** @type {Map<string, number[]>} */
  #times = new Map();

  /**
   * Whether a call of this key at this moment stays within every window. What is let through counts; what is refused
   * counts too if `refusedCount`.
   * @param {string} key @param {number} now milliseconds @param {Window[]} windows @param {boolean} refusedCount
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

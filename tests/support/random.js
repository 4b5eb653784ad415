// A seeded random number generator, the same in every host.

/** @param {number} seed @returns {() => number} from 0 to below 1 (mulberry32) */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} random */
export function chooser(random) {
  const below = (/** @type {number} */ end) => Math.floor(random() * end);
  return {
    below,
    /** @param {number} probability */
    chance: (probability) => random() < probability,
    /** @template T @param {readonly T[]} values @returns {T} */
    one: (values) => /** @type {T} */ (values[below(values.length)]),
    /** A number whose logarithm is uniform: small numbers are as likely as large ones. @param {number} end */
    logarithmic: (end) => Math.floor(Math.exp(random() * Math.log(end + 1))),
  };
}

/** @typedef {ReturnType<typeof chooser>} Chooser */

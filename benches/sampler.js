// Takes samples of several tasks in turns, so that a machine that slows down slows all of them, and sums them up.

/** @typedef {{ median: number, spread: number, samples: number[] }} Figure milliseconds of one turn */

/**
 * @param {string[]} names @param {(name: string, turns: number) => Promise<number> | number} time milliseconds of so many turns
 * @param {{ rounds: number, batchMs: number }} effort
 * @returns {Promise<Map<string, Figure>>}
 */
export async function sample(names, time, { rounds, batchMs }) {
  /** @type {Map<string, { turns: number, samples: number[] }>} */
  const taken = new Map();
  for (const name of names)
    taken.set(name, { turns: await turnsOf(name, time, batchMs), samples: [] });
  const order = [...taken];
  for (let round = 0; round < rounds; round++) {
    for (const [name, { turns, samples }] of order) samples.push((await time(name, turns)) / turns);
    // Nobody always comes after the same neighbour, and its garbage.
    order.push(...order.splice(0, 1));
    order.reverse();
  }
  return new Map([...taken].map(([name, { samples }]) => [name, figure(samples)]));
}

/** How many turns fill a batch. Finding that out is the warm-up too. @param {string} name @param {Parameters<typeof sample>[1]} time @param {number} batchMs */
async function turnsOf(name, time, batchMs) {
  for (let turns = 1; ; ) {
    const ms = await time(name, turns);
    if (ms >= batchMs) return turns;
    turns = Math.ceil(turns * Math.min(10, Math.max(1.5, (1.2 * batchMs) / Math.max(ms, 0.001))));
  }
}

/** @param {number[]} samples @returns {Figure} */
export function figure(samples) {
  const median = quantile(samples, 0.5);
  const spread = (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median;
  return { median, spread, samples };
}

/** How many times the one takes of the other: the median of the rounds, each compared within itself. @param {Figure} one @param {Figure} other */
export function ratio(one, other) {
  return quantile(
    one.samples.map((sample, round) => sample / (other.samples[round] ?? Number.NaN)),
    0.5,
  );
}

/** @param {number[]} values @param {number} part */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

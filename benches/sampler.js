// Samples several tasks in turns, so that a machine that slows down affects all of them, and summarizes the samples.

/** @typedef {{ median: number, spread: number, samples: number[] }} Figure milliseconds of one turn */

/**
 * Samples each name in turns, for a number of rounds.
 * @template T @param {string[]} names @param {number} rounds @param {(name: string) => Promise<T>} measure
 * @returns {Promise<Map<string, T[]>>}
 */
export async function inTurns(names, rounds, measure) {
  const samplesOf = new Map(names.map((name) => [name, /** @type {T[]} */ ([])]));
  const order = [...samplesOf];
  for (let round = 0; round < rounds; round++) {
    for (const [name, samples] of order) samples.push(await measure(name));
    // Changes the order, so that no task always runs after the same one and its garbage.
    order.push(...order.splice(0, 1));
    order.reverse();
  }
  return samplesOf;
}

/** @template T @param {Map<string, T[]>} samplesOf @param {(sample: T) => number} of @returns {Map<string, Figure>} */
export function figures(samplesOf, of) {
  return new Map([...samplesOf].map(([name, samples]) => [name, figure(samples.map(of))]));
}

/**
 * Like `inTurns`, in batches, for tasks that are too short to measure once.
 * @param {string[]} names @param {(name: string, turns: number) => Promise<number> | number} time the milliseconds of a number of turns
 * @param {{ rounds: number, batchMs: number }} effort
 */
export async function sample(names, time, { rounds, batchMs }) {
  /** @type {Map<string, number>} */
  const batches = new Map();
  for (const name of names) batches.set(name, await turnsOf(name, time, batchMs));
  const samplesOf = await inTurns(names, rounds, async (name) => {
    const turns = batches.get(name) ?? 1;
    return (await time(name, turns)) / turns;
  });
  return figures(samplesOf, (ms) => ms);
}

/** The number of turns that fill a batch in two attempts, so that one pause of the machine does not count. Also warms up. @param {string} name @param {Parameters<typeof sample>[1]} time @param {number} batchMs */
async function turnsOf(name, time, batchMs) {
  for (let turns = 1; ; ) {
    const ms = Math.min(await time(name, turns), await time(name, turns));
    if (ms >= batchMs) return turns;
    turns = Math.ceil(turns * Math.min(10, Math.max(1.5, (1.2 * batchMs) / Math.max(ms, 0.001))));
  }
}

/** @param {number[]} samples @returns {Figure} */
function figure(samples) {
  const median = quantile(samples, 0.5);
  const spread = (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median;
  return { median, spread, samples };
}

/** The ratio of two figures: the median over the rounds, each compared within itself. @param {Figure} one @param {Figure} other */
export function ratio(one, other) {
  return roundByRound(one, other, (a, b) => a / b);
}

/** The difference of two figures, compared in the same way. @param {Figure} one @param {Figure} other */
export function difference(one, other) {
  return roundByRound(one, other, (a, b) => a - b);
}

/** @param {Figure} one @param {Figure} other @param {(a: number, b: number) => number} compare */
function roundByRound(one, other, compare) {
  const rounds = one.samples.map((a, round) => compare(a, other.samples[round] ?? Number.NaN));
  return quantile(rounds, 0.5);
}

/** @param {number[]} values @param {number} part */
function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

/** @param {Figure} figure @param {(ms: number) => string} shown */
export function withSpread({ median, spread }, shown) {
  return `${shown(median)} ±${(100 * spread).toFixed(0)} %`;
}

// Takes samples of several tasks in turns, so that a machine that slows down slows all of them, and sums them up.

/** @typedef {{ median: number, spread: number, samples: number[] }} Figure milliseconds of one turn */

/**
 * Each in turns, `rounds` times.
 * @template T @param {string[]} names @param {number} rounds @param {(name: string) => Promise<T>} take
 * @returns {Promise<Map<string, T[]>>}
 */
export async function inTurns(names, rounds, take) {
  const taken = new Map(names.map((name) => [name, /** @type {T[]} */ ([])]));
  const order = [...taken];
  for (let round = 0; round < rounds; round++) {
    for (const [name, samples] of order) samples.push(await take(name));
    // Nobody always comes after the same neighbour, and its garbage.
    order.push(...order.splice(0, 1));
    order.reverse();
  }
  return taken;
}

/** @template T @param {Map<string, T[]>} taken @param {(sample: T) => number} of @returns {Map<string, Figure>} */
export function figures(taken, of) {
  return new Map([...taken].map(([name, samples]) => [name, figure(samples.map(of))]));
}

/**
 * As `inTurns`, of what is too short to be timed once: in batches.
 * @param {string[]} names @param {(name: string, turns: number) => Promise<number> | number} time milliseconds of so many turns
 * @param {{ rounds: number, batchMs: number }} effort
 */
export async function sample(names, time, { rounds, batchMs }) {
  /** @type {Map<string, number>} */
  const batches = new Map();
  for (const name of names) batches.set(name, await turnsOf(name, time, batchMs));
  const taken = await inTurns(names, rounds, async (name) => {
    const turns = batches.get(name) ?? 1;
    return (await time(name, turns)) / turns;
  });
  return figures(taken, (ms) => ms);
}

/** How many turns fill a batch, twice: one pause of the machine fills none. Finding that out is the warm-up too. @param {string} name @param {Parameters<typeof sample>[1]} time @param {number} batchMs */
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

/** How many times the one takes of the other: the median of the rounds, each compared within itself. @param {Figure} one @param {Figure} other */
export function ratio(one, other) {
  return roundByRound(one, other, (a, b) => a / b);
}

/** How much longer the one takes than the other, likewise. @param {Figure} one @param {Figure} other */
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

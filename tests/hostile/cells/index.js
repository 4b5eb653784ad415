// All cells, each with its own order id, and the check of a result against the expectation of its cell.

import { respond } from "../responses.js";
import { bodies } from "./bodies.js";
import { wire } from "./wire.js";

/** @typedef {import("./cell.js").Cell} Cell */

/** @param {number} thief the port of another origin @returns {Array<Cell & { id: number }>} */
export function cellsWith(thief) {
  return [...bodies, ...wire(thief)].map((cell, at) => ({
    get: [respond(500)],
    ...cell,
    id: 1001 + at,
  }));
}

/**
 * The difference between the result of a cell and its expectation, if any.
 * @param {Cell} cell @param {import("../play.js").CellResult | undefined} result @param {{ puts: number, gets: number }} seen
 */
export function faultOf(cell, result, { puts, gets }) {
  if (!result) return "the call never ended";
  const expected = [cell.expected].flat();
  // A prefix is enough: `UnknownOutcomeError unknown` allows any problem, because runtimes report different ones.
  if (!expected.some((text) => result.text === text || result.text.startsWith(`${text} `)))
    return `ended in "${result.text}", not in "${expected.join('" or "')}"`;
  if (result.leaked) return "the key was shown";
  if (result.ms > 3500) return `took ${Math.round(result.ms)} ms, longer than its deadline`;
  const [min, max] = bounds(cell.puts ?? (cell.act === "read" ? 0 : 1));
  if (puts < min || puts > max) return `${puts} PUTs, not ${min} to ${max}`;
  const [minGets, maxGets] = bounds(cell.gets ?? [0, 99]);
  if (gets < minGets || gets > maxGets) return `${gets} reads, not ${minGets} to ${maxGets}`;
  return undefined;
}

/** @param {number | [number] | [number, number]} count @returns {[number, number]} */
function bounds(count) {
  const [min, max = min] = [count].flat();
  return [min ?? 0, max ?? 0];
}

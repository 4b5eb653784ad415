// All cells, each with the id of an order of its own, and what is expected of every one.

import { answer } from "../answers.js";
import { bodies } from "./bodies.js";
import { wire } from "./wire.js";

/** @typedef {import("./cell.js").Cell} Cell */

/** @param {number} thief the port of another origin @returns {Array<Cell & { id: number }>} */
export function cellsWith(thief) {
  return [...bodies, ...wire(thief)].map((cell, at) => ({
    get: [answer(500)],
    ...cell,
    id: 1001 + at,
  }));
}

/**
 * What is wrong with how a cell ended; nothing if it is right.
 * @param {Cell} cell @param {import("../play.js").Told | undefined} told @param {{ puts: number, gets: number }} seen
 */
export function faultOf(cell, told, { puts, gets }) {
  if (!told) return "it never ended";
  const wanted = [cell.told].flat();
  // A prefix: `UnknownOutcomeError unknown` leaves the problem open where runtimes name it differently.
  if (!wanted.some((text) => told.told === text || told.told.startsWith(`${text} `)))
    return `ended in "${told.told}", not in "${wanted.join('" or "')}"`;
  if (told.leaked) return "the key was shown";
  if (told.ms > 3500) return `took ${Math.round(told.ms)} ms, past its deadline`;
  const [least, most] = bounds(cell.puts ?? (cell.act === "read" ? 0 : 1));
  if (puts < least || puts > most) return `${puts} PUTs, not ${least} to ${most}`;
  const [few, many] = bounds(cell.gets ?? [0, 99]);
  if (gets < few || gets > many) return `${gets} reads, not ${few} to ${many}`;
  return undefined;
}

/** @param {number | [number] | [number, number]} count @returns {[number, number]} */
function bounds(count) {
  const [least, most = least] = [count].flat();
  return [least ?? 0, most ?? 0];
}

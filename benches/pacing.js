// Many calls under two rolling windows, on a virtual clock: who keeps them, who is refused, how long it takes, and what
// somebody else with the same key notices.

import { PACERS, WINDOWS } from "./pacers.js";
import { bytes, table } from "./table.js";
import { inVirtualTime } from "./virtual-clock.js";

/** @typedef {{ over: number, most: number[], refused: number, tookMs: number, kept: number }} Told */

/** The certificates of July 2024, one call each. */
const CALLS = 83_267;
/** A limiter was there before the list: so long after a first call it comes. */
const BEFORE_MS = 179_000;
/** The neighbour's calls: two a second, whatever comes. */
const EVERY_MS = 500;
/** What such a neighbour leaves of each window. */
const LEFT = WINDOWS.map(([calls = 0, ms = 0]) => [calls - ms / EVERY_MS, ms]);

export async function measure() {
  /** @type {string[][]} */
  const alone = [];
  /** @type {string[][]} */
  const shared = [];
  for (const [name, pacer] of Object.entries(PACERS)) {
    const one = await told(pacer, false);
    const two = await told(pacer, true);
    alone.push([
      name,
      bytes(one.over),
      ...one.most.map(bytes),
      bytes(one.refused),
      ...duration(one, WINDOWS),
    ]);
    shared.push([
      name,
      bytes(two.refused),
      hundredths(two.refused / (CALLS + two.refused)),
      hundredths(two.kept),
      ...duration(two, LEFT),
    ]);
  }
  const most = WINDOWS.map(([, ms = 0]) => `most in ${ms / 1000} s`);
  return [
    `## Pacing: ${bytes(CALLS)} calls under ${WINDOWS.map(([calls, ms = 0]) => `${calls} in ${ms / 1000} s`).join(" and ")}`,
    "### Alone with the key",
    table(["", "sent over a window", ...most, "429s", "time", "× T*"], alone),
    "### With a hidden neighbour at 2 calls/s",
    table(["", "429s", "of its calls", "neighbour keeps", "time", "× fair share"], shared),
    `The list comes ${BEFORE_MS / 1000} s after a first call. T* is the least that the windows allow, the fair share's the least with what the
neighbour leaves: who is faster took it from the neighbour. Ours keeps each window for a second longer, against calls that
come nearer to each other on their way, and leaves room for people: that is its difference to T*.`,
  ];
}

/** @param {Told} told @param {number[][]} windows */
function duration({ tookMs }, windows) {
  const minutes = Math.round(tookMs / 60_000);
  const clock = `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return [clock, (tookMs / leastMs(windows)).toFixed(3)];
}

/** @param {number} part */
function hundredths(part) {
  return `${(100 * part).toFixed(2)} %`;
}

/** When the last call can leave at the earliest, the first at 0. @param {number[][]} windows */
function leastMs(windows) {
  /** @type {number[]} */
  const sent = [];
  for (let nth = 0; nth < CALLS; nth++) {
    const free = windows.map(([calls = 0, ms = 0]) => (sent[nth - calls] ?? -ms) + ms);
    sent.push(Math.max(sent.at(-1) ?? 0, ...free));
  }
  return sent.at(-1) ?? 0;
}

/** @param {import("./pacers.js").Pacer} pacer @param {boolean} hasNeighbour @returns {Promise<Told>} */
function told(pacer, hasNeighbour) {
  return inVirtualTime(async () => {
    const server = new Server();
    /** @type {number[]} */
    const sent = [];
    let refused = 0;
    const paced = pacer(async () => {
      sent.push(Date.now());
      const isThrough = await server.call();
      if (!isThrough) refused++;
      return isThrough;
    });
    const neighbour = { sent: 0, through: 0 };
    const calls = async () => {
      neighbour.sent++;
      if (await server.call()) neighbour.through++;
    };
    if (hasNeighbour) setInterval(calls, EVERY_MS);
    await paced(1);
    await new Promise((resolve) => setTimeout(resolve, BEFORE_MS));
    const began = Date.now();
    await paced(CALLS);
    const tookMs = (sent.at(-1) ?? began) - began;
    const spans = WINDOWS.map(([limit = 0, ms = 0]) => spansOf(sent, limit, ms));
    const over = spans.reduce((sum, span) => sum + span.over, 0);
    const most = spans.map((span) => span.most);
    return { over, most, refused, tookMs, kept: neighbour.through / (neighbour.sent || 1) };
  });
}

/** How many calls any span held at most, and how many left into a full one. @param {number[]} sent @param {number} limit @param {number} ms */
function spansOf(sent, limit, ms) {
  let [first, most, over] = [0, 0, 0];
  for (const [nth, at] of sent.entries()) {
    while ((sent[first] ?? at) <= at - ms) first++;
    most = Math.max(most, nth - first + 1);
    if (nth - first >= limit) over++;
  }
  return { most, over };
}

/** Counts what it lets through, as it arrives. DigiCert does not say whether refused calls count: here they do not. */
class Server {
  /** @type {number[]} */
  #arrived = [];
  #chance = 1;

  async call() {
    await this.#way();
    const now = Date.now();
    const hasRoom = WINDOWS.every(
      ([calls = 0, ms = 0]) => (this.#arrived.at(-calls) ?? 0) + ms <= now,
    );
    if (hasRoom) this.#arrived.push(now);
    await this.#way();
    return hasRoom;
  }

  /** 20 to 220 ms, the same ones for everybody. */
  #way() {
    this.#chance = (this.#chance * 48_271) % 2_147_483_647;
    return new Promise((resolve) => setTimeout(resolve, 20 + (this.#chance % 200)));
  }
}

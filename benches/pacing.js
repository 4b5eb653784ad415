// Many calls under two rolling windows, on a virtual clock: calls over a window, refused calls, total time, and the effect on
// another client with the same key.

import { PACERS, WINDOWS } from "./pacers.js";
import { bytes, table } from "./table.js";
import { inVirtualTime } from "./virtual-clock.js";

/** @typedef {{ over: number, max: number[], refused: number, tookMs: number, kept: number }} Result */

/** The certificates of July 2024, one call each. */
const CALLS = 83_267;
/** The list starts this long after a first call: the limiter already exists. */
const BEFORE_MS = 179_000;
/** The interval of the neighbour's calls: two a second, whatever the result. */
const EVERY_MS = 500;
/** The calls that such a neighbour leaves of each window. */
const LEFT = WINDOWS.map(([calls = 0, ms = 0]) => [calls - ms / EVERY_MS, ms]);

export async function measure() {
  /** @type {string[][]} */
  const alone = [];
  /** @type {string[][]} */
  const shared = [];
  for (const [name, pacer] of Object.entries(PACERS)) {
    const one = await measured(pacer, false);
    const two = await measured(pacer, true);
    alone.push([
      name,
      bytes(one.over),
      ...one.max.map(bytes),
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
  const max = WINDOWS.map(([, ms = 0]) => `most in ${ms / 1000} s`);
  return [
    `## Pacing: ${bytes(CALLS)} calls under ${WINDOWS.map(([calls, ms = 0]) => `${calls} in ${ms / 1000} s`).join(" and ")}`,
    "### Alone with the key",
    table(["", "sent over a window", ...max, "429s", "time", "× T*"], alone),
    "### With a hidden neighbour at 2 calls/s",
    table(["", "429s", "of its calls", "neighbour keeps", "time", "× fair share"], shared),
    `The list starts ${BEFORE_MS / 1000} s after a first call. T* is the minimum time that the windows allow, the fair share the minimum with the
calls that the neighbour leaves. A client that is faster than the fair share takes calls from the neighbour. This package extends each window
by one second for network jitter and reserves calls for people: this is its difference to T*.`,
  ];
}

/** @param {Result} result @param {number[][]} windows */
function duration({ tookMs }, windows) {
  const minutes = Math.round(tookMs / 60_000);
  const clock = `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return [clock, (tookMs / minimumMs(windows)).toFixed(3)];
}

/** @param {number} part */
function hundredths(part) {
  return `${(100 * part).toFixed(2)} %`;
}

/** The earliest time of the last call, with the first at 0. @param {number[][]} windows */
function minimumMs(windows) {
  /** @type {number[]} */
  const sent = [];
  for (let nth = 0; nth < CALLS; nth++) {
    const free = windows.map(([calls = 0, ms = 0]) => (sent[nth - calls] ?? -ms) + ms);
    sent.push(Math.max(sent.at(-1) ?? 0, ...free));
  }
  return sent.at(-1) ?? 0;
}

/** @param {import("./pacers.js").Pacer} pacer @param {boolean} hasNeighbour @returns {Promise<Result>} */
function measured(pacer, hasNeighbour) {
  return inVirtualTime(async () => {
    const server = new Server();
    /** @type {number[]} */
    const sent = [];
    let refused = 0;
    const paced = pacer(async () => {
      sent.push(Date.now());
      const isAdmitted = await server.call();
      if (!isAdmitted) refused++;
      return isAdmitted;
    });
    const neighbour = { sent: 0, admitted: 0 };
    const calls = async () => {
      neighbour.sent++;
      if (await server.call()) neighbour.admitted++;
    };
    if (hasNeighbour) setInterval(calls, EVERY_MS);
    await paced(1);
    await new Promise((resolve) => setTimeout(resolve, BEFORE_MS));
    const startedAt = Date.now();
    await paced(CALLS);
    const tookMs = (sent.at(-1) ?? startedAt) - startedAt;
    const spans = WINDOWS.map(([limit = 0, ms = 0]) => spansOf(sent, limit, ms));
    const over = spans.reduce((sum, span) => sum + span.over, 0);
    const max = spans.map((span) => span.max);
    return { over, max, refused, tookMs, kept: neighbour.admitted / (neighbour.sent || 1) };
  });
}

/** The maximum number of calls in a span, and the number of calls that were sent into a full one. @param {number[]} sent @param {number} limit @param {number} ms */
function spansOf(sent, limit, ms) {
  let [first, max, over] = [0, 0, 0];
  for (const [nth, at] of sent.entries()) {
    while ((sent[first] ?? at) <= at - ms) first++;
    max = Math.max(max, nth - first + 1);
    if (nth - first >= limit) over++;
  }
  return { max, over };
}

/** Counts admitted calls as they arrive. DigiCert does not document whether refused calls count: here they do not. */
class Server {
  /** @type {number[]} */
  #arrived = [];
  #chance = 1;

  async call() {
    await this.#transit();
    const now = Date.now();
    const hasRoom = WINDOWS.every(
      ([calls = 0, ms = 0]) => (this.#arrived.at(-calls) ?? 0) + ms <= now,
    );
    if (hasRoom) this.#arrived.push(now);
    await this.#transit();
    return hasRoom;
  }

  /** 20 to 220 ms, the same sequence for every client. */
  #transit() {
    this.#chance = (this.#chance * 48_271) % 2_147_483_647;
    return new Promise((resolve) => setTimeout(resolve, 20 + (this.#chance % 200)));
  }
}

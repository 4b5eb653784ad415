// Ways to stay within two rolling windows, each as its documentation shows.

import Bottleneck from "bottleneck";
import pThrottle from "p-throttle";
import { RateLimiter } from "../www/gateway/account/rate-limiter.js";

/** @typedef {() => Promise<boolean>} Call resolves to whether the server admitted it */
/** @typedef {(call: Call) => (count: number) => Promise<void>} Pacer makes a number of calls and repeats refused ones */

/** The windows of the server: calls and milliseconds. */
export const WINDOWS = [
  [100, 5000],
  [1000, 180_000],
];

/** A common solution: several workers, and a pause after a 429. */
const WORKERS = 6;
const PAUSE_MS = 5000;

/** The calls that wait in a limiter at the same time. With all of them, garbage collection would dominate the bench. */
const WAITING = 2000;

/** @type {Record<string, Pacer>} */
export const PACERS = {
  "certcentral-revoke": (call) => within(WAITING, ours(call)),
  "p-throttle, strict": (call) => within(WAITING, throttled(call, true)),
  "p-throttle": (call) => within(WAITING, throttled(call, false)),
  bottleneck: (call) => within(WAITING, limited(call)),
  "6 workers, 5 s of sleep after a 429": (call) => within(WORKERS, sleeping(call)),
};

/** Runs calls in a number of places, each until the server admits it. @param {number} places @param {Call} call */
function within(places, call) {
  return async (/** @type {number} */ count) => {
    let left = count;
    const place = async () => {
      while (left-- > 0) while (!(await call()));
    };
    await Promise.all(Array.from({ length: places }, place));
  };
}

/** The gateway's turns, with a storage that keeps nothing. @param {Call} call @returns {Call} */
function ours(call) {
  const sql = {
    exec: (/** @type {string} */ text) => ({
      toArray: () => (text.startsWith("INSERT INTO sent_requests") ? [{ nth: 0 }] : []),
    }),
  };
  // Only this list uses the key.
  const rateLimiter = new RateLimiter(sql, undefined, '{"writeReservePercent":0}');
  return async () => {
    await rateLimiter.acquire({ lane: "bulk", person: "ada", job: "list" });
    const isAdmitted = await call();
    if (!isAdmitted) rateLimiter.onRejected(null);
    return isAdmitted;
  };
}

/** One limiter for each window, nested. @param {Call} call @param {boolean} strict @returns {Call} */
function throttled(call, strict) {
  const around = (/** @type {Call} */ inner, /** @type {number[]} */ [limit = 0, interval = 0]) =>
    pThrottle({ limit, interval, strict })(inner);
  return WINDOWS.reduce(around, call);
}

/** One limiter for each window, chained. @param {Call} call @returns {Call} */
function limited(call) {
  const [short, long] = WINDOWS.map(([calls = 0, ms = 0]) => {
    const reservoir = { reservoir: calls, reservoirRefreshAmount: calls };
    return new Bottleneck({ ...reservoir, reservoirRefreshInterval: ms });
  });
  if (!short || !long) throw new Error("there are two windows");
  long.chain(short);
  return () => long.schedule(call);
}

/** @param {Call} call @returns {Call} */
function sleeping(call) {
  return async () => {
    const isAdmitted = await call();
    if (!isAdmitted) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return isAdmitted;
  };
}

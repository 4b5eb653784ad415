// Ways to keep to two rolling windows, each as its documentation says.

import Bottleneck from "bottleneck";
import pThrottle from "p-throttle";
import { RateLimiter } from "../www/gateway/account/rate-limiter.js";

/** @typedef {() => Promise<boolean>} Call whether it was let through */
/** @typedef {(call: Call) => (count: number) => Promise<void>} Pacer makes so many of a call; who is refused comes again the same way */

/** As the server has them: calls and milliseconds. */
export const WINDOWS = [
  [100, 5000],
  [1000, 180_000],
];

/** What is quite usual: some workers, and a nap after a 429. */
const WORKERS = 6;
const NAP_MS = 5000;

/** How many wait in a limiter at any time: with all of them at once, most of the bench would be collecting garbage. */
const WAITING = 2000;

/** @type {Record<string, Pacer>} */
export const PACERS = {
  "certcentral-revoke": (call) => within(WAITING, ours(call)),
  "p-throttle, strict": (call) => within(WAITING, throttled(call, true)),
  "p-throttle": (call) => within(WAITING, throttled(call, false)),
  bottleneck: (call) => within(WAITING, limited(call)),
  "6 workers, 5 s of sleep after a 429": (call) => within(WORKERS, sleeping(call)),
};

/** So many at a time, each until it is let through. @param {number} places @param {Call} call */
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
      toArray: () => (text.startsWith("INSERT INTO sent") ? [{ nth: 0 }] : []),
    }),
  };
  const rateLimiter = new RateLimiter(sql);
  return async () => {
    await rateLimiter.acquire("bulk", "list");
    const isThrough = await call();
    if (!isThrough) rateLimiter.onRejected(null);
    return isThrough;
  };
}

/** One limiter for each window, one within the other. @param {Call} call @param {boolean} strict @returns {Call} */
function throttled(call, strict) {
  const around = (/** @type {Call} */ inner, /** @type {number[]} */ [limit = 0, interval = 0]) =>
    pThrottle({ limit, interval, strict })(inner);
  return WINDOWS.reduce(around, call);
}

/** One limiter for each window, one after the other. @param {Call} call @returns {Call} */
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
    const isThrough = await call();
    if (!isThrough) await new Promise((resolve) => setTimeout(resolve, NAP_MS));
    return isThrough;
  };
}

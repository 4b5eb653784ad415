// The moment of an event, as the core takes it in: it has no clock and no chance of its own.

/** @param {number} [pausedUntilMs] */
export function moment(pausedUntilMs = 0) {
  const random = Math.floor(Math.random() * 2 ** 32);
  return { elapsedMs: elapsed(), unixMs: Date.now(), pausedUntilMs, random };
}

/** By a clock that never jumps, where there is one. */
export function elapsed() {
  return Math.floor(globalThis.performance?.now() ?? Date.now());
}

// Leave to send with a key that only this client paces: one after the other, as the core says. A host whose key is shared
// brings a gate of its own in its place. Not here: how fast; the core says that.

import { elapsed } from "../clock.js";
import { within } from "../transport.js";
import { held, heldNow, on, releaseWith } from "./core.js";

/** @import { Held } from "./core.js" */
/**
 * @typedef {object} Outlook what a gate can tell of a number of calls
 * @property {number} ms how long they take by the limits alone
 * @property {number} [pausedMs] how long the key pauses, because the rate limit has refused a call
 * @property {Array<{ calls: number, ms: number, used: number }>} [windows]
 */
/**
 * @typedef {object} Gate
 * @property {(signal?: AbortSignal) => Promise<unknown>} take resolves when one call may be sent; rejects when the signal ends it
 * @property {(retryAfterMs?: number) => unknown} refused the rate limit has refused a call
 * @property {(calls: number) => Outlook} [outlook]
 */

/** @implements {Gate} */
export class Pace {
  /** @type {Held | undefined} */
  #held;
  #pacer = 0;
  /** Whoever asks waits behind all others. @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #about;
  #cautious = false;

  /** @param {object} about the settings, as the core is told of them */
  constructor(about) {
    this.#about = JSON.stringify(about);
  }

  /** Nobody knows what was sent with the key lately, where nothing was by this client. */
  beCautious() {
    this.#cautious = true;
  }

  /** @param {AbortSignal} [signal] */
  take(signal = new AbortController().signal) {
    const turn = this.#queue.then(() => this.#granted(signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** @param {number} [retryAfterMs] */
  refused(retryAfterMs) {
    this.#ask((glue) => glue.pacerRefused(this.#pacer, retryAfterMs, elapsed()));
  }

  /** @param {number} calls @returns {Outlook} */
  outlook(calls) {
    const now = elapsed();
    const told = this.#ask((glue) => glue.pacerOutlook(this.#pacer, calls, now));
    const { pausedUntilMs, ...outlook } = JSON.parse(told);
    return { ...outlook, pausedMs: Math.max(0, pausedUntilMs - now) };
  }

  /** @param {AbortSignal} signal */
  async #granted(signal) {
    await held();
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#ask((glue) => glue.pacerAsk(this.#pacer, elapsed()));
      if (waitMs === 0) return;
      await within(waitMs, signal);
    }
  }

  /** @template T @param {(glue: Held["glue"]) => T} use @returns {T} */
  #ask(use) {
    const instance = this.#held && !this.#held.dead ? this.#held : this.#opened();
    return on(instance, use);
  }

  /** After a crash nobody knows any more what was sent lately. */
  #opened() {
    const cautious = this.#cautious || this.#held !== undefined;
    const instance = heldNow();
    const pacer = on(instance, (glue) => glue.pacerOpen(this.#about, cautious, elapsed()));
    releaseWith(this, instance, (glue) => glue.pacerDrop(pacer));
    this.#pacer = pacer;
    this.#held = instance;
    return instance;
  }
}

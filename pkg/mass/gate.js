// Permission to send with a key that only this client uses: one request after the other, as fast as the core says. A host whose
// key is shared brings a gate of its own.

import { guarded } from "../instance.js";
import { core } from "./core.js";

/** @import { Core } from "./core.js" */
/** @import { KeyPacer, MassRevocation } from "../dist/wasm/mass/glue.js" */
/**
 * @typedef {object} Outlook what a gate says of a number of requests
 * @property {number} ms how long they take by the limits alone
 * @property {number} [pausedMs] how long the key pauses, because of the rate limit
 * @property {Array<{ calls: number, ms: number, used: number }>} [windows]
 */
/**
 * @typedef {object} Gate
 * @property {(signal?: AbortSignal) => Promise<unknown>} take resolves when one request may be sent; rejects when the signal ends the wait
 * @property {(retryAfterMs?: number) => unknown} refused the rate limit refused a request
 * @property {(calls: number) => Outlook} [outlook]
 */

/** @implements {Gate} */
export class Pace {
  #client;
  /** @type {{ core: Core, pacer: KeyPacer } | undefined} */
  #made;
  /** Each request waits behind the others. @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #cautious = false;

  /** @param {() => { core: Core, client: MassRevocation }} client the one of the running instance */
  constructor(client) {
    this.#client = client;
  }

  /** What was sent with the key lately is not known, unless this client has sent something. */
  beCautious() {
    this.#cautious = true;
  }

  /** @param {AbortSignal} [signal] */
  take(signal = new AbortController().signal) {
    const turn = this.#queue.then(() => this.#permitted(signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** @param {number} [retryAfterMs] */
  refused(retryAfterMs) {
    this.#use((pacer) => pacer.refused(retryAfterMs));
  }

  /** @param {number} calls @returns {Outlook} */
  outlook(calls) {
    return this.#use((pacer) => pacer.outlook(calls));
  }

  /** @param {AbortSignal} signal */
  async #permitted(signal) {
    await core();
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#use((pacer) => pacer.tryAcquire());
      if (waitMs === 0) return;
      await wait(waitMs, signal);
    }
  }

  /** @template T @param {(pacer: KeyPacer) => T} use */
  #use(use) {
    const { core, pacer } = this.#prepared();
    return guarded(core, false, () => use(pacer));
  }

  /** After a crash it is not known what was sent lately. */
  #prepared() {
    const { core, client } = this.#client();
    if (this.#made?.core === core) return this.#made;
    const cautious = this.#cautious || this.#made !== undefined;
    this.#made = { core, pacer: guarded(core, false, () => client.pacer(cautious)) };
    return this.#made;
  }
}

/** Waits, at most until the signal aborts. @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function wait(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

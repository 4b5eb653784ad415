// What people import. It passes plain values to the core, throws what the core says, and decides nothing else.

/** @import { Settings } from "./index.js" */

import { isReady, know } from "./core.js";
import { drive } from "./drive.js";
import { inBrowser } from "./environment.js";
import { errorOf } from "./errors.js";
import { given, givenCall, givenResponse, givenSettings } from "./given.js";
import { keyOf, refuseKeyInBrowser } from "./key.js";
import { causeWithout, parseWithout } from "./redact.js";

export class CertCentral {
  /** @type {Settings} */
  #settings;
  /** What the calls of this client have in common: a pause of the whole key, and the changes on their way. */
  #shared = { pausedUntil: 0, writing: new Set() };

  /** @param {Settings} settings */
  constructor(settings) {
    this.#settings = { ...settings };
    refuseKeyInBrowser(this.#settings);
    // In a browser the core may not be there yet; then the first call says the same.
    if (isReady())
      open(parseWithout(know({ kind: "settings", ...about(settings) }), this.#key), this.#key);
    this.orders = Object.freeze({
      /** @param {unknown} id @param {unknown} [options] */
      get: (id, options) => this.#run("order", id, undefined, options),
      /** @param {unknown} [filter] @param {unknown} [options] */
      list: (filter, options) => this.#pages("orders", filter, options),
      /** @param {unknown} id @param {unknown} [options] */
      certificates: (id, options) => this.#run("certificates", id, undefined, options),
    });
    this.requests = Object.freeze({
      /** @param {unknown} id @param {unknown} [options] */
      get: (id, options) => this.#run("request", id, undefined, options),
      /** @param {unknown} [filter] @param {unknown} [options] */
      list: (filter, options) => this.#pages("requests", filter, options),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [callOptions] */
      approve: (id, options, callOptions) => this.#run("approve", id, options, callOptions),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [callOptions] */
      reject: (id, options, callOptions) => this.#run("reject", id, options, callOptions),
    });
    this.revocations = Object.freeze({
      /** @param {unknown} target @param {unknown} [options] @param {unknown} [callOptions] */
      wait: (target, options, callOptions) => this.#run("wait", target, options, callOptions),
    });
  }

  /** @param {unknown} orderId @param {unknown} [options] @param {unknown} [callOptions] */
  revokeOrder(orderId, options, callOptions) {
    return this.#run("revokeOrder", orderId, options, callOptions);
  }

  /** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [callOptions] */
  revokeCertificate(idOrSerial, options, callOptions) {
    return this.#run("revokeCertificate", idOrSerial, options, callOptions);
  }

  /** @param {unknown} [options] */
  me(options) {
    return this.#run("me", undefined, undefined, options);
  }

  get #key() {
    return keyOf(this.#settings);
  }

  /**
   * A page for who awaits it, every row of every page for who iterates; nothing is sent before.
   * @param {"orders" | "requests"} rows @param {any} filter @param {unknown} options
   */
  #pages(rows, filter, options) {
    /** @type {Promise<any> | undefined} */
    let first;
    const page = () => (first ??= this.#run(rows, filter, undefined, options));
    const next = (/** @type {number} */ offset) =>
      this.#run(rows, { ...filter, offset }, undefined, options);
    return {
      /** @type {Promise<any>["then"]} */
      // biome-ignore lint/suspicious/noThenProperty: it is awaited
      then: (done, failed) => page().then(done, failed),
      async *[Symbol.asyncIterator]() {
        for (let at = await page(); ; at = await next(at.nextOffset)) {
          yield* at[rows];
          if (at.nextOffset === undefined) return;
        }
      },
    };
  }

  /** @param {string} kind @param {unknown} id @param {unknown} options @param {unknown} callOptions */
  async #run(kind, id, options, callOptions) {
    const call = {
      ...about(this.#settings),
      kind,
      id: given(id),
      options: given(options),
      call: givenCall(callOptions),
      chance: Math.floor(Math.random() * 1e15),
    };
    const signal = signalOf(callOptions);
    return open(await drive(call, this.#settings, this.#shared, this.#key, signal), this.#key);
  }
}

/** What the core has to know of a client and its host. @param {unknown} settings */
function about(settings) {
  const hasFetch = typeof globalThis.fetch === "function";
  return { settings: givenSettings(settings), call: {}, inBrowser: inBrowser(), hasFetch };
}

/** @param {any} callOptions @returns {AbortSignal | undefined} */
function signalOf(callOptions) {
  try {
    return callOptions?.signal;
  } catch {
    // The core has been told of it, and refuses the call.
  }
}

/** @param {unknown} orderId @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeOrder(orderId, options, settings) {
  return build("revokeOrder", orderId, options, settings);
}

/** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeCertificate(idOrSerial, options, settings) {
  return build("revokeCertificate", idOrSerial, options, settings);
}

/** @param {string} kind @param {unknown} id @param {unknown} options @param {unknown} settings */
function build(kind, id, options, settings) {
  const question = { kind, id: given(id), options: given(options) };
  return open(JSON.parse(know({ ...question, settings: givenSettings(settings) })));
}

/** @param {unknown} response @param {unknown} [options] @param {unknown} [settings] */
export function parseRevokeResponse(response, options, settings) {
  const [told, body] = givenResponse(response);
  const question = { kind: "parse", response: told, options: given(options) };
  return open(JSON.parse(know({ ...question, settings: givenSettings(settings) }, body)));
}

/** The answer, or the failure thrown. @param {any} settled @param {string} [key] */
function open({ answer, failure, attempts, behind }, key) {
  if (failure) throw errorOf({ ...failure, attempts }, causeWithout(behind, key));
  return attempts ? { ...answer, attempts } : answer;
}

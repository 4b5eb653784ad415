// What people import. It passes plain values to the core, throws what the core says, and decides nothing else.

/** @import { Settings } from "./index.js" */
/** @import { Glue } from "./wasm/glue.js" */

import { call, callNow, isReady } from "./core.js";
import { inBrowser } from "./environment.js";
import { errorOf } from "./errors.js";
import { causeWithout, parseWithout } from "./redact.js";

export class CertCentral {
  /** @type {Settings} */
  #settings;
  /** What the calls of this client have in common: a pause of the whole key, and the changes on their way. */
  #shared = { pausedUntil: 0, writing: new Set() };

  /** @param {Settings} settings */
  constructor(settings) {
    this.#settings = { ...settings };
    if (inBrowser() && this.#key !== undefined && this.#settings.dangerouslyAllowBrowser !== true)
      throw keyInBrowser();
    // In a browser the core may not be there yet; then the first call says the same.
    if (isReady())
      open(
        callNow((core) => core.checkSettings(settings, inBrowser())),
        this.#key,
      );
    this.orders = Object.freeze({
      /** @param {unknown} id @param {unknown} [options] */
      get: (id, options) => this.#read("order", id, options),
      /** @param {unknown} [filter] @param {unknown} [options] */
      list: (filter, options) => this.#pages("orders", filter, options),
      /** @param {unknown} id @param {unknown} [options] */
      certificates: (id, options) => this.#read("certificates", id, options),
    });
    this.requests = Object.freeze({
      /** @param {unknown} id @param {unknown} [options] */
      get: (id, options) => this.#read("request", id, options),
      /** @param {unknown} [filter] @param {unknown} [options] */
      list: (filter, options) => this.#pages("requests", filter, options),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [callOptions] */
      approve: (id, options, callOptions) =>
        this.#run((core, host) => core.decideRequest(host, true, id, options, callOptions)),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [callOptions] */
      reject: (id, options, callOptions) =>
        this.#run((core, host) => core.decideRequest(host, false, id, options, callOptions)),
    });
    this.revocations = Object.freeze({
      /** @param {unknown} target @param {unknown} [options] @param {unknown} [callOptions] */
      wait: (target, options, callOptions) =>
        this.#run((core, host) => core.wait(host, target, options, callOptions)),
    });
  }

  /** @param {unknown} orderId @param {unknown} [options] @param {unknown} [callOptions] */
  revokeOrder(orderId, options, callOptions) {
    return this.#run((core, host) => core.revoke(host, false, orderId, options, callOptions));
  }

  /** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [callOptions] */
  revokeCertificate(idOrSerial, options, callOptions) {
    return this.#run((core, host) => core.revoke(host, true, idOrSerial, options, callOptions));
  }

  /** @param {unknown} [options] */
  me(options) {
    return this.#read("me", undefined, options);
  }

  get #key() {
    const { apiKey } = this.#settings;
    return typeof apiKey === "string" && apiKey !== "" ? apiKey : undefined;
  }

  /** @param {string} what @param {unknown} which @param {unknown} options */
  #read(what, which, options) {
    return this.#run((core, host) => core.read(host, what, which, options));
  }

  /**
   * A page for who awaits it, every row of every page for who iterates; nothing is sent before.
   * @param {"orders" | "requests"} rows @param {any} filter @param {unknown} options
   */
  #pages(rows, filter, options) {
    /** @type {Promise<any> | undefined} */
    let first;
    const page = () => (first ??= this.#read(rows, filter, options));
    const next = (/** @type {number} */ offset) => this.#read(rows, { ...filter, offset }, options);
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

  /** @param {(core: Glue, host: object) => Promise<any>} use */
  async #run(use) {
    const shared = this.#shared;
    const host = {
      settings: this.#settings,
      inBrowser: inBrowser(),
      shared,
      sent: false,
      /** Set by the core: the change that nobody else may make meanwhile. @type {string | undefined} */
      claim: undefined,
      /** @param {"onRequest" | "onResponse" | "onRetry"} hook @param {string} json */
      tell: (hook, json) => tell(this.#settings[hook], parseWithout(json, this.#key)),
    };
    try {
      return open(await call(host, (core) => use(core, host)), this.#key);
    } finally {
      if (host.claim !== undefined) shared.writing.delete(host.claim);
    }
  }
}

/** A hook may be slow or fail; the call goes on as if it were not there. @param {any} hook @param {unknown} what */
async function tell(hook, what) {
  try {
    await hook(what);
  } catch {}
}

/** @param {unknown} orderId @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeOrder(orderId, options, settings) {
  return open(callNow((core) => core.buildRevoke(false, orderId, options, settings)));
}

/** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeCertificate(idOrSerial, options, settings) {
  return open(callNow((core) => core.buildRevoke(true, idOrSerial, options, settings)));
}

/** @param {unknown} response @param {unknown} [options] @param {unknown} [settings] */
export function parseRevokeResponse(response, options, settings) {
  return open(callNow((core) => core.parseRevokeResponse(response, options, settings)));
}

/** The answer, or the failure thrown. @param {any[]} settled JSON text, and what stood behind a failure @param {string} [key] */
function open([json, cause], key) {
  const { answer, failure, attempts } = parseWithout(json, key);
  if (failure) throw errorOf({ ...failure, attempts }, causeWithout(cause, key));
  return attempts ? { ...answer, attempts } : answer;
}

function keyInBrowser() {
  const message =
    "nothing was sent: apiKey must not be used in a browser, where everybody who can open the page can read it and revoke everything; " +
    "set baseUrl to a gateway that holds the key (or dangerouslyAllowBrowser: true, if you must)";
  const issues = [{ field: "apiKey", rule: /** @type {const} */ ("conflict"), message }];
  return errorOf({
    code: "invalid-input",
    effect: "none",
    retryable: false,
    message,
    errors: [],
    issues,
  });
}

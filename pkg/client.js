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
      /** @param {unknown} orderId @param {unknown} [options] */
      get: (orderId, options) => this.#run((core, host) => core.getOrder(host, orderId, options)),
      /** @param {unknown} [filter] @param {unknown} [options] */
      list: (filter, options) => this.#run((core, host) => core.listOrders(host, filter, options)),
    });
  }

  /** @param {unknown} orderId @param {unknown} [options] @param {unknown} [callOptions] */
  revokeOrder(orderId, options, callOptions) {
    return this.#run((core, host) => core.revokeOrder(host, orderId, options, callOptions));
  }

  get #key() {
    const { apiKey } = this.#settings;
    return typeof apiKey === "string" && apiKey !== "" ? apiKey : undefined;
  }

  /** @param {(core: Glue, host: object) => Promise<any[]>} use */
  async #run(use) {
    const host = { settings: this.#settings, inBrowser: inBrowser(), sent: false };
    const [json, cause] = await call(host, (core) => use(core, host));
    return open(json, this.#key, cause);
  }
}

/** @param {unknown} orderId @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeOrder(orderId, options, settings) {
  return open(callNow((core) => core.buildRevokeOrder(orderId, options, settings)));
}

/** @param {unknown} response @param {unknown} [options] @param {unknown} [settings] */
export function parseRevokeResponse(response, options, settings) {
  return open(callNow((core) => core.parseRevokeResponse(response, options, settings)));
}

/** The answer, or the failure thrown. @param {string} json @param {string} [key] @param {unknown} [cause] */
function open(json, key, cause) {
  const { answer, failure } = parseWithout(json, key);
  if (failure) throw errorOf(failure, causeWithout(cause, key));
  return answer;
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

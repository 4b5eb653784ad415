// The public client. It passes its arguments to the core, which validates and sends.

import { Client, callNow, isReady } from "./core.js";
import { host } from "./host.js";
import { invalidInput } from "./invalid.js";
import { refuseKeyInBrowser } from "./key.js";
import { Pages } from "./pages.js";
import { snapshot } from "./snapshot.js";

/** @import { Settings } from "./index.js" */
/** @import { Progress } from "./instance.js" */
/** @import { CertCentral as CoreClient } from "./dist/wasm/glue.js" */

/** @typedef {(client: CoreClient, progress: Progress) => Promise<any>} Use */

export class CertCentral {
  #client;

  /** @param {Settings} settings */
  constructor(settings) {
    const own = snapshot(settings);
    refuseKeyInBrowser(own);
    this.#client = new Client((glue, cautious) => new glue.CertCentral(own, host, cautious));
    // In a browser the core may not be loaded yet. The first call then checks the settings.
    if (isReady()) this.#client.prepare();
    const run = (/** @type {Use} */ use) => this.#client.call(use);
    this.orders = {
      /** @param {unknown} id @param {unknown} [call] */
      get: (id, call) => run((client, progress) => client.getOrder(id, call, progress)),
      /** @param {unknown} [filter] @param {unknown} [call] */
      list: (filter, call) =>
        new Pages("orders", (offset) =>
          run((client, progress) => client.listOrders(filter, offset, call, progress)),
        ),
      /** @param {unknown} id @param {unknown} [call] */
      certificates: (id, call) =>
        run((client, progress) => client.certificates(id, call, progress)),
    };
    this.requests = {
      /** @param {unknown} id @param {unknown} [call] */
      get: (id, call) => run((client, progress) => client.getRequest(id, call, progress)),
      /** @param {unknown} [filter] @param {unknown} [call] */
      list: (filter, call) =>
        new Pages("requests", (offset) =>
          run((client, progress) => client.listRequests(filter, offset, call, progress)),
        ),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [call] */
      approve: (id, options, call) =>
        run((client, progress) => client.approve(id, options, call, progress)),
      /** @param {unknown} id @param {unknown} [options] @param {unknown} [call] */
      reject: (id, options, call) =>
        run((client, progress) => client.reject(id, options, call, progress)),
    };
    this.revocations = {
      /** @param {unknown} target @param {unknown} [options] @param {unknown} [call] */
      wait: (target, options, call) =>
        run((client, progress) => client.wait(target, options, call, progress)),
    };
  }

  /** @param {unknown} orderId @param {unknown} [options] @param {unknown} [call] */
  async revokeOrder(orderId, options, call) {
    return CertCentral.#clientOf(this, "revokeOrder").call((client, progress) =>
      client.revokeOrder(orderId, options, call, progress),
    );
  }

  /** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [call] */
  async revokeCertificate(idOrSerial, options, call) {
    return CertCentral.#clientOf(this, "revokeCertificate").call((client, progress) =>
      client.revokeCertificate(idOrSerial, options, call, progress),
    );
  }

  /** @param {unknown} [call] */
  async me(call) {
    return CertCentral.#clientOf(this, "me").call((client, progress) => client.me(call, progress));
  }

  /** @param {unknown} value @param {string} method @returns {Client} */
  static #clientOf(value, method) {
    if (typeof value === "object" && value !== null && #client in value) return value.#client;
    const fix = `call client.${method}(…), or pass (...args) => client.${method}(...args)`;
    throw invalidInput("this", "required", `${method} was called without its client: ${fix}`);
  }
}

/** @param {unknown} orderId @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeOrder(orderId, options, settings) {
  return callNow((core) => core.buildRevokeOrder(orderId, options, settings, host));
}

/** @param {unknown} idOrSerial @param {unknown} [options] @param {unknown} [settings] */
export function buildRevokeCertificate(idOrSerial, options, settings) {
  return callNow((core) => core.buildRevokeCertificate(idOrSerial, options, settings, host));
}

/** @param {unknown} response @param {unknown} [options] @param {unknown} [settings] */
export function parseRevokeResponse(response, options, settings) {
  return callNow((core) => core.parseRevokeResponse(response, options, settings, host), true);
}

/** @param {unknown} requestId @param {unknown} decision @param {unknown} [options] */
export function buildDecision(requestId, decision, options) {
  return callNow((core) => core.buildDecision(requestId, decision, options, host));
}

/** @param {unknown} response @param {unknown} requestId @param {unknown} decision @param {unknown} [settings] */
export function parseDecisionResponse(response, requestId, decision, settings) {
  return callNow(
    (core) => core.parseDecisionResponse(response, requestId, decision, settings, host),
    true,
  );
}

// What the gateway has to read itself before it decides: the certificates of an order, the order of a request. Read by
// the package, and paced like everything else of the key.

import { CertCentral, NotFoundError } from "certcentral-revoke";

/** @typedef {import("./rules/two-person.js").Reached} Reached */

/** Nobody's: what is asked for there goes through the account. */
const BASE = "https://account.invalid/services/v2";
/** Less than a client waits. */
const DEADLINE_MS = 25_000;
/** So long it is remembered which certificates a held order has. */
const FRESH_MS = 60_000;

export class Reach {
  #client;
  /** @type {Map<string, { at: number, names: Set<string> }>} */
  #held = new Map();

  /** @param {(path: string) => Promise<Response>} read */
  constructor(read) {
    this.#client = new CertCentral({
      baseUrl: BASE,
      fetch: (url) => read(url.slice(BASE.length)),
      retry: { reads: 2 },
      deadlineMs: DEADLINE_MS,
    });
  }

  /** Everything that a revoke of the order reaches. @param {string} orderId @returns {Promise<Reached>} */
  async certificatesOf(orderId) {
    const { certificates, warnings } = await this.#client.orders.certificates(orderId);
    const ids = certificates.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
    const isWhole = !warnings.some((warning) => warning.endsWith("-not-read"));
    return { ids, isWhole: isWhole && !ids.includes("unnamed") };
  }

  /**
   * Whether a certificate is on an order. DigiCert's lists of orders do not promise to find a duplicate by its number, so
   * the order is read. A certificate of the last minute may be missed, and one on a list that DigiCert refuses to give.
   * @param {string} certificate its id or serial number @param {string} orderId
   */
  async isOn(certificate, orderId) {
    const known = this.#held.get(orderId);
    if (known && known.at > Date.now() - FRESH_MS) return known.names.has(nameOf(certificate));
    const names = await this.#namesOn(orderId);
    this.#held.set(orderId, { at: Date.now(), names });
    return names.has(nameOf(certificate));
  }

  /** What a request is about. @param {string} requestId @returns {Promise<{ type?: string, orderId?: string }>} */
  async requestOf(requestId) {
    return this.#client.requests.get(requestId);
  }

  /** @param {string} orderId */
  async #namesOn(orderId) {
    try {
      const { certificates } = await this.#client.orders.certificates(orderId);
      return new Set(
        certificates.flatMap(({ id, serialNumber }) =>
          [id, serialNumber].filter((name) => name !== undefined).map(nameOf),
        ),
      );
    } catch (error) {
      if (error instanceof NotFoundError) return new Set();
      throw error;
    }
  }
}

/** Of serial numbers neither the case counts nor zeros in front. @param {string} name */
const nameOf = (name) => name.toUpperCase().replace(/^0+/, "");

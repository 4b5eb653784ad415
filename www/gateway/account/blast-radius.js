// Reads what the guards and the two-person rule depend on: the certificates of an order, and the order of a request. The
// package sends these reads through the account, within its rate limit.

import { CertCentral, NotFoundError } from "certcentral-revoke";

/** @typedef {import("./rules/two-person.js").BlastRadius} BlastRadius */

/** A placeholder: requests to this URL go to the account. */
const BASE_URL = "https://account.invalid/services/v2";
/** Shorter than the client's timeout. */
const DEADLINE_MS = 25_000;
/** How long the certificates of a held order are cached. */
const CACHE_MS = 60_000;

export class BlastRadiusReader {
  #client;
  /** The certificate names of held orders. @type {Map<string, { at: number, names: Set<string> }>} */
  #cache = new Map();

  /** @param {(path: string) => Promise<Response>} read */
  constructor(read) {
    this.#client = new CertCentral({
      baseUrl: BASE_URL,
      fetch: (url) => read(url.slice(BASE_URL.length)),
      retry: { reads: 2 },
      deadlineMs: DEADLINE_MS,
    });
  }

  /** Returns every certificate that the revocation of the order revokes. @param {string} orderId @returns {Promise<BlastRadius>} */
  async certificatesOf(orderId) {
    const { certificates, warnings } = await this.#client.orders.certificates(orderId);
    const ids = certificates.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
    const isWhole = !warnings.some((warning) => warning.endsWith("-not-read"));
    return { ids, isWhole: isWhole && !ids.includes("unnamed") };
  }

  /**
   * Returns whether an order includes a certificate. DigiCert's order search is not documented to find duplicates by serial
   * number, so the order itself is read. A certificate issued within the last minute, or on a list that DigiCert does not
   * return, can be missed.
   * @param {string} orderId @param {string} certificate id or serial number
   */
  async includes(orderId, certificate) {
    const cached = this.#cache.get(orderId);
    if (cached && cached.at > Date.now() - CACHE_MS)
      return cached.names.has(normalize(certificate));
    const names = await this.#namesOf(orderId);
    this.#cache.set(orderId, { at: Date.now(), names });
    return names.has(normalize(certificate));
  }

  /** Returns type and order of a request. @param {string} requestId @returns {Promise<{ type?: string, orderId?: string }>} */
  async requestOf(requestId) {
    return this.#client.requests.get(requestId);
  }

  /** @param {string} orderId */
  async #namesOf(orderId) {
    try {
      const { certificates } = await this.#client.orders.certificates(orderId);
      return new Set(
        certificates.flatMap(({ id, serialNumber }) =>
          [id, serialNumber].filter((name) => name !== undefined).map(normalize),
        ),
      );
    } catch (error) {
      if (error instanceof NotFoundError) return new Set();
      throw error;
    }
  }
}

/** Case and leading zeros of a serial number are insignificant. @param {string} name */
const normalize = (name) => name.toUpperCase().replace(/^0+/, "");

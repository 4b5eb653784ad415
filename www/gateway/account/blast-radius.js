// Reads what the guards and the two-person rule depend on: the certificates of an order, and the order of a request. The
// package sends these reads through the account, within its rate limit.

import { CertCentral, NotFoundError, RateLimitedError } from "certcentral-revoke";

/** @typedef {import("./rules/two-person.js").BlastRadius} BlastRadius */

/** A placeholder: requests to this URL go to the account. */
const BASE_URL = "https://account.invalid/services/v2";
/** Shorter than the client's timeout. */
const DEADLINE_MS = 25_000;
/** How long the certificates of a held order are cached. */
const CACHE_MS = 60_000;

/** The `Retry-After` of reads that the rate limit refused. @type {WeakMap<RateLimitedError, string>} */
const RETRY_AFTER = new WeakMap();

/** Returns the `Retry-After` of the response behind an error of this reader. @param {RateLimitedError} error */
export const retryAfterOf = (error) => RETRY_AFTER.get(error);

/** Every read counts for the person whose change depends on it. */
export class BlastRadiusReader {
  #read;
  /** The certificate names of held orders. @type {Map<string, { at: number, names: Set<string> }>} */
  #cache = new Map();

  /** @param {(path: string, person: string) => Promise<Response>} read */
  constructor(read) {
    this.#read = read;
  }

  /**
   * Returns every certificate that the revocation of the order revokes.
   * @param {string} orderId @param {string} person @returns {Promise<BlastRadius>}
   */
  async certificatesOf(orderId, person) {
    const { certificates, warnings } = await this.#certificatesOf(orderId, person);
    const ids = certificates.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
    const isWhole = !warnings.some((warning) => warning.endsWith("-not-read"));
    return { ids, isWhole: isWhole && !ids.includes("unnamed") };
  }

  /**
   * Returns whether an order includes a certificate. DigiCert's order search is not documented to find duplicates by serial
   * number, so the order itself is read. A certificate issued within the last minute, or on a list that DigiCert does not
   * return, can be missed.
   * @param {string} orderId @param {string} certificate id or serial number @param {string} person
   */
  async includes(orderId, certificate, person) {
    const cached = this.#cache.get(orderId);
    if (cached && cached.at > Date.now() - CACHE_MS)
      return cached.names.has(normalize(certificate));
    const names = await this.#namesOf(orderId, person);
    this.#cache.set(orderId, { at: Date.now(), names });
    return names.has(normalize(certificate));
  }

  /**
   * Returns type and order of a request.
   * @param {string} requestId @param {string} person @returns {Promise<{ type?: string, orderId?: string }>}
   */
  async requestOf(requestId, person) {
    return this.#call(person, (client) => client.requests.get(requestId));
  }

  /** @param {string} orderId @param {string} person */
  #certificatesOf(orderId, person) {
    return this.#call(person, (client) => client.orders.certificates(orderId));
  }

  /**
   * Makes a call with a client of its own: in the queue of one client, the calls of one person would wait for those of another.
   * @template T @param {string} person @param {(client: CertCentral) => Promise<T>} call
   */
  async #call(person, call) {
    /** @type {string | null} */
    let retryAfter = null;
    const client = new CertCentral({
      baseUrl: BASE_URL,
      fetch: async (url) => {
        const response = await this.#read(url.slice(BASE_URL.length), person);
        retryAfter = response.headers.get("retry-after");
        return response;
      },
      retry: { reads: 2 },
      deadlineMs: DEADLINE_MS,
    });
    try {
      return await call(client);
    } catch (error) {
      if (error instanceof RateLimitedError && retryAfter !== null)
        RETRY_AFTER.set(error, retryAfter);
      throw error;
    }
  }

  /** @param {string} orderId @param {string} person */
  async #namesOf(orderId, person) {
    try {
      const { certificates } = await this.#certificatesOf(orderId, person);
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

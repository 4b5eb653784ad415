// Reads what the rules depend on: the certificates of an order, the order of a certificate, and the request of a decision. The
// package sends these reads through the account, within its rate limit.

import { CertCentral, CertCentralError, NotFoundError, RateLimitedError } from "certcentral-revoke";

/** @import { ApprovalRequest } from "certcentral-revoke" */
/** @typedef {{ ids: string[], isWhole: boolean }} BlastRadius the certificates that a revocation revokes; `isWhole` is false if there may be more */
/** @typedef {import("certcentral-revoke/guard").HoldCoverage} HoldCoverage */

/** A placeholder: requests to this URL go to the account. */
const BASE_URL = "https://account.invalid/services/v2";
/** Shorter than the client's timeout. */
const DEADLINE_MS = 25_000;
/** How long the certificates of a held order are cached. */
const CACHE_MS = 60_000;
/** A certificate id. Serial numbers are longer, or contain letters. */
const CERTIFICATE_ID = /^[1-9]\d{0,14}$/;
/** Certificates whose order is remembered. */
const MAX_KNOWN_ORDERS = 20_000;

/** The `Retry-After` of reads that the rate limit refused. @type {WeakMap<RateLimitedError, string>} */
const RETRY_AFTER = new WeakMap();

/** Returns the `Retry-After` of the response behind an error of this reader. @param {RateLimitedError} error */
export const retryAfterOf = (error) => RETRY_AFTER.get(error);

/** Every read counts for the person whose change depends on it. */
export class BlastRadiusReader {
  #send;
  /** The certificates of held orders. @type {Map<string, { at: number, coverage: HoldCoverage }>} */
  #cache = new Map();
  /** The order of each certificate that was read. @type {Map<string, string>} */
  #orderOf = new Map();

  /** @param {(path: string, person: string) => Promise<Response>} read */
  constructor(read) {
    this.#send = read;
  }

  /** Returns every certificate that the revocation of the order revokes. @param {string} orderId @param {string} person @returns {Promise<BlastRadius>} */
  async certificatesOf(orderId, person) {
    const { rows, areListsRead } = await this.#read(orderId, person);
    const ids = rows.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
    return { ids, isWhole: areListsRead && !ids.includes("unnamed") };
  }

  /** Reads which certificates a hold covers. It never throws an error of CertCentral: an order that could not be read has no rows. @param {string} orderId @param {string} person @returns {Promise<HoldCoverage>} */
  async coverageOf(orderId, person) {
    const cached = this.#cache.get(orderId);
    if (cached && cached.at > Date.now() - CACHE_MS) return cached.coverage;
    try {
      const coverage = { orderId, ...(await this.#read(orderId, person)) };
      this.#cache.set(orderId, { at: Date.now(), coverage });
      return coverage;
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      return { orderId, rows: null, areListsRead: false };
    }
  }

  /** Returns whether an order exists. @param {string} orderId @param {string} person @returns {Promise<"found" | "not-found" | "not-read">} */
  async existenceOf(orderId, person) {
    try {
      await this.#call(person, (client) => client.orders.get(orderId));
      return "found";
    } catch (error) {
      if (error instanceof NotFoundError) return "not-found";
      if (!(error instanceof CertCentralError)) throw error;
      return "not-read";
    }
  }

  /**
   * Returns the order of a certificate, `undefined` if it is not known. DigiCert's search finds the primary certificate of an
   * order; it is not documented to find duplicates, so certificates of earlier reads are remembered.
   * @param {string} certificate id or serial number @param {string} person
   */
  async orderOf(certificate, person) {
    const known = this.#orderOf.get(normalize(certificate));
    if (known !== undefined) return known;
    const isId = CERTIFICATE_ID.test(certificate);
    const filter = isId ? { certificateId: certificate } : { serialNumber: certificate };
    try {
      const { orders } = await this.#call(person, async (client) =>
        client.orders.list({ ...filter, limit: 2 }),
      );
      const [only, second] = orders;
      return second === undefined ? only?.id : undefined;
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      return undefined;
    }
  }

  /** Reads a request of CertCentral. @param {string} requestId @param {string} person @returns {Promise<ApprovalRequest>} */
  requestOf(requestId, person) {
    return this.#call(person, (client) => client.requests.get(requestId));
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
        const response = await this.#send(url.slice(BASE_URL.length), person);
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
  async #read(orderId, person) {
    const { certificates, warnings } = await this.#call(person, (client) =>
      client.orders.certificates(orderId),
    );
    for (const { id, serialNumber } of certificates)
      for (const name of [id, serialNumber]) if (name !== undefined) this.#remember(name, orderId);
    const rows = certificates.map(({ id = null, serialNumber = null }) => ({ id, serialNumber }));
    return { rows, areListsRead: !warnings.some((warning) => warning.endsWith("-not-read")) };
  }

  /** @param {string} certificate @param {string} orderId */
  #remember(certificate, orderId) {
    if (this.#orderOf.size >= MAX_KNOWN_ORDERS) this.#orderOf.clear();
    this.#orderOf.set(normalize(certificate), orderId);
  }
}

/** Case and leading zeros of a serial number are insignificant. @param {string} name */
const normalize = (name) => name.toUpperCase().replace(/^0+/, "");

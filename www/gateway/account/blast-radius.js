// Reads what the rules depend on: the certificates of an order, the order of a certificate, and the request of a decision. The
// package sends these reads through the account, within its rate limit.

import { CertCentral, CertCentralError, NotFoundError } from "certcentral-revoke";

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

export class BlastRadiusReader {
  #client;
  /** The certificates of held orders. @type {Map<string, { at: number, coverage: HoldCoverage }>} */
  #cache = new Map();
  /** The order of each certificate that was read. @type {Map<string, string>} */
  #orderOf = new Map();

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
    const { rows, areListsRead } = await this.#read(orderId);
    const ids = rows.map(({ id, serialNumber }) => id ?? serialNumber ?? "unnamed");
    return { ids, isWhole: areListsRead && !ids.includes("unnamed") };
  }

  /** Reads which certificates a hold covers. It never throws an error of CertCentral: an order that could not be read has no rows. @param {string} orderId @returns {Promise<HoldCoverage>} */
  async coverageOf(orderId) {
    const cached = this.#cache.get(orderId);
    if (cached && cached.at > Date.now() - CACHE_MS) return cached.coverage;
    try {
      const coverage = { orderId, ...(await this.#read(orderId)) };
      this.#cache.set(orderId, { at: Date.now(), coverage });
      return coverage;
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      return { orderId, rows: null, areListsRead: false };
    }
  }

  /** Returns whether an order exists. @param {string} orderId @returns {Promise<"found" | "not-found" | "not-read">} */
  async existenceOf(orderId) {
    try {
      await this.#client.orders.get(orderId);
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
   * @param {string} certificate id or serial number
   */
  async orderOf(certificate) {
    const known = this.#orderOf.get(normalize(certificate));
    if (known !== undefined) return known;
    const isId = CERTIFICATE_ID.test(certificate);
    const filter = isId ? { certificateId: certificate } : { serialNumber: certificate };
    try {
      const { orders } = await this.#client.orders.list({ ...filter, limit: 2 });
      const [only, second] = orders;
      return second === undefined ? only?.id : undefined;
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      return undefined;
    }
  }

  /** Reads a request of CertCentral. @param {string} requestId @returns {Promise<ApprovalRequest>} */
  requestOf(requestId) {
    return this.#client.requests.get(requestId);
  }

  /** @param {string} orderId */
  async #read(orderId) {
    const { certificates, warnings } = await this.#client.orders.certificates(orderId);
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

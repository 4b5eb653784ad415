// Connects a job's bulk client to the account: its API key, its rate limiter in the bulk lane, and its redaction.

import { MassRevocation } from "certcentral-revoke/mass";
import { mainKey } from "../auth/actor.js";

/** @import { RateLimiter, TransportRequest, TransportResponse } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {(call: import("../upstream/account-client.js").Call, maxBytes: number, job: Job) => Promise<Response>} Send sends a call that the rate limiter admitted */
/** @typedef {{ confirmIntervalMs?: number, confirmRounds?: number, maxInFlight?: number }} RunSettings confirmation and concurrency of a run; default: the core's */

/** A placeholder: requests to this URL go to the account. */
const BASE_URL = "https://account.invalid/services/v2";

export class JobConnection {
  /**
   * @param {object} account
   * @param {import("../account/rate-limiter.js").RateLimiter} account.rateLimiter
   * @param {Send} account.send
   * @param {(text: string) => string} account.redact removes the API keys from a text
   * @param {() => boolean} account.isStopped whether nothing may be sent
   * @param {string | undefined} account.runSettings JSON
   */
  constructor({ rateLimiter, send, redact, isStopped, runSettings }) {
    this.rateLimiter = rateLimiter;
    this.send = send;
    this.redact = redact;
    this.isStopped = isStopped;
    /** @type {RunSettings} */
    this.runSettings = runSettings === undefined ? {} : JSON.parse(runSettings);
  }

  /** Returns the bulk client of a job. @param {Job} job */
  client(job) {
    const { settings } = job;
    const breaker = settings?.breaker === undefined ? {} : { breaker: settings.breaker };
    return new MassRevocation({
      ...{ baseUrl: BASE_URL, ...this.runSettings, ...breaker },
      limits: this.rateLimiter.bulkLimits,
      rateLimiter: this.#rateLimiterOf(job),
      send: (request) => this.#send(request, job),
    });
  }

  /** The calls of a job count for its owner. @param {Job} job @returns {RateLimiter} */
  #rateLimiterOf({ id: job, by }) {
    const person = mainKey(by);
    return {
      acquire: async (signal) => {
        const cancel = () => this.rateLimiter.cancelJob(job);
        signal?.addEventListener("abort", cancel, { once: true });
        try {
          signal?.throwIfAborted();
          const { isAdmitted } = await this.rateLimiter.acquire({ lane: "bulk", person, job });
          if (!isAdmitted) throw new DOMException("the job was paused or has ended", "AbortError");
        } finally {
          signal?.removeEventListener("abort", cancel);
        }
      },
      onRejected: (ms) =>
        this.rateLimiter.onRejected(
          ms === undefined ? null : String(Math.max(1, Math.ceil(ms / 1000))),
        ),
      estimate: (calls) => this.rateLimiter.estimate(person, job, calls),
    };
  }

  /** @param {TransportRequest} transportRequest @param {Job} job @returns {Promise<TransportResponse>} */
  async #send({ request: { method, path, headers, body }, maxResponseBytes }, job) {
    if (method === "PUT" && this.isStopped()) return { event: "aborted", sent: false };
    const call = { method, path, headers: { ...headers }, body };
    const response = await this.send(call, maxResponseBytes, job);
    // The body becomes part of a journal and a report.
    const redacted = new TextEncoder().encode(this.redact(await response.text()));
    const retryAfter = response.headers.get("retry-after") ?? undefined;
    return { event: "response", status: response.status, body: redacted, retryAfter };
  }
}

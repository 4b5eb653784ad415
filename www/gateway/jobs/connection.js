// What a job sends with: the key of the account, its pace in the bulk lane, and the way to CertCentral. The core asks for a
// request and is told what became of it. Not here: who may go when (`../account/rate-limiter.js`).

import { MassRevocation } from "certcentral-revoke/mass";

/** @import { Gate, Sending, Sent } from "certcentral-revoke/mass" */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {(call: import("../upstream/account-client.js").Call, mostBytes: number, job: Job) => Promise<Response>} Send for a call that has leave */
/** @typedef {{ lookMs?: number, looks?: number, connections?: number }} Pace how a run looks and sends; the core's defaults if left out */

/** Nobody's: what is asked for there goes through the account. */
const BASE = "https://account.invalid/services/v2";

export class JobKey {
  /**
   * @param {object} account
   * @param {import("../account/rate-limiter.js").Turns} account.turns
   * @param {Send} account.send
   * @param {(text: string) => string} account.redact takes the keys out of a text
   * @param {string | undefined} account.limits JSON
   * @param {string | undefined} account.pace JSON
   */
  constructor({ turns, send, redact, limits, pace }) {
    this.turns = turns;
    this.send = send;
    this.redact = redact;
    this.limits = limits === undefined ? {} : { limits: JSON.parse(limits) };
    /** @type {Pace} */
    this.pace = pace === undefined ? {} : JSON.parse(pace);
  }

  /** @param {Job} job */
  client(job) {
    const { id, settings } = job;
    const breaker = settings?.breaker === undefined ? {} : { breaker: settings.breaker };
    return new MassRevocation({
      ...{ baseUrl: BASE, ...this.limits, ...this.pace, ...breaker },
      gate: this.#gate(id),
      send: (sending) => this.#sent(sending, job),
    });
  }

  /** @param {string} job @returns {Gate} */
  #gate(job) {
    return {
      take: async (signal) => {
        const leave = () => this.turns.leave(job);
        signal?.addEventListener("abort", leave, { once: true });
        try {
          signal?.throwIfAborted();
          const { may } = await this.turns.take("bulk", job);
          if (!may) throw new DOMException("the job has left", "AbortError");
        } finally {
          signal?.removeEventListener("abort", leave);
        }
      },
      refused: (ms) =>
        this.turns.refused(ms === undefined ? null : String(Math.max(1, Math.ceil(ms / 1000)))),
      outlook: (calls) => this.turns.outlook(job, calls),
    };
  }

  /** @param {Sending} sending @param {Job} job @returns {Promise<Sent>} */
  async #sent({ send: { method, path, headers, body: asked }, maxBytes }, job) {
    const call = { method, path, headers: { ...headers }, body: asked };
    const answer = await this.send(call, maxBytes, job);
    // What it says goes into a journal and a report.
    const body = new TextEncoder().encode(this.redact(await answer.text()));
    const retryAfter = answer.headers.get("retry-after") ?? undefined;
    return { event: "answered", status: answer.status, body, retryAfter };
  }
}

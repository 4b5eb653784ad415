// What follows from an event of DigiCert's webhook: a read of the order, earlier than anything else would read it. Only the
// read confirms the revocation. An event about an order that the gateway never revoked has no consequence.

import { CertCentral, CertCentralError } from "certcentral-revoke";

/** @typedef {import("./received.js").ReceivedEvents} ReceivedEvents */
/** @typedef {import("./rejections.js").RejectionCounts} RejectionCounts */
/** @typedef {import("./rejections.js").RejectionCause} RejectionCause */

/** The task in the account's schedule that reads orders. */
export const CONFIRM = "confirm digicert events";
/** The task that logs rejected events. */
export const REJECTED = "log rejected events";
/** The waits before the reads of an order: DigiCert may send the event before its API shows the state. */
const ROUNDS_MS = /** @type {const} */ ([1000, 10_000, 60_000, 600_000]);
/** Reads in one round. */
const MAX_READS = 5;
/** Rejected events make one entry of the audit log in this time. */
const LOG_INTERVAL_MS = 3_600_000;
const DEADLINE_MS = 25_000;
/** A placeholder: requests to this URL go to the account. */
const BASE_URL = "https://account.invalid/services/v2";
const CHANGES = new Set(["revoke-order", "revoke-certificate", "decide-request"]);
/** The entry with the orders of a bulk run. */
const RUN_ORDERS = "job-orders";
/** The minimum time between two early reads of a run, in milliseconds. */
const RUN_INTERVAL_MS = 10_000;
const GATEWAY = { id: "gateway", how: "setting" };

export class Confirmations {
  #client;
  /** @type {RejectionCounts} */
  #unlogged = {};
  #loggedMs = Number.NEGATIVE_INFINITY;
  /** @type {Promise<void> | undefined} */
  #reading;
  /** When the read of each run was brought forward. @type {Map<string, number>} */
  #runReads = new Map();

  /**
   * @param {object} account
   * @param {ReceivedEvents} account.received
   * @param {import("../audit/log.js").AuditLog} account.auditLog
   * @param {import("../account/schedule.js").Schedule} account.schedule
   * @param {(path: string) => Promise<Response>} account.read sends a read within the rate limit
   * @param {(order: string) => void} account.onConfirmed
   * @param {(job: string) => Promise<void>} account.confirmRun brings the confirming read of a run forward
   */
  constructor({ received, auditLog, schedule, read, onConfirmed, confirmRun }) {
    this.received = received;
    this.auditLog = auditLog;
    this.schedule = schedule;
    this.onConfirmed = onConfirmed;
    this.confirmRun = confirmRun;
    this.#client = new CertCentral({
      baseUrl: BASE_URL,
      fetch: (url) => read(url.slice(BASE_URL.length)),
      deadlineMs: DEADLINE_MS,
    });
  }

  /** Handles an authenticated event. A repeated one is counted and changes nothing. @param {import("./digicert.js").DigicertEvent} event */
  async receive(event) {
    const now = Date.now();
    if (event.kind === "other") {
      this.received.count("other");
      this.received.setOther(event.event, event.data, now);
      return;
    }
    const { order, certificate } = event;
    if (this.received.isKnown(order, certificate)) return this.received.count("repeated");
    this.received.count("received");
    const state = this.#initialState(order);
    this.received.add(event, state, now, state === "pending" ? now + ROUNDS_MS[0] : null);
    if (state === "run") await this.#confirmRunOf(order, now);
    if (state !== "pending") return;
    await this.#scheduleReads();
    // The account's alarm can be busy with a job for minutes.
    setTimeout(() => this.#read().catch(() => {}), ROUNDS_MS[0]);
  }

  /** One read of a run confirms many orders. @param {string} order @param {number} now */
  async #confirmRunOf(order, now) {
    const [entry] = this.auditLog.read({ order, action: RUN_ORDERS }, { limit: 1 });
    const job = entry?.details?.job;
    if (typeof job !== "string" || now - (this.#runReads.get(job) ?? 0) < RUN_INTERVAL_MS) return;
    this.#runReads.set(job, now);
    await this.confirmRun(job);
  }

  /** @param {string} order */
  #initialState(order) {
    if (this.received.isHandled(order)) return "covered";
    const actions = this.auditLog.read({ order }).map(({ action }) => action);
    if (actions.some((action) => CHANGES.has(action))) return "pending";
    return actions.includes(RUN_ORDERS) ? "run" : "unrelated";
  }

  /** Counts rejected events. They make one entry in an hour. @param {RejectionCounts} counts */
  async reject(counts) {
    for (const [cause, count] of Object.entries(counts)) {
      const known = /** @type {RejectionCause} */ (cause);
      this.#unlogged[known] = (this.#unlogged[known] ?? 0) + count;
      this.received.count(`rejected-${known}`, count);
    }
    const now = Date.now();
    if (now - this.#loggedMs >= LOG_INTERVAL_MS) await this.#logRejected();
    else await this.schedule.setIfAbsent(REJECTED, this.#loggedMs + LOG_INTERVAL_MS);
  }

  /** Does what is due, in an alarm. A failure must not stop the alarm's other tasks: the schedule tries again. @param {string[]} tasks of the schedule */
  async tick(tasks) {
    if (tasks.includes(REJECTED)) await this.#logRejected().catch(() => {});
    if (tasks.includes(CONFIRM)) await this.#read().catch(() => {});
  }

  /** Reads the orders that are due, one after the other. */
  #read() {
    this.#reading ??= this.#readDue().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readDue() {
    const due = this.received.due(Date.now(), MAX_READS);
    for (const { order, rounds } of due) await this.#confirm(order, rounds);
    await this.#scheduleReads();
  }

  /** @param {string} order @param {number} rounds reads so far */
  async #confirm(order, rounds) {
    if (await this.#isRevoked(order)) {
      await this.auditLog.append({
        ...{ actor: GATEWAY, action: "revocation-confirmed", target: { order } },
        ...{ details: { cause: "digicert-webhook" }, proof: "revoked" },
      });
      this.received.set(order, "confirmed", null);
      this.onConfirmed(order);
      return;
    }
    const wait = ROUNDS_MS[rounds + 1];
    if (wait === undefined) this.received.set(order, "unconfirmed", null);
    else this.received.set(order, "pending", Date.now() + wait);
  }

  /** @param {string} order @returns {Promise<boolean>} `false` also if the order cannot be read */
  async #isRevoked(order) {
    try {
      return (await this.#client.orders.get(order)).status === "revoked";
    } catch (error) {
      if (!(error instanceof CertCentralError)) throw error;
      return false;
    }
  }

  async #scheduleReads() {
    const at = this.received.nextAt();
    if (at === undefined) this.schedule.remove(CONFIRM);
    else await this.schedule.set(CONFIRM, at);
  }

  async #logRejected() {
    this.schedule.remove(REJECTED);
    const counts = this.#unlogged;
    this.#unlogged = {};
    if (Object.keys(counts).length === 0) return;
    this.#loggedMs = Date.now();
    const details = { webhook: "digicert", counts };
    await this.auditLog.append({ actor: GATEWAY, action: "webhook-rejected", details });
  }
}

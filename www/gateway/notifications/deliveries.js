// Sends what the outbox holds. Each webhook has rounds of its own, so that a slow one delays no other.

import { bodyOf } from "./formats.js";

/** @typedef {import("./settings.js").Webhook} Webhook */
/** @typedef {typeof import("./sender.js").sendNotification} Send */

/** For each webhook in one round. An alarm may send 1,000 requests, and its jobs take up to 900. */
const MAX_SENT = 10;

export class Deliveries {
  /** The webhooks with a round in progress. @type {Map<string, Promise<void>>} */
  #rounds = new Map();
  /** The webhooks whose round must be followed by another one. @type {Set<string>} */
  #again = new Set();

  /**
   * @param {object} parts
   * @param {import("./outbox.js").Outbox} parts.outbox
   * @param {Send} parts.send
   * @param {() => number} parts.now
   * @param {() => number} parts.random
   */
  constructor({ outbox, send, now, random }) {
    this.outbox = outbox;
    this.send = send;
    this.now = now;
    this.random = random;
  }

  /** Sends what is due to a webhook. A round in progress is followed by another one. @param {Webhook} webhook @returns {Promise<void>} */
  run(webhook) {
    const { name } = webhook;
    const current = this.#rounds.get(name);
    if (current) {
      this.#again.add(name);
      return current;
    }
    const round = this.#loop(webhook).finally(() => this.#rounds.delete(name));
    this.#rounds.set(name, round);
    return round;
  }

  /** @param {Webhook} webhook */
  async #loop(webhook) {
    do {
      this.#again.delete(webhook.name);
      await this.#round(webhook);
    } while (this.#again.has(webhook.name));
  }

  /** @param {Webhook} webhook */
  async #round(webhook) {
    const { name, format } = webhook;
    this.outbox.expire(name, this.now());
    for (let sent = 0; sent < MAX_SENT; sent += 1) {
      const queued = this.outbox.due(name, this.now());
      if (!queued) return;
      const body = bodyOf(format, queued.event, queued.created);
      const problem = await this.send(webhook, queued.id, body, this.now());
      if (problem === undefined) this.outbox.delivered(name, queued.n, this.now());
      else this.outbox.failed(name, queued, problem, this.now(), this.random());
    }
  }
}

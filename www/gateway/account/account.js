// One key of DigiCert's: everything that is sent with it passes here, one Durable Object for each key, so that the limits
// are kept whoever calls from wherever. Not here: what may be asked at all (`reads.js`, `changes.js`).

import { refusal } from "../refusal.js";
import { send } from "../send.js";
import { Once } from "./once.js";
import { DIGICERT } from "./pacing.js";
import { Turns } from "./turns.js";

/** How long the key pauses after a 429 that does not say. */
const PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 180_000;

export class Account {
  /** @type {Turns} */
  #turns;

  /** @param {any} ctx @param {import("../upstream.js").GatewayEnv} env */
  constructor(ctx, env) {
    this.env = env;
    this.once = new Once(ctx.storage.sql);
    const limits = env.LIMITS ? JSON.parse(env.LIMITS) : DIGICERT;
    const keep = (/** @type {object} */ state) => ctx.storage.put("paced", state);
    this.#turns = new Turns({ sentMs: [], pausedUntilMs: 0 }, limits, keep);
    ctx.blockConcurrencyWhile(async () => {
      this.#turns.state = (await ctx.storage.get("paced")) ?? this.#turns.state;
    });
  }

  /** @param {Request} request from `upstream.js` @returns {Promise<Response>} */
  async fetch(request) {
    /** @type {import("../upstream.js").Asked} */
    const { call, lane, idempotencyKey } = await request.json();
    const { method, path, body = null } = call;
    const asked = JSON.stringify([method, path, body]);
    return this.once.answer(idempotencyKey, asked, async () => {
      const waitMs = await this.#turns.take(lane);
      if (waitMs > 0) return notSent(waitMs);
      const answer = await send(this.env, call);
      if (answer.status === 429) this.#turns.pause(pauseOf(answer.headers.get("retry-after")));
      return answer;
    });
  }
}

/** DigiCert's own words for it: every client reads them as "not processed", and so it is. @param {number} waitMs */
function notSent(waitMs) {
  const message = "The gateway keeps to the limits of this key; nothing was sent.";
  const response = refusal(429, [{ code: "request_limit_exceeded", message }]);
  response.headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return response;
}

/** Seconds or a date, in milliseconds. @param {string | null} retryAfter */
function pauseOf(retryAfter) {
  const ms = /^\d+$/.test(retryAfter ?? "")
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter ?? "") - Date.now();
  return Number.isNaN(ms) ? PAUSE_MS : Math.min(Math.max(Math.ceil(ms), 1), LONGEST_PAUSE_MS);
}

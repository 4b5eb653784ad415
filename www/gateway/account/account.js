// One key of DigiCert's: everything that is sent with it passes here, one Durable Object for each key, so that the limits
// are kept whoever calls from wherever. Not here: what may be asked at all (`reads.js`, `changes.js`).

// @ts-expect-error a wasm import is a WebAssembly.Module in workerd; no type checker knows it
import mass from "../../../pkg/wasm/mass/mass.wasm";
import { redactorOf } from "../record/bounds.js";
import { Record } from "../record/record.js";
import { refusal } from "../refusal.js";
import { send } from "../send.js";
import { answerOf, intentOf } from "./entries.js";
import { Once } from "./once.js";
import { startPacing } from "./pacing.js";
import { Turns } from "./turns.js";

const DAY_MS = 86_400_000;

export class Account {
  /** @type {Turns} */
  #turns;

  /** @param {any} ctx @param {import("../upstream.js").GatewayEnv} env */
  constructor(ctx, env) {
    this.env = env;
    this.storage = ctx.storage;
    this.once = new Once(ctx.storage.sql);
    const { DIGICERT_API_KEY, DIGICERT_READ_KEY, RECORD_SIGNING_KEY, RECORD_DAYS } = env;
    this.record = new Record(ctx.storage, {
      signingKey: RECORD_SIGNING_KEY,
      retentionDays: RECORD_DAYS === undefined ? undefined : Number(RECORD_DAYS),
      redact: redactorOf([DIGICERT_API_KEY, DIGICERT_READ_KEY, RECORD_SIGNING_KEY]),
    });
    this.#turns = new Turns(ctx.storage.sql, startPacing(mass), env.LIMITS);
  }

  /** @param {Request} request from `upstream.js` @returns {Promise<Response>} */
  async fetch(request) {
    if (new URL(request.url).pathname === "/record") {
      const headers = { "content-type": "application/jsonl" };
      return new Response(await this.record.exported(), { headers });
    }
    /** @type {import("../upstream.js").Asked} */
    const { call, lane, from } = await request.json();
    if (from === null) return this.#send(call, lane);
    const { method, path, body = null } = call;
    const asked = JSON.stringify([method, path, body]);
    return this.once.answer(from.idempotencyKey, asked, () =>
      this.#change(call, lane, from.origin),
    );
  }

  /** Once a day, while changes are made: what is older than it may be goes. */
  async alarm() {
    await this.record.prune();
  }

  /**
   * Written down before it is sent: what cannot be recorded is not done.
   * @param {import("../upstream.js").Call} call @param {"interactive" | "bulk"} lane @param {object} origin
   */
  async #change(call, lane, origin) {
    const intent = intentOf(call, origin);
    await this.record.append(intent);
    const answer = await this.#send(call, lane);
    await this.record.append(answerOf(intent, answer.status, await answer.clone().text()));
    if (this.env.RECORD_DAYS && (await this.storage.getAlarm()) === null)
      await this.storage.setAlarm(Date.now() + DAY_MS);
    return answer;
  }

  /** @param {import("../upstream.js").Call} call @param {"interactive" | "bulk"} lane */
  async #send(call, lane) {
    const { fault } = this.#turns;
    if (fault) return refusal(403, [{ code: "access_denied|gateway_set_up", message: fault }]);
    const { may, waitMs } = await this.#turns.take(lane);
    if (!may) return notSent(waitMs);
    const answer = await send(this.env, call);
    if (answer.status === 429) this.#turns.refused(answer.headers.get("retry-after"));
    return answer;
  }
}

/** DigiCert's own words for it: every client reads them as "not processed", and so it is. @param {number} waitMs */
function notSent(waitMs) {
  const message = "The gateway keeps to the limits of this key; nothing was sent.";
  const response = refusal(429, [{ code: "request_limit_exceeded", message }]);
  response.headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return response;
}

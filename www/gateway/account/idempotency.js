// Idempotency keys: a change that arrives twice with the same `Idempotency-Key`, as browsers may send it, is executed once,
// and both requests receive the same response. Keys are stored for a day.

import { problem } from "../http/problem.js";
import { sha256Hex } from "../sha256.js";

/** @typedef {{ status: number, type: string | null, retryAfter: string | null, body: string }} StoredResponse */

/** @typedef {import("./change-result.js").ChangeResult} ChangeResult */

const DAY_MS = 86_400_000;
/** 8 to 100 visible characters. */
const KEY_FORMAT = /^[!-~]{8,100}$/;

export class IdempotencyKeys {
  /** Responses of changes in flight. @type {Map<string, Promise<StoredResponse>>} */
  #inFlight = new Map();

  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS idempotency_keys (key TEXT PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL, response TEXT)",
    );
  }

  /**
   * Executes a change, or returns the response of its first execution.
   * @param {string | null} key @param {string} fingerprint equal for equal changes
   * @param {() => Promise<ChangeResult>} execute @returns {Promise<Response>}
   */
  async respond(key, fingerprint, execute) {
    if (key === null) return (await execute()).response;
    if (!KEY_FORMAT.test(key))
      return reject(
        400,
        "bad_request|idempotency_key",
        "Idempotency-Key must have 8 to 100 visible characters.",
      );
    const hash = await sha256Hex(fingerprint);
    this.sql.exec("DELETE FROM idempotency_keys WHERE at < ?", Date.now() - DAY_MS);
    const [known] = this.sql
      .exec("SELECT hash, response FROM idempotency_keys WHERE key = ?", key)
      .toArray();
    if (!known) return this.#executeFirst(key, hash, execute);
    if (known.hash !== hash)
      return reject(
        422,
        "idempotency_key|other_body",
        "This Idempotency-Key belongs to another change.",
      );
    if (known.response !== null) return toResponse(JSON.parse(known.response));
    const inFlight = this.#inFlight.get(key);
    if (inFlight) return toResponse(await inFlight);
    // The gateway stopped during the change, so its outcome is unknown.
    return reject(
      502,
      "gateway_lost_answer",
      "The gateway stopped while this change was in flight. Its outcome is unknown.",
    );
  }

  /** @param {string} key @param {string} hash @param {() => Promise<ChangeResult>} execute */
  async #executeFirst(key, hash, execute) {
    this.sql.exec(
      "INSERT INTO idempotency_keys (key, hash, at) VALUES (?, ?, ?)",
      key,
      hash,
      Date.now(),
    );
    const executing = execute();
    const inFlight = executing.then(({ response }) => toStored(response));
    this.#inFlight.set(key, inFlight);
    try {
      const stored = await inFlight;
      // A denial without effect is not stored: the same request may succeed once the hold is lifted or the limit has passed.
      if (!(await executing).isFinal)
        this.sql.exec("DELETE FROM idempotency_keys WHERE key = ?", key);
      else
        this.sql.exec(
          "UPDATE idempotency_keys SET response = ? WHERE key = ?",
          JSON.stringify(stored),
          key,
        );
      return toResponse(stored);
    } finally {
      this.#inFlight.delete(key);
    }
  }
}

/** @param {Response} response @returns {Promise<StoredResponse>} */
async function toStored(response) {
  const { status, headers } = response;
  const [type, retryAfter] = [headers.get("content-type"), headers.get("retry-after")];
  return { status, type, retryAfter, body: await response.text() };
}

/** @param {StoredResponse} stored */
function toResponse({ status, type, retryAfter, body }) {
  const headers = new Headers();
  if (type !== null) headers.set("content-type", type);
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  return new Response(body === "" ? null : body, { status, headers });
}

/** @param {number} status @param {string} code @param {string} message */
const reject = (status, code, message) => problem(status, [{ code, message }]);

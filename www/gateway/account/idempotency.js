// Idempotency keys: a change that arrives twice with the same `Idempotency-Key`, as browsers may send it, is executed once,
// and both requests receive the same response. Keys are stored for a day, and the newest ones only.

import { problem } from "../http/problem.js";
import { sha256Hex } from "../sha256.js";

/** @typedef {{ status: number, type: string | null, retryAfter: string | null, body: string }} StoredResponse */

/** @typedef {Pick<import("./change-result.js").ChangeResult, "response" | "isFinal">} Executed */
/** @typedef {import("./content-hash.js").HashedBody} HashedBody */
/** @typedef {{ hash: string, content: string | null, response: string | null }} KnownKey */

const DAY_MS = 86_400_000;
/** More changes than the rate limits admit in an hour. Every user can add keys, so the table must not grow without bounds. */
const MAX_KEYS = 100_000;
/** 8 to 100 visible characters. */
const KEY_FORMAT = /^[!-~]{8,100}$/;

export class IdempotencyKeys {
  /** Results of changes in flight. @type {Map<string, Promise<{ stored: StoredResponse, content: string | null }>>} */
  #inFlight = new Map();

  /** @param {any} sql of a Durable Object @param {number} [maxKeys] */
  constructor(sql, maxKeys = MAX_KEYS) {
    this.sql = sql;
    this.maxKeys = maxKeys;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS idempotency_keys (n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL,
        hash TEXT NOT NULL, content TEXT, at INTEGER NOT NULL, response TEXT)`,
    );
    sql.exec("CREATE INDEX IF NOT EXISTS idempotency_keys_at ON idempotency_keys (at)");
  }

  /**
   * Executes a change, or returns the response of its first execution.
   * @param {string | null} key @param {string} fingerprint equal for equal changes
   * @param {() => Promise<Executed>} execute @param {HashedBody} [content] an upload that is part of the change
   * @returns {Promise<Response>}
   */
  async respond(key, fingerprint, execute, content) {
    if (key === null) return (await execute()).response;
    if (!KEY_FORMAT.test(key))
      return reject(
        400,
        "bad_request|idempotency_key",
        "Idempotency-Key must have 8 to 100 visible characters.",
      );
    const hash = await sha256Hex(fingerprint);
    this.sql.exec("DELETE FROM idempotency_keys WHERE at < ?", Date.now() - DAY_MS);
    const known = this.#find(key);
    if (!known) return this.#executeFirst(key, hash, execute, content);
    if (known.hash !== hash) return otherChange();
    await content?.drain();
    return this.#repeat(key, content?.hash ?? null);
  }

  /** Responds to a repeated change. @param {string} key @param {string | null} content hash of its upload */
  async #repeat(key, content) {
    const first = await this.#inFlight.get(key);
    if (first) return first.content === content ? toResponse(first.stored) : otherChange();
    const known = this.#find(key);
    if (known === undefined)
      return reject(
        409,
        "conflict|idempotency_key",
        "The first request with this Idempotency-Key had no effect. Send it again.",
      );
    if (known.response === null)
      // The gateway stopped during the change, so its outcome is unknown.
      return reject(
        502,
        "gateway_lost_answer",
        "The gateway stopped while this change was in flight. Its outcome is unknown.",
      );
    return known.content === content ? toResponse(JSON.parse(known.response)) : otherChange();
  }

  /** @param {string} key @param {string} hash @param {() => Promise<Executed>} execute @param {HashedBody} [content] */
  async #executeFirst(key, hash, execute, content) {
    this.#insert(key, hash);
    const inFlight = execute().then(async ({ response, isFinal }) => {
      const result = { stored: await toStored(response), content: content?.hash ?? null };
      // A denial without effect is not stored: the same request may succeed once the hold is lifted or the limit has passed.
      if (!isFinal) this.sql.exec("DELETE FROM idempotency_keys WHERE key = ?", key);
      else
        this.sql.exec(
          "UPDATE idempotency_keys SET response = ?, content = ? WHERE key = ?",
          ...[JSON.stringify(result.stored), result.content, key],
        );
      return result;
    });
    this.#inFlight.set(key, inFlight);
    try {
      return toResponse((await inFlight).stored);
    } finally {
      this.#inFlight.delete(key);
    }
  }

  /** @param {string} key @returns {KnownKey | undefined} */
  #find(key) {
    return this.sql
      .exec("SELECT hash, content, response FROM idempotency_keys WHERE key = ?", key)
      .toArray()[0];
  }

  /** @param {string} key @param {string} hash */
  #insert(key, hash) {
    const { n } = this.sql
      .exec(
        "INSERT INTO idempotency_keys (key, hash, at) VALUES (?, ?, ?) RETURNING n",
        ...[key, hash, Date.now()],
      )
      .one();
    this.sql.exec("DELETE FROM idempotency_keys WHERE n <= ?", n - this.maxKeys);
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

function otherChange() {
  const message = "This Idempotency-Key belongs to another change.";
  return reject(422, "idempotency_key|other_body", message);
}

/** @param {number} status @param {string} code @param {string} message */
const reject = (status, code, message) => problem(status, [{ code, message }]);

// One key, one action: a change that comes twice under one Idempotency-Key, as browsers may send it, is made once and
// answered twice alike. Kept for a day, in the account's SQLite.

import { refusal } from "../http/problem.js";

/** @typedef {{ status: number, type: string | null, retryAfter: string | null, body: string }} Kept */

/** @typedef {import("./change-result.js").Told} Told */

const DAY_MS = 86_400_000;
/** As a client may choose it. */
const FORM = /^[!-~]{8,100}$/;

export class Once {
  /** Answers that are on their way. @type {Map<string, Promise<Kept>>} */
  #running = new Map();

  /** @param {any} sql of a Durable Object */
  constructor(sql) {
    this.sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS once (key TEXT PRIMARY KEY, asked TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT)",
    );
  }

  /**
   * @param {string | null} key @param {string} asked all that makes two calls the same
   * @param {() => Promise<Told>} act @returns {Promise<Response>}
   */
  async answer(key, asked, act) {
    if (key === null) return (await act()).answer;
    if (!FORM.test(key))
      return no(
        400,
        "bad_request|idempotency_key",
        "Idempotency-Key must be 8 to 100 visible characters.",
      );
    const hash = await sha256(asked);
    this.sql.exec("DELETE FROM once WHERE at < ?", Date.now() - DAY_MS);
    const [known] = this.sql.exec("SELECT asked, answer FROM once WHERE key = ?", key).toArray();
    if (!known) return this.#first(key, hash, act);
    if (known.asked !== hash)
      return no(
        422,
        "idempotency_key|other_body",
        "This Idempotency-Key was used for another change.",
      );
    if (known.answer !== null) return responseOf(JSON.parse(known.answer));
    const running = this.#running.get(key);
    if (running) return responseOf(await running);
    // We were stopped after it was begun: nobody knows what became of it.
    return no(
      502,
      "gateway_lost_answer",
      "The gateway was stopped while this change was on its way.",
    );
  }

  /** @param {string} key @param {string} hash @param {() => Promise<Told>} act */
  async #first(key, hash, act) {
    this.sql.exec("INSERT INTO once (key, asked, at) VALUES (?, ?, ?)", key, hash, Date.now());
    const acted = act();
    const running = acted.then(({ answer }) => keptOf(answer));
    this.#running.set(key, running);
    try {
      const kept = await running;
      // A no that changed nothing is not kept: once a hold is lifted, or the key may send again, the same call may come.
      if (!(await acted).isDone) this.sql.exec("DELETE FROM once WHERE key = ?", key);
      else this.sql.exec("UPDATE once SET answer = ? WHERE key = ?", JSON.stringify(kept), key);
      return responseOf(kept);
    } finally {
      this.#running.delete(key);
    }
  }
}

/** @param {Response} response @returns {Promise<Kept>} */
async function keptOf(response) {
  const { status, headers } = response;
  const [type, retryAfter] = [headers.get("content-type"), headers.get("retry-after")];
  return { status, type, retryAfter, body: await response.text() };
}

/** @param {Kept} kept */
function responseOf({ status, type, retryAfter, body }) {
  const headers = new Headers();
  if (type !== null) headers.set("content-type", type);
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  return new Response(body === "" ? null : body, { status, headers });
}

/** @param {number} status @param {string} code @param {string} message */
const no = (status, code, message) => refusal(status, [{ code, message }]);

/** @param {string} text */
async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

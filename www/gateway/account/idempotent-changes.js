// Applies `Idempotency-Key` to every change of the account's own routes: whatever has a caller in its body, and an uploaded
// list. Calls to CertCentral have it in `account.js`, because only their result says whether a repetition is safe.

import { HashedBody } from "./content-hash.js";

/** @typedef {import("../upstream/account-client.js").Caller} Caller */
/** @typedef {{ caller: Caller, fingerprint: string, content?: HashedBody }} IdentifiedChange */

const LIST_PATH = "/jobs";

/** @param {import("./idempotency.js").IdempotencyKeys} keys @returns {import("hono").MiddlewareHandler} */
export function idempotentChanges(keys) {
  return async (c, next) => {
    const change = await identifyChange(c);
    if (change === undefined) return next();
    const { caller, fingerprint, content } = change;
    const execute = async () => {
      await next();
      return { response: c.res, isFinal: mayHaveTakenEffect(c.res) };
    };
    const response = await keys.respond(caller.idempotencyKey, fingerprint, execute, content);
    // Hono's setter copies the headers of an earlier response over those of the new one.
    c.res = undefined;
    c.res = response;
    return undefined;
  };
}

/** @param {import("hono").Context} c @returns {Promise<IdentifiedChange | undefined>} */
async function identifyChange(c) {
  if (c.req.method !== "POST") return undefined;
  if (c.req.path === LIST_PATH) {
    const { caller, ...options } = JSON.parse(
      decodeURIComponent(c.req.header("job-options") ?? ""),
    );
    const content = new HashedBody(c.req.raw.body);
    const init = { body: content.body, duplex: "half" };
    c.req.raw = new Request(c.req.raw, init);
    return { caller, content, fingerprint: changeFingerprint(caller.actor, c.req.path, options) };
  }
  const { caller, ...input } = await c.req.json();
  if (caller === undefined) return undefined;
  return { caller, fingerprint: changeFingerprint(caller.actor, c.req.path, input) };
}

/**
 * Equal for equal changes of one actor. Keys are scoped to the actor, so that no caller receives the response of another.
 * @param {Caller["actor"]} actor @param {string} path @param {unknown} input
 */
export function changeFingerprint({ kind, id }, path, input) {
  return JSON.stringify([kind, id, path, input]);
}

/** A 4xx of the account means that nothing happened. @param {Response} response */
const mayHaveTakenEffect = ({ status }) => status < 400 || status >= 500;

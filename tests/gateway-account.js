// An account without pacing, for tests of the gateway's app outside workerd: it sends at once. Whoever asks is an admin,
// unless the environment says otherwise.

import { send } from "../www/gateway/send.js";

/** @param {object} env of the gateway @returns {any} the same with an account */
export function withAccount(env) {
  const fetch = (/** @type {string} */ _, /** @type {{ body: string }} */ { body }) =>
    send(/** @type {any} */ (env), JSON.parse(body).call);
  const DEVELOPMENT_IDENTITY = '{"id":"ada","roles":["admin"]}';
  return { DEVELOPMENT_IDENTITY, ...env, ACCOUNT: { idFromName: String, get: () => ({ fetch }) } };
}

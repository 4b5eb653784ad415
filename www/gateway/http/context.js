// What every route of the gateway finds in Hono's context after admission. Types only.

/**
 * `actor` is set for every route that requires a sign-in.
 * @typedef {object} Admitted
 * @property {import("../auth/actor.js").Actor} actor
 * @property {import("../settings.js").Settings} settings
 * @property {Uint8Array} body
 */
/** @typedef {{ Bindings: import("../worker-env.js").GatewayEnv, Variables: Admitted }} Gateway */

export {};

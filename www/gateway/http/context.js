// The Hono environment of the gateway's routes.

/**
 * The values that admission sets before a route runs. `actor` is set for every route that requires a sign-in.
 * @typedef {object} RequestVariables
 * @property {import("../auth/actor.js").Actor} actor
 * @property {import("../settings.js").Settings} settings
 * @property {Uint8Array} body
 */
/** @typedef {{ Bindings: import("../worker-env.js").GatewayEnv, Variables: RequestVariables }} GatewayContext */

export {};

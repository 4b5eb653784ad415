// The types that the sandbox and its routes share: the state of a sandbox, and the Hono environment of a request.

/** @typedef {import("./settings.js").SandboxSettings} SandboxSettings */
/** @typedef {import("./settings.js").KeyRole} KeyRole */
/** @typedef {{ time: string, method: string, path: string, status: number, key: string, body?: string, lost?: string }} LogEntry */
/**
 * A response that replaces the real one of the next matching requests, or, with `afterCommit`, hides it.
 * @typedef {object} Fault
 * @property {string} [method]
 * @property {string} pathPrefix
 * @property {number} times number of requests it applies to
 * @property {number} [status]
 * @property {string} body
 * @property {string} contentType
 * @property {number} delayMs
 * @property {boolean} afterCommit
 * @property {"before" | "after"} [lost] closes the connection before or after the request takes effect
 */
/** @typedef {{ settings: SandboxSettings, log: LogEntry[], faults: Fault[], revokes: Map<string, number>, notifications: import("./notifications.js").Received[] }} State `revokes`: number of revocation requests per order */
/** @typedef {{ account: import("./account.js").Account, settings: SandboxSettings, role: KeyRole, now: number }} Variables */
/** @typedef {{ Variables: Variables }} Env */

export {};

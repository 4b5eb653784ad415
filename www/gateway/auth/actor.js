// The result of authentication.

/**
 * An authenticated person or service. The audit log keeps `id` and `how`.
 * @typedef {{ id: string, how: "access" | "development", roles: import("./roles.js").Role[], name?: string }} Actor
 */
/** @typedef {{ actor: Actor } | { denied: { code: string, message: string } }} Identification */

export {};

// The authenticated caller of the gateway, or why there is none. Types only.

/**
 * An authenticated person or service token. The audit log keeps `id` and `how`.
 * @typedef {{ id: string, how: "access" | "development", roles: import("./roles.js").Role[], name?: string }} Actor
 */
/** @typedef {{ actor: Actor } | { refused: { code: string, message: string } }} Identified */

export {};

// The configured sign-in: how the gateway authenticates users.

/** @typedef {{ id: string, name?: string | undefined, roles: import("./roles.js").Role[] }} Person a development identity */
/** @typedef {{ method: "access", teamDomain: string, audience: string, roles: import("./roles.js").RoleRules, identity: import("./identity-settings.js").IdentityRules }} AccessSignIn */
/** @typedef {AccessSignIn | { method: "development", people: Person[] } | { method: "none" }} SignIn */

export {};

// The configured sign-in: how the gateway authenticates users.

/** @typedef {{ id: string, name?: string | undefined, roles: import("./roles.js").Role[], groups?: string[] | undefined }} Person a development identity */
/** @typedef {{ method: "access", teamDomain: string, audience: string, roles: import("./roles.js").RoleRules, groups?: import("./roles.js").GroupRules | undefined, identity: import("./identity-settings.js").IdentityRules }} AccessSignIn */
/** @typedef {AccessSignIn | { method: "development", people: Person[] } | { method: "none" }} SignIn */

export {};

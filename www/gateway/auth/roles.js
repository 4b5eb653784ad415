// From what a sign-in has proven of somebody to the roles here. Who matches no rule has none. Not here: what a role may
// do (`permissions.js`).

/** In the order of what they may do. */
export const ROLES = /** @type {const} */ (["viewer", "submitter", "approver", "admin"]);

/** @typedef {(typeof ROLES)[number]} Role */
/** A claim that is this text, or a list that has it. @typedef {{ claim: string, is: string } | { claim: string, has: string }} Rule */
/** @typedef {Record<Role, Rule[]>} RoleRules */
/** @typedef {Record<string, unknown>} Claims of a token that was verified */

/** @param {Claims} claims @param {RoleRules} rules @returns {Role[]} */
export function rolesOf(claims, rules) {
  return ROLES.filter((role) => rules[role].some((rule) => matches(claims, rule)));
}

/** @param {Claims} claims @param {Rule} rule */
function matches(claims, rule) {
  const value = claimOf(claims, rule.claim);
  if ("has" in rule) return Array.isArray(value) && value.includes(rule.has);
  // People are known by their address, and a sign-in may spell it in capitals.
  if (rule.claim === "email" && typeof value === "string")
    return value.toLowerCase() === rule.is.toLowerCase();
  return value === rule.is;
}

/** Access puts what the identity provider says under `custom`; its own claims come first. @param {Claims} claims @param {string} name */
function claimOf(claims, name) {
  for (const place of [claims, claims.custom])
    if (typeof place === "object" && place !== null && Object.hasOwn(place, name))
      return /** @type {Claims} */ (place)[name];
  return undefined;
}

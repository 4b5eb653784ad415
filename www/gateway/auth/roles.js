// Maps the verified claims of a sign-in to roles. Without a matching rule there is no role.

import { lowerAscii } from "./address.js";

/** In ascending order of privilege. */
export const ROLES = /** @type {const} */ (["viewer", "submitter", "approver", "admin"]);

/** @typedef {(typeof ROLES)[number]} Role */
/** `is`: the claim equals the text. `has`: the claim is a list that contains it. @typedef {{ claim: string, is: string } | { claim: string, has: string }} Rule */
/** @typedef {Record<Role, Rule[]>} RoleRules */
/** @typedef {Record<string, Rule[]>} GroupRules the rules of each approver group */
/** @typedef {Record<string, unknown>} Claims the claims of a verified token */

/** @param {Claims} claims @param {RoleRules} rules @returns {Role[]} */
export function rolesOf(claims, rules) {
  return ROLES.filter((role) => rules[role].some((rule) => matches(claims, rule)));
}

/** Returns the approver groups of a person. @param {Claims} claims @param {GroupRules} groups */
export function groupsOf(claims, groups) {
  const isMember = (/** @type {Rule[]} */ rules) => rules.some((rule) => matches(claims, rule));
  return Object.keys(groups).filter((name) => isMember(groups[name] ?? []));
}

/** @param {Claims} claims @param {Rule} rule */
function matches(claims, rule) {
  const value = claimOf(claims, rule.claim);
  if ("has" in rule) return Array.isArray(value) && value.includes(rule.has);
  // Email addresses are compared without regard to the case of A to Z.
  if (rule.claim === "email" && typeof value === "string")
    return lowerAscii(value) === lowerAscii(rule.is);
  return value === rule.is;
}

/** Access puts the identity provider's claims under `custom`. Its own claims take precedence. @param {Claims} claims @param {string} name */
function claimOf(claims, name) {
  for (const source of [claims, claims.custom])
    if (typeof source === "object" && source !== null && Object.hasOwn(source, name))
      return /** @type {Claims} */ (source)[name];
  return undefined;
}

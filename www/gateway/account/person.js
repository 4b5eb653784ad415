// Converts the identity of a sign-in to the form in which the rules compare people.

import { normalizeAddress } from "certcentral-revoke/guard";

/** @import { Person } from "certcentral-revoke/guard" */
/** @typedef {import("../auth/actor.js").Identity} Identity */

/**
 * Returns a person for the rules. A service token is identified by its name, and a development identity by its id.
 * @param {Identity} identity @param {string[]} [groups] the approver groups
 * @returns {Person}
 */
export function toPerson({ kind, id, sub, person = id }, groups) {
  if (kind === "service") return { kind, sub: id };
  const address = normalizeAddress(person);
  const name = address === undefined ? { sub: id } : { address };
  return {
    ...{ kind, ...(sub === undefined ? {} : { sub }), ...name },
    ...(groups === undefined ? {} : { groups }),
  };
}

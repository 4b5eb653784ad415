// The result of authentication, and which actors are the same person.

/**
 * An authenticated person or service.
 * @typedef {object} Actor
 * @property {"person" | "service"} kind a service token of Access is a service
 * @property {string} id the address of a person, the name of a service token, or the id of a development identity
 * @property {"access" | "development"} how
 * @property {string} [sub] the identity provider's id of a person, which stays the same when the address changes
 * @property {string} [person] the canonical address, if it is not `id` (`identity-settings.js`)
 * @property {import("./roles.js").Role[]} roles
 * @property {string} [name]
 * @property {string[]} [groups] the approver groups of a person (`APPROVER_GROUPS`)
 */
/**
 * The part of an actor that is stored: in the audit log, and wherever two people are compared later.
 * @typedef {Pick<Actor, "kind" | "id" | "how" | "sub" | "person">} Identity
 */
/** @typedef {{ actor: Actor } | { denied: { code: string, message: string } }} Identification */

/** @param {Identity} actor @returns {Identity} */
export function identityOf({ kind, id, how, sub, person }) {
  return {
    ...{ kind, id, how },
    ...(sub === undefined ? {} : { sub }),
    ...(person === undefined ? {} : { person }),
  };
}

/**
 * Returns the keys of a person. Two identities are the same person if they share one: the address as the token spells it, the
 * canonical address, or the identity provider's id.
 * @param {Identity} identity @returns {string[]}
 */
export function personKeys({ kind, id, sub, person = id }) {
  if (kind === "service") return [`service:${id}`];
  const addresses = [...new Set([id, person])].map((address) => `person:${address}`);
  return sub === undefined ? addresses : [...addresses, `sub:${sub}`];
}

/** Returns the most stable key of a person, under which the rate limiter counts their requests. @param {Identity} identity @returns {string} */
export function mainKey(identity) {
  return personKeys(identity).at(-1) ?? identity.id;
}

/** @param {Identity} one @param {Identity} other */
export function isSamePerson(one, other) {
  const keys = personKeys(other);
  return personKeys(one).some((key) => keys.includes(key));
}

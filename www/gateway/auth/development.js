// Authenticates requests on a developer's machine: the client names one of the configured identities. `settings.js` rejects
// this sign-in in production.

import { isLoopbackRequest } from "../../loopback.js";

/** @typedef {import("./sign-in.js").Person} Person */

/** The id of the identity; the first one applies without the header. */
const HEADER = "X-CertCentral-Identity";

/** @param {Request} request @param {Person[]} people @returns {import("./actor.js").Identification} */
export function developmentIdentity(request, people) {
  if (!isLoopbackRequest(request)) {
    const message = "DEVELOPMENT_IDENTITY works on this machine only. Use localhost as the host.";
    return { denied: { code: "access_denied|development_only", message } };
  }
  const requestedId = request.headers.get(HEADER);
  const person = requestedId === null ? people[0] : people.find(({ id }) => id === requestedId);
  if (!person) {
    const message = `${HEADER} names an identity that DEVELOPMENT_IDENTITY does not contain.`;
    return { denied: { code: "access_denied|not_signed_in", message } };
  }
  const { id, name, roles, groups } = person;
  const actor = {
    kind: /** @type {const} */ ("person"),
    id,
    how: /** @type {const} */ ("development"),
  };
  return {
    actor: {
      ...actor,
      roles,
      ...(name === undefined ? {} : { name }),
      ...(groups ? { groups } : {}),
    },
  };
}

/** Returns the development identities that the console offers. @param {import("./sign-in.js").SignIn} signIn */
export function developmentIdentities(signIn) {
  if (signIn.method !== "development") return {};
  return { identities: signIn.people.map(({ id, name = id }) => ({ id, name })) };
}

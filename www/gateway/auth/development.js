// Who somebody is on a developer's own machine: whoever they say, of those in the setting. Where anything is real this is
// never asked (`settings.js`).

/** @typedef {import("../settings.js").Person} Person */

/** Names one of them; the first if it is absent. */
const HEADER = "X-CertCentral-Identity";
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** @param {Request} request @param {Person[]} people @returns {import("./actor.js").Identified} */
export function developmentIdentity(request, people) {
  // Under another name this is no developer's machine, or a page that has its own name lead here.
  if (!LOOPBACK.has(new URL(request.url).hostname)) {
    const message = "DEVELOPMENT_IDENTITY is for this machine only: ask under localhost.";
    return { refused: { code: "access_denied|development_only", message } };
  }
  const asked = request.headers.get(HEADER);
  const person = asked === null ? people[0] : people.find(({ id }) => id === asked);
  if (!person) {
    const message = `${HEADER} names nobody whom DEVELOPMENT_IDENTITY knows.`;
    return { refused: { code: "access_denied|not_signed_in", message } };
  }
  const { id, name, roles } = person;
  return { actor: { id, how: "development", roles, ...(name === undefined ? {} : { name }) } };
}

/** Whom one can be here, for the page to choose from. @param {import("../settings.js").SignIn} signIn */
export function identitiesOf(signIn) {
  if (signIn.how !== "development") return {};
  return { identities: signIn.people.map(({ id, name = id }) => ({ id, name })) };
}

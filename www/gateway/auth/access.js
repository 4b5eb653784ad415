// Who somebody is by Cloudflare Access: its token in its header, never the cookie of the same name. Without a token that
// holds in every point nobody is let in.

import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { rolesOf } from "./roles.js";

/** @typedef {Extract<import("../settings.js").SignIn, { how: "access" }>} AccessSignIn */

const HEADER = "Cf-Access-Jwt-Assertion";
/** Access keeps its tokens small enough for a cookie. */
const MOST_TOKEN = 16 * 1024;
/** How far our clock and Cloudflare's may be apart, in seconds. */
const TOLERANCE = 10;
/** How old keys get before they are asked for anew, and how old when nobody answers. In milliseconds. */
const FRESH_MS = 600_000;
const KEPT_MS = 86_400_000;

/** @param {Request} request @param {AccessSignIn} signIn @returns {Promise<import("./actor.js").Identified>} */
export async function accessIdentity(request, { teamDomain, audience, roles }) {
  const token = request.headers.get(HEADER);
  if (token === null)
    return refused("not_signed_in", "Not signed in: the call did not come by Cloudflare Access.");
  if (token.length > MOST_TOKEN)
    return refused("token_refused", "The sign-in's token is too long.");
  try {
    const { payload } = await jwtVerify(token, keysOf(teamDomain), {
      algorithms: ["RS256"],
      issuer: teamDomain,
      audience,
      requiredClaims: ["exp", "iat"],
      clockTolerance: TOLERANCE,
    });
    const id = nameIn(payload);
    if (id === undefined) return refused("token_refused", "The sign-in's token names nobody.");
    const name = payload.name;
    const actor = { id, how: /** @type {const} */ ("access"), roles: rolesOf(payload, roles) };
    return { actor: typeof name === "string" && name !== "" ? { ...actor, name } : actor };
  } catch (error) {
    return whyRefused(error);
  }
}

/** A person is named by an address, however it is spelt; a service token by its own name. @param {import("jose").JWTPayload} claims */
function nameIn({ email, common_name: service }) {
  if (typeof email === "string" && email !== "") return email.toLowerCase();
  return typeof service === "string" && service !== "" ? service : undefined;
}

/** @type {Map<string, ReturnType<typeof remoteKeys>>} */
const known = new Map();

/** The keys of a team, kept as long as this isolate lives. @param {string} teamDomain */
function keysOf(teamDomain) {
  const keys = known.get(teamDomain) ?? remoteKeys(teamDomain);
  known.set(teamDomain, keys);
  return keys;
}

/**
 * Access changes its keys, and for days both old and new are good. An unknown one is looked for at once; known ones are
 * asked for anew every now and then, and stay good for a day while nobody answers.
 * @param {string} teamDomain
 */
function remoteKeys(teamDomain) {
  const keys = createRemoteJWKSet(new URL("/cdn-cgi/access/certs", teamDomain), {
    cacheMaxAge: KEPT_MS,
    timeoutDuration: 3_000,
  });
  let askedMs = Date.now();
  return async (
    /** @type {import("jose").JWTHeaderParameters} */ header,
    /** @type {import("jose").FlattenedJWSInput} */ token,
  ) => {
    if (keys.jwks() && Date.now() - askedMs > FRESH_MS) {
      askedMs = Date.now();
      // No answer is no harm: what is known is still good.
      await keys.reload().catch(() => {});
    }
    return keys(header, token);
  };
}

/** @param {unknown} error */
function whyRefused(error) {
  if (error instanceof errors.JWTExpired)
    return refused("token_expired", "The sign-in has expired: sign in again.");
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused("token_refused", `The sign-in's token is not for here: see its ${error.claim}.`);
  const forged = error instanceof errors.JOSEError && !aboutKeys(error);
  if (forged) return refused("token_refused", "The sign-in's token is not genuine.");
  // Whatever was asked for was not sent; a 5xx would leave that open.
  return refused("keys_unavailable", "Cloudflare's keys could not be had: try again.");
}

/** Whether the set of keys is what failed, not the token. @param {errors.JOSEError} error */
function aboutKeys(error) {
  const { JWKSInvalid, JWKSTimeout, JOSEError } = errors;
  return (
    [JWKSInvalid, JWKSTimeout].some((kind) => error instanceof kind) ||
    error.code === JOSEError.code
  );
}

/** @param {string} what @param {string} message */
const refused = (what, message) => ({ refused: { code: `access_denied|${what}`, message } });

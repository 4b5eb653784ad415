// Authenticates requests with the token that Cloudflare Access adds as a header. The cookie of the same name is ignored, and
// every claim must be valid.

import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { canonicalAddress, parseAddress } from "./address.js";
import { groupsOf, rolesOf } from "./roles.js";

const HEADER = "Cf-Access-Jwt-Assertion";
/** Characters. Access keeps its tokens small enough for a cookie. */
const MAX_TOKEN_LENGTH = 16 * 1024;
/** Allowed clock difference to Cloudflare, in seconds. */
const CLOCK_TOLERANCE_S = 10;
const HOUR_S = 3600;
/** Access's `sub` of a person, and the name of a service token. */
const SUBJECT = /^[!-~]{1,256}$/;
/** Age at which known keys are fetched again, and the maximum age while Access does not respond. */
const REFRESH_MS = 600_000;
const MAX_KEY_AGE_MS = 86_400_000;

/** @param {Request} request @param {import("./sign-in.js").AccessSignIn} signIn @returns {Promise<import("./actor.js").Identification>} */
export async function accessIdentity(request, { teamDomain, audience, roles, groups, identity }) {
  const token = request.headers.get(HEADER);
  if (token === null)
    return denied(
      "not_signed_in",
      "Not signed in: the request did not come through Cloudflare Access.",
    );
  if (token.length > MAX_TOKEN_LENGTH)
    return denied("token_refused", "The sign-in token is too long.");
  try {
    const { payload } = await jwtVerify(token, keysOf(teamDomain), {
      algorithms: ["RS256"],
      issuer: teamDomain,
      audience,
      requiredClaims: ["exp", "iat"],
      clockTolerance: CLOCK_TOLERANCE_S,
      // Refuses an `iat` in the future as well.
      maxTokenAge: identity.maxTokenAgeHours * HOUR_S,
    });
    // Access's other kind of token, `org`, is a sign-in to the team and not to this application.
    if (payload.type !== undefined && payload.type !== "app") return claimDenied("type");
    const subject = subjectOf(payload, identity);
    if ("denied" in subject) return subject;
    const { name } = payload;
    return {
      actor: {
        ...subject,
        how: "access",
        roles: rolesOf(payload, roles),
        ...(groups ? { groups: groupsOf(payload, groups) } : {}),
        ...(typeof name === "string" && name !== "" ? { name } : {}),
      },
    };
  } catch (error) {
    return denialOf(error);
  }
}

/**
 * Returns the person or service of a token. Access sets `email` for a person, and only `common_name` for a service token.
 * @param {import("jose").JWTPayload} claims @param {import("./identity-settings.js").IdentityRules} rules
 * @returns {Pick<import("./actor.js").Actor, "kind" | "id" | "sub" | "person"> | ReturnType<typeof denied>}
 */
function subjectOf({ email, common_name: service, sub }, rules) {
  if (typeof email === "string" && email !== "") {
    const id = parseAddress(email);
    if (id === undefined)
      return denied(
        "token_refused",
        "The sign-in token is not valid for this gateway: claim email is not an address of printable ASCII characters.",
      );
    if (!isSubject(sub)) return claimDenied("sub");
    const person = canonicalAddress(id, rules);
    return {
      ...{ kind: "person", id },
      ...(sub ? { sub } : {}),
      ...(person === id ? {} : { person }),
    };
  }
  if (typeof service !== "string" || service === "")
    return denied("token_refused", "The sign-in token contains no email and no common_name.");
  return SUBJECT.test(service) ? { kind: "service", id: service } : claimDenied("common_name");
}

/** Returns whether a `sub` is missing or well-formed. @param {unknown} sub */
function isSubject(sub) {
  return sub === undefined || sub === "" || (typeof sub === "string" && SUBJECT.test(sub));
}

/** @type {Map<string, ReturnType<typeof remoteKeys>>} */
const keysByTeam = new Map();

/** Returns the keys of a team, cached for the life of this isolate. @param {string} teamDomain */
function keysOf(teamDomain) {
  const keys = keysByTeam.get(teamDomain) ?? remoteKeys(teamDomain);
  keysByTeam.set(teamDomain, keys);
  return keys;
}

/**
 * Access rotates its keys and accepts old and new ones for days. An unknown key is fetched at once. Known keys are refreshed
 * periodically and stay valid for a day while Access does not respond.
 * @param {string} teamDomain
 */
function remoteKeys(teamDomain) {
  const keys = createRemoteJWKSet(new URL("/cdn-cgi/access/certs", teamDomain), {
    cacheMaxAge: MAX_KEY_AGE_MS,
    timeoutDuration: 3_000,
  });
  let refreshedMs = Date.now();
  return async (
    /** @type {import("jose").JWTHeaderParameters} */ header,
    /** @type {import("jose").FlattenedJWSInput} */ token,
  ) => {
    if (keys.jwks() && Date.now() - refreshedMs > REFRESH_MS) {
      refreshedMs = Date.now();
      // A failed refresh is harmless: the known keys are still valid.
      await keys.reload().catch(() => {});
    }
    return keys(header, token);
  };
}

/** @param {unknown} error */
function denialOf(error) {
  if (error instanceof errors.JWTExpired)
    return denied("token_expired", "The sign-in has expired. Sign in again.");
  if (error instanceof errors.JWTClaimValidationFailed) return claimDenied(error.claim);
  const forged = error instanceof errors.JOSEError && !concernsKeySet(error);
  if (forged) return denied("token_refused", "The sign-in token is invalid.");
  // Not a 5xx: nothing was sent, and a 5xx would report the outcome of a change as unknown.
  return denied(
    "keys_unavailable",
    "The public keys of Cloudflare Access could not be fetched. Try again.",
  );
}

/** Returns whether the key set caused the error, not the token. @param {errors.JOSEError} error */
function concernsKeySet(error) {
  const { JWKSInvalid, JWKSTimeout, JOSEError } = errors;
  return (
    [JWKSInvalid, JWKSTimeout].some((kind) => error instanceof kind) ||
    error.code === JOSEError.code
  );
}

/** @param {string} claim */
const claimDenied = (claim) =>
  denied("token_refused", `The sign-in token is not valid for this gateway: claim ${claim}.`);

/** @param {string} rule @param {string} message */
const denied = (rule, message) => ({ denied: { code: `access_denied|${rule}`, message } });

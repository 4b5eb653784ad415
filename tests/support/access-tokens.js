// Cloudflare Access for the tests: its keys, the URL that publishes them, valid tokens, and every kind of invalid token.

import { CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";

export const TEAM = "https://example-team.cloudflareaccess.com";
export const AUDIENCE = "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228";
export const CERTS = `${TEAM}/cdn-cgi/access/certs`;
export const HEADER = "cf-access-jwt-assertion";

/** @param {string} kid @param {string} [alg] */
async function newKey(kid, alg = "RS256") {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
  };
}

/** Two keys are valid, as in the days after a key rotation; `next` becomes valid later, `foreign` never. */
export async function newAccess() {
  const [current, previous, next, foreign] = await Promise.all(
    ["current", "previous", "next", "foreign"].map((kid) => newKey(kid)),
  );
  if (!current || !previous || !next || !foreign) throw new Error("no keys");
  return { current, previous, next, foreign };
}
/** @typedef {Awaited<ReturnType<typeof newAccess>>} Access */
/** @typedef {Awaited<ReturnType<typeof newKey>>} Key */

const now = () => Math.floor(Date.now() / 1000);

/** The claims of a token for a person. @param {string} email @returns {Record<string, unknown>} */
export const claimsOf = (email) => ({
  aud: [AUDIENCE],
  email,
  exp: now() + 3600,
  iat: now() - 60,
  nbf: now() - 60,
  iss: TEAM,
  type: "app",
  sub: "7335d417-61da-459d-899c-0a01c76a2f94",
});

/** @param {Key} key @param {Record<string, unknown>} claims @param {object} [header] */
export function signed(key, claims, header = {}) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: key.kid, typ: "JWT", ...header })
    .sign(key.privateKey);
}

/** @param {Record<string, unknown>} claims @param {...string} names */
function without(claims, ...names) {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}

/** @param {string} token @param {number} part */
function tampered(token, part) {
  const parts = token.split(".");
  const bytes = Buffer.from(parts[part] ?? "", "base64url");
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return parts.with(part, bytes.toString("base64url")).join(".");
}

/**
 * Headers that authenticate a person, and headers that do not, by name.
 * @param {Access} access @param {string} email of a person with every permission
 * @returns {Promise<{ good: Record<string, Record<string, string>>, bad: Record<string, Record<string, string>> }>}
 */
export async function tokensOf({ current, previous, next, foreign }, email) {
  const claims = claimsOf(email);
  const good = await signed(current, claims);
  const pem = new TextEncoder().encode(await exportSPKI(current.publicKey));
  const modulus = new TextEncoder().encode(String(current.jwk.n));
  const hmac = (/** @type {Uint8Array} */ secret) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: current.kid }).sign(secret);
  /** The same RSA key, another algorithm. */
  const pss = await crypto.subtle.importKey(
    "pkcs8",
    await crypto.subtle.exportKey("pkcs8", current.privateKey),
    { name: "RSA-PSS", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const curve = await newKey(current.kid, "ES256");
  const own = { alg: "ES256", kid: current.kid, jwk: await exportJWK(curve.publicKey) };
  const of = (/** @type {object} */ changes) => signed(current, { ...claims, ...changes });
  const lacking = (/** @type {string[]} */ ...names) => signed(current, without(claims, ...names));

  const valid = {
    "the current key": good,
    "the previous key": await signed(previous, claims),
    "one audience, not in a list": await of({ aud: AUDIENCE }),
    "several audiences": await of({ aud: ["another", AUDIENCE] }),
    "no nbf": await lacking("nbf"),
    "address in capitals": await of({ email: email.toUpperCase() }),
  };
  const invalid = {
    "alg none": new UnsecuredJWT(claims).encode(),
    "alg none, with a signature": good.replace(
      /^[^.]+/,
      Buffer.from('{"alg":"none","kid":"current"}').toString("base64url"),
    ),
    "HS256 with the public key": await hmac(pem),
    "HS256 with the modulus": await hmac(modulus),
    "PS256 with the right key": await signed({ ...current, privateKey: pss }, claims, {
      alg: "PS256",
    }),
    "ES256 with a key in its header": await new SignJWT(claims)
      .setProtectedHeader(own)
      .sign(curve.privateKey),
    "unknown kid": await signed(next, claims),
    "no kid": await signed(current, claims, { kid: undefined }),
    "the other key's kid": await signed(current, claims, { kid: previous.kid }),
    "a foreign key under a known kid": await signed({ ...foreign, kid: current.kid }, claims),
    "wrong aud": await of({ aud: ["another"] }),
    "no aud": await lacking("aud"),
    "wrong iss": await of({ iss: "https://evil.cloudflareaccess.com" }),
    "iss with a slash": await of({ iss: `${TEAM}/` }),
    "no iss": await lacking("iss"),
    "no exp": await lacking("exp"),
    "exp is text": await of({ exp: String(now() + 3600) }),
    expired: await of({ exp: now() - 60 }),
    "no iat": await lacking("iat"),
    "iat is text": await of({ iat: "yesterday" }),
    "nbf in the future": await of({ nbf: now() + 120 }),
    "no email": await lacking("email"),
    "an empty address": await of({ email: "" }),
    "address is a list": await of({ email: [email] }),
    "iat in the future": await of({ iat: now() + 120, nbf: undefined }),
    "issued 27 hours ago": await of({ iat: now() - 27 * 3600 }),
    "a sign-in to the team": await of({ type: "org" }),
    "type is a list": await of({ type: ["app"] }),
    "sub is a number": await of({ sub: 7 }),
    "address with a zero-width space": await of({ email: `a\u200b${email.slice(1)}` }),
    "address with a trailing blank": await of({ email: `${email} ` }),
    "address with a combining mark": await of({ email: `a\u0308${email.slice(1)}` }),
    "address with two @": await of({ email: `${email}@evil.example` }),
    "payload changed": tampered(good, 1),
    "signature changed": tampered(good, 2),
    "no signature": good.replace(/[^.]+$/, ""),
    "a critical header": await signed(current, claims, { crit: ["x"], x: 1 }).catch(() => ""),
    "not claims": await new CompactSign(new TextEncoder().encode("[]"))
      .setProtectedHeader({ alg: "RS256", kid: current.kid })
      .sign(current.privateKey),
    "two tokens": `${good}, ${good}`,
    "a scheme before it": `Bearer ${good}`,
    garbage: "garbage",
    dots: "..",
    empty: "",
    oversized: `${good}${"A".repeat(20_000)}`,
  };
  const inHeader = (/** @type {Record<string, string>} */ tokens) =>
    Object.fromEntries(Object.entries(tokens).map(([what, token]) => [what, { [HEADER]: token }]));
  return {
    good: inHeader(valid),
    bad: {
      ...inHeader(invalid),
      nothing: {},
      "the cookie only": { cookie: `CF_Authorization=${good}` },
      "in Authorization": { authorization: `Bearer ${good}` },
      "in another header": { "cf-access-token": good },
      "the development header": { "x-certcentral-identity": email },
      "an address in Access's other header": { "cf-access-authenticated-user-email": email },
    },
  };
}

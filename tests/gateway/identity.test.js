// Identity: roles from claims, and the keys of Cloudflare Access, available and not. Invalid tokens: matrix.test.js.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { accessIdentity } from "../../www/gateway/auth/access.js";
import { isSamePerson, personKeys } from "../../www/gateway/auth/actor.js";
import { DEFAULT_IDENTITY } from "../../www/gateway/auth/identity-settings.js";
import { rolesOf } from "../../www/gateway/auth/roles.js";
import { AUDIENCE, claimsOf, HEADER, newAccess, signed } from "../support/access-tokens.js";

test("roles come from claims; without a match there is none", () => {
  const rules = {
    viewer: [{ claim: "common_name", is: "monitor.access" }],
    submitter: [],
    approver: [{ claim: "groups", has: "pki" }],
    admin: [{ claim: "email", is: "Ada@example.com" }],
  };
  for (const [claims, roles] of /** @type {Array<[Record<string, unknown>, string[]]>} */ ([
    [{}, []],
    [{ email: "ada@example.com" }, ["admin"]],
    [{ email: "ADA@EXAMPLE.COM", groups: ["x", "pki"] }, ["approver", "admin"]],
    [{ email: "ada@example.com.evil.example" }, []],
    [{ email: ["ada@example.com"] }, []],
    [{ common_name: "monitor.access" }, ["viewer"]],
    [{ common_name: "MONITOR.access" }, []],
    [{ groups: "pki" }, []],
    [{ groups: [["pki"]] }, []],
    [{ custom: { groups: ["pki"] } }, ["approver"]],
    // A provider's custom claim does not override Access's own claim.
    [{ email: "eve@example.com", custom: { email: "ada@example.com" } }, []],
    [{ groups: [], custom: { groups: ["pki"] } }, []],
    [{ custom: null }, []],
    [{ roles: ["admin"] }, []],
  ]))
    assert.deepEqual(rolesOf(claims, rules), roles, JSON.stringify(claims));
  // Unicode's lower case of the Kelvin sign is `k`.
  const mark = { ...rules, admin: [{ claim: "email", is: "mark@example.com" }] };
  assert.deepEqual(rolesOf({ email: "MARK@example.com" }, mark), ["admin"]);
  assert.deepEqual(rolesOf({ email: "mar\u212a@example.com" }, mark), []);
  const own = {
    viewer: [{ claim: "constructor", is: "x" }],
    submitter: [],
    approver: [],
    admin: [],
  };
  assert.deepEqual(rolesOf({}, own), []);
});

/** Access with its own team name for each test, because the gateway caches keys by team. @param {string} team */
async function accessAt(team) {
  const keys = await newAccess();
  const state = { serves: [keys.current], down: false, fetched: 0 };
  const restore = mock.method(globalThis, "fetch", async (/** @type {string} */ url) => {
    assert.equal(String(url), `https://${team}.cloudflareaccess.com/cdn-cgi/access/certs`);
    state.fetched += 1;
    if (state.down) throw new TypeError("fetch failed");
    return Response.json({ keys: state.serves.map(({ jwk }) => jwk) });
  });
  const teamDomain = `https://${team}.cloudflareaccess.com`;
  const roles = { viewer: [], submitter: [], approver: [], admin: [{ claim: "email", is: "a@b" }] };
  /** @param {import("../support/access-tokens.js").Key} key @param {object} [changes] @param {object} [rules] */
  const signIn = async (key, changes = {}, rules = {}) => {
    const token = await signed(key, { ...claimsOf("A@b"), iss: teamDomain, ...changes });
    const request = new Request("https://x.example", { headers: { [HEADER]: token } });
    const access = {
      method: /** @type {const} */ ("access"),
      teamDomain,
      audience: AUDIENCE,
      roles,
      identity: { ...DEFAULT_IDENTITY, ...rules },
    };
    const identity = await accessIdentity(request, access);
    return "actor" in identity ? identity.actor : identity.denied.code;
  };
  /** The actor of an admitted token. @param {object} changes @param {object} [rules] */
  const admitted = async (changes, rules) => {
    const actor = await signIn(keys.current, changes, rules);
    assert.ok(typeof actor !== "string", `refused: ${actor}`);
    return actor;
  };
  return { keys, state, signIn, admitted, restore };
}
const SUB = "7335d417-61da-459d-899c-0a01c76a2f94";
const ADA = { kind: "person", id: "a@b", sub: SUB, how: "access", roles: ["admin"] };

test("Access keys are cached, rotated, and fetched once if unknown", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { keys, state, signIn, restore } = await accessAt("rotates");
  t.after(() => restore.mock.restore());
  for (let at = 0; at < 5; at++) assert.deepEqual(await signIn(keys.current), ADA);
  assert.equal(state.fetched, 1);
  t.mock.timers.tick(31_000);
  state.serves = [keys.next, keys.current];
  assert.deepEqual(await signIn(keys.next), ADA);
  assert.deepEqual(await signIn(keys.current), ADA);
  assert.equal(state.fetched, 2);
  for (let at = 0; at < 5; at++)
    assert.equal(await signIn(keys.foreign), "access_denied|token_refused");
  assert.equal(state.fetched, 2);
  // A withdrawn key is refused after ten minutes.
  state.serves = [keys.next];
  t.mock.timers.tick(601_000);
  assert.equal(await signIn(keys.current), "access_denied|token_refused");
  assert.deepEqual(await signIn(keys.next), ADA);
});

test("without Access, cached keys are valid for a day", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { keys, state, signIn, restore } = await accessAt("down");
  t.after(() => restore.mock.restore());
  state.down = true;
  assert.equal(await signIn(keys.current), "access_denied|keys_unavailable");
  state.down = false;
  assert.deepEqual(await signIn(keys.current), ADA);
  state.down = true;
  const before = state.fetched;
  t.mock.timers.tick(3_600_000);
  for (let at = 0; at < 5; at++) assert.deepEqual(await signIn(keys.current), ADA);
  assert.equal(state.fetched, before + 1, "the keys are fetched once, not by every call");
  t.mock.timers.tick(86_400_000);
  assert.equal(await signIn(keys.current), "access_denied|keys_unavailable");
  state.down = false;
  assert.deepEqual(await signIn(keys.current), ADA);
});

test("a person is named by email, a service token by its name", async (t) => {
  const { keys, signIn, restore } = await accessAt("names");
  t.after(() => restore.mock.restore());
  assert.deepEqual(await signIn(keys.current, { name: "Ada" }), { ...ADA, name: "Ada" });
  const service = { email: undefined, sub: "", common_name: "deploy.access" };
  const actor = { kind: "service", id: "deploy.access", how: "access", roles: [] };
  assert.deepEqual(await signIn(keys.current, service), actor);
  const nameless = await signIn(keys.current, { ...service, common_name: "deploy\u200b.access" });
  assert.equal(nameless, "access_denied|token_refused");
});

test("an address that is not printable ASCII is refused", async (t) => {
  const { keys, signIn, admitted, restore } = await accessAt("addresses");
  t.after(() => restore.mock.restore());
  for (const email of [
    ...["a\u200b@b", "\u0430@b", "\u212a@b", "a@b ", " a@b", "a\u00a0@b", "a\u0301@b", "\u00e1@b"],
    ...["a@b\u202e", "a\n@b", "a\u0000@b", "\uff41@b", "a", "a@", "@b", "a@b@c", "\u00adA@b"],
  ])
    assert.equal(
      await signIn(keys.current, { email }),
      "access_denied|token_refused",
      JSON.stringify(email),
    );
  for (const email of ["a+1@b", "o'hara@b", "A.B-C_d@B"])
    assert.equal((await admitted({ email })).id, email.toLowerCase());
});

test("aliases and tags of an address are one person", async (t) => {
  const { admitted, restore } = await accessAt("aliases");
  t.after(() => restore.mock.restore());
  /** @type {import("../../www/gateway/auth/address.js").AliasRules} */
  const rules = { stripTags: true, aliases: { "ada.l@b": "a@b" } };
  const as = (/** @type {string} */ email, /** @type {string} */ sub, used = rules) =>
    admitted({ email, sub }, used);
  const ada = await as("a@b", "s1");
  for (const email of ["A+1@B", "a+@b", "ada.l@b", "ADA.L+x@b"]) {
    const other = await as(email, "s2");
    assert.deepEqual([other.id, other.person], [email.toLowerCase(), "a@b"]);
    assert.ok(isSamePerson(ada, other) && isSamePerson(other, ada), email);
    // Without the rules they are two people.
    const plain = await as(email, "s2", { stripTags: false, aliases: {} });
    assert.ok(!("person" in plain) && !isSamePerson(ada, plain), email);
  }
  for (const email of ["ada@b", "+1@b", "a@c", "a.b@b"])
    assert.ok(!isSamePerson(ada, await as(email, "s2")), email);
});

test("one sub under two addresses is one person", () => {
  const one = /** @type {const} */ ({ kind: "person", id: "a@b", how: "access", sub: "s" });
  const renamed = { ...one, id: "ada@b" };
  assert.ok(isSamePerson(one, renamed));
  assert.ok(!isSamePerson(one, { ...renamed, sub: "t" }));
  assert.ok(isSamePerson(one, { kind: "person", id: "a@b", how: "access" }));
  // A service token named like a person is not that person.
  const service = { ...one, kind: /** @type {const} */ ("service") };
  assert.ok(!isSamePerson(one, service));
  assert.deepEqual(personKeys(service), ["service:a@b"]);
  assert.deepEqual(personKeys({ ...one, person: "c@b" }), ["person:a@b", "person:c@b", "sub:s"]);
});

test("maxTokenAgeHours bounds the age of a token", async (t) => {
  const { keys, signIn, restore } = await accessAt("ages");
  t.after(() => restore.mock.restore());
  const iat = Math.floor(Date.now() / 1000) - 5 * 3600;
  assert.deepEqual(await signIn(keys.current, { iat }, { maxTokenAgeHours: 6 }), ADA);
  const code = await signIn(keys.current, { iat }, { maxTokenAgeHours: 4 });
  assert.equal(code, "access_denied|token_expired");
});

test("token times allow 10 seconds of clock skew", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const { keys, signIn, restore } = await accessAt("clocks");
  t.after(() => restore.mock.restore());
  const now = 1_800_000_000;
  for (const [claims, expected] of /** @type {const} */ ([
    [{ exp: now - 9 }, ADA],
    [{ exp: now - 10 }, "access_denied|token_expired"],
    [{ nbf: now + 10 }, ADA],
    [{ nbf: now + 11 }, "access_denied|token_refused"],
    [{ iat: now + 10 }, ADA],
    [{ iat: now + 11 }, "access_denied|token_refused"],
    [{ iat: now - 26 * 3600 - 10 }, ADA],
    [{ iat: now - 26 * 3600 - 11 }, "access_denied|token_expired"],
  ]))
    assert.deepEqual(await signIn(keys.current, claims), expected, JSON.stringify(claims));
});

// Identity: roles from claims, and the keys of Cloudflare Access, available and not. Invalid tokens: matrix.test.js.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { accessIdentity } from "../../www/gateway/auth/access.js";
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
  /** @param {import("../support/access-tokens.js").Key} key @param {object} [changes] */
  const signIn = async (key, changes = {}) => {
    const token = await signed(key, { ...claimsOf("A@b"), iss: teamDomain, ...changes });
    const request = new Request("https://x.example", { headers: { [HEADER]: token } });
    const access = {
      method: /** @type {const} */ ("access"),
      teamDomain,
      audience: AUDIENCE,
      roles,
    };
    const identity = await accessIdentity(request, access);
    return "actor" in identity ? identity.actor : identity.denied.code;
  };
  return { keys, state, signIn, restore };
}
const ADA = { id: "a@b", how: "access", roles: ["admin"] };

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
  const actor = { id: "deploy.access", how: "access", roles: [] };
  assert.deepEqual(await signIn(keys.current, service), actor);
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
  ]))
    assert.deepEqual(await signIn(keys.current, claims), expected, JSON.stringify(claims));
});

// Who somebody is: roles by claims, and Cloudflare Access's keys in good days and bad ones. Faults of tokens are in
// matrix.test.js.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { accessIdentity } from "../../www/gateway/auth/access.js";
import { rolesOf } from "../../www/gateway/auth/roles.js";
import { AUDIENCE, claimsOf, HEADER, newAccess, signed } from "../support/access-tokens.js";

test("roles come from claims by the rules; what matches none has none", () => {
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
    // What Access itself says is not overruled by what a provider adds.
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

/** Access at an address of its own for each test, since its keys are kept. @param {string} team */
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
  const askWith = async (key, changes = {}) => {
    const token = await signed(key, { ...claimsOf("A@b"), iss: teamDomain, ...changes });
    const request = new Request("https://x.example", { headers: { [HEADER]: token } });
    const signIn = {
      method: /** @type {const} */ ("access"),
      teamDomain,
      audience: AUDIENCE,
      roles,
    };
    const told = await accessIdentity(request, signIn);
    return "actor" in told ? told.actor : told.denied.code;
  };
  return { keys, state, askWith, restore };
}
const ADA = { id: "a@b", how: "access", roles: ["admin"] };

test("Access's keys are kept; a new one is found, the old one stays good, a foreign one is not asked for twice", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { keys, state, askWith, restore } = await accessAt("rotates");
  t.after(() => restore.mock.restore());
  for (let at = 0; at < 5; at++) assert.deepEqual(await askWith(keys.current), ADA);
  assert.equal(state.fetched, 1);
  t.mock.timers.tick(31_000);
  state.serves = [keys.next, keys.current];
  assert.deepEqual(await askWith(keys.next), ADA);
  assert.deepEqual(await askWith(keys.current), ADA);
  assert.equal(state.fetched, 2);
  for (let at = 0; at < 5; at++)
    assert.equal(await askWith(keys.foreign), "access_denied|token_refused");
  assert.equal(state.fetched, 2);
  // One that Access has taken back is refused before long.
  state.serves = [keys.next];
  t.mock.timers.tick(601_000);
  assert.equal(await askWith(keys.current), "access_denied|token_refused");
  assert.deepEqual(await askWith(keys.next), ADA);
});

test("when Access does not tell its keys, those known are good for a day; without any nobody is let in", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { keys, state, askWith, restore } = await accessAt("down");
  t.after(() => restore.mock.restore());
  state.down = true;
  assert.equal(await askWith(keys.current), "access_denied|keys_unavailable");
  state.down = false;
  assert.deepEqual(await askWith(keys.current), ADA);
  state.down = true;
  const before = state.fetched;
  t.mock.timers.tick(3_600_000);
  for (let at = 0; at < 5; at++) assert.deepEqual(await askWith(keys.current), ADA);
  assert.equal(state.fetched, before + 1, "it is asked once, not by every call");
  t.mock.timers.tick(86_400_000);
  assert.equal(await askWith(keys.current), "access_denied|keys_unavailable");
  state.down = false;
  assert.deepEqual(await askWith(keys.current), ADA);
});

test("a person is named by address, a service token by its own name", async (t) => {
  const { keys, askWith, restore } = await accessAt("names");
  t.after(() => restore.mock.restore());
  assert.deepEqual(await askWith(keys.current, { name: "Ada" }), { ...ADA, name: "Ada" });
  const service = { email: undefined, sub: "", common_name: "deploy.access" };
  const actor = { id: "deploy.access", how: "access", roles: [] };
  assert.deepEqual(await askWith(keys.current, service), actor);
});

test("two clocks may be 10 seconds apart, and no more", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const { keys, askWith, restore } = await accessAt("clocks");
  t.after(() => restore.mock.restore());
  const now = 1_800_000_000;
  for (const [claims, told] of /** @type {const} */ ([
    [{ exp: now - 9 }, ADA],
    [{ exp: now - 10 }, "access_denied|token_expired"],
    [{ nbf: now + 10 }, ADA],
    [{ nbf: now + 11 }, "access_denied|token_refused"],
  ]))
    assert.deepEqual(await askWith(keys.current, claims), told, JSON.stringify(claims));
});

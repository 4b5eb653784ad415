// The gateway's settings: an invalid one stops every call and is named, missing ones admit no one, and the development identity
// is refused with any production setting.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NOT_RULES, RULE_SETTINGS, rulesHash, rulesOf } from "../../www/gateway/audit/rules.js";
import { settingsOf } from "../../www/gateway/settings.js";
import { AUDIENCE, HEADER } from "../support/access-tokens.js";
import { CANARY } from "../support/client.js";
import { BASE, gatewayInProcess, PAGE, REVOKE } from "../support/gateway-account.js";

/** @param {Record<string, unknown>} env */
const faultOf = async (env) => {
  const read = await settingsOf(/** @type {any} */ ({ CERTCENTRAL_BASE_URL: BASE, ...env }));
  return "issue" in read ? read.issue : undefined;
};

const read = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url), "utf8");

function settingNames() {
  const env = read("../../www/gateway/worker-env.js");
  return [...env.matchAll(/^ \* @property \{.+\} \[?([A-Z_]+)/gm)].map(([, name]) => name ?? "");
}

test("an invalid setting is named without value, and stops calls", async () => {
  for (const [name, value] of [
    ["ACCESS_TEAM_DOMAIN", `https://${CANARY}.example`],
    ["ACCESS_TEAM_DOMAIN", "http://team.cloudflareaccess.com"],
    ["ACCESS_TEAM_DOMAIN", "https://team.cloudflareaccess.com/"],
    ["ACCESS_TEAM_DOMAIN", "https://team.cloudflareaccess.com.evil.example"],
    ["ACCESS_AUD", `${CANARY} `],
    ["ACCESS_AUD", ""],
    ["ROLES", CANARY],
    ["ROLES", `{"${CANARY}":[]}`],
    ["ROLES", '{"admin":{"claim":"email","is":"a"}}'],
    ["ROLES", '{"admin":[{"claim":"email"}]}'],
    ["ROLES", '{"admin":[{"claim":"email","is":"a","has":"b"}]}'],
    ["ROLES", '{"admin":[{"claim":"email","is":""}]}'],
    ["ROLES", '{"admin":[{"claim":"email","is":["a"]}]}'],
    ["IDENTITY", '{"maxTokenAgeHours":0}'],
    ["IDENTITY", '{"stripTag":true}'],
    ["IDENTITY", '{"aliases":{"ada":"ada@example.com"}}'],
    ["IDENTITY", '{"aliases":{"a@b":"\u212a@b"}}'],
    ["IDENTITY", '{"aliases":{"a@b":"c@b","c@b":"d@b"}}'],
    ["DEVELOPMENT_IDENTITY", "[]"],
    ["DEVELOPMENT_IDENTITY", '{"id":"a","roles":["root"]}'],
    ["DEVELOPMENT_IDENTITY", '{"id":"a"}'],
    ["DEVELOPMENT_IDENTITY", ""],
    ["SKIP_APPROVAL", '"admin"'],
    ["SKIP_APPROVAL", '["everybody"]'],
    ["ORIGINS", '["https://a.example/"]'],
    ["ORIGINS", '["*"]'],
    ["ORIGINS", "https://a.example"],
    ["PACE", "[1]"],
    ["AUDIT_RETENTION_DAYS", "ninety"],
    ["AUDIT_RETENTION_DAYS", "0"],
    ["ACCOUNT_NAME", ""],
    ["ACCOUNT_NAME", CANARY],
    ["LIMITS", CANARY],
    ["LIMITS", "{}]"],
    ["LIMITS", '{"windows":[[0,5000]]}'],
    ["LIMITS", `{"${CANARY}":1}`],
    ["AUDIT_SIGNING_KEY", CANARY],
    ["AUDIT_SIGNING_KEY", ""],
    ["AUDIT_WITNESS", '{"to":[]}'],
    ["AUDIT_WITNESS", `{"to":[{"kind":"${CANARY}"}]}`],
    ["AUDIT_WITNESS", '{"to":[{"kind":"r2"},{"kind":"r2"}],"everyEntries":0}'],
    ["AUDIT_WITNESS", '{"to":[{"kind":"rfc3161","url":"ftp://tsa.example"}]}'],
    ["AUDIT_WITNESS", `{"to":[{"kind":"https","url":"https://x.example/?key=${CANARY}"}]}`],
    ["AUDIT_WITNESS", `{"to":[{"kind":"https","url":"https://${CANARY}@x.example/"}]}`],
    ["AUDIT_WITNESS", '{"to":[{"kind":"r2"}]}'],
    ["AUDIT_WITNESS", '{"to":[{"kind":"file"}]}'],
    ["AUDIT_WITNESS", '{"to":[{"kind":"https","url":"https://x.example/"}]}'],
    ["AUDIT_WITNESS_TOKEN", "short"],
  ]) {
    const fault = (await faultOf({ [String(name)]: value })) ?? "";
    assert.ok(fault.startsWith(`${name} is `), `${name} ${value}: ${fault}`);
    assert.ok(!fault.includes(CANARY));
  }
  const { call, sent } = gatewayInProcess({ ROLES: CANARY });
  for (const path of ["/", "/console/config", "/console/me", "/services/v2/user/me", "/nothing"]) {
    const { status, text, code } = await call(`http://localhost${path}`);
    assert.deepEqual([status, code], [403, "access_denied|gateway_set_up"], path);
    assert.ok(text.includes("ROLES") && !text.includes(CANARY));
  }
  assert.equal((await call(REVOKE, { method: "PUT", headers: PAGE, body: "{}" })).status, 403);
  assert.deepEqual(sent, []);
});

test("a setting of 0.1.0 under its old name stops calls", async () => {
  for (const [old, current] of [
    ["RECORD_SIGNING_KEY", "AUDIT_SIGNING_KEY"],
    ["RECORD_DAYS", "AUDIT_RETENTION_DAYS"],
  ]) {
    const fault = (await faultOf({ [String(old)]: CANARY })) ?? "";
    assert.ok(fault.includes(`${old} is now ${current}`), fault);
    assert.ok(!fault.includes(CANARY));
  }
});

test("a name that occurs twice in a setting is refused", async () => {
  for (const [name, value] of Object.entries({
    ROLES: '{"admin":[{"claim":"email","is":"a"}],"admin":[]}',
    SKIP_APPROVAL: '[{"a":1,"a":1}]',
    LIMITS: '{"windows":[[100,5000]],"guardMs":1,"guardMs":1000}',
    DEVELOPMENT_IDENTITY: '{"id":"ada","roles":["viewer"],"r\\u006fles":["admin"]}',
  }))
    assert.match((await faultOf({ [name]: value })) ?? "", /^\w+ is ambiguous/, name);
  for (const name of ["TWO_PERSON", "BRAKE"]) {
    const { call } = gatewayInProcess({ [name]: '{"perHour":1,"perHour":500,"always":[]}' });
    const { status, text } = await call(REVOKE, { method: "PUT", headers: PAGE, body: "{}" });
    assert.equal(status, 403, name);
    assert.match(text, new RegExp(`${name} is ambiguous`));
  }
  // The same name in two objects, in a text, and as a value.
  const roles = '{"admin":[{"claim":"email","is":"is"},{"claim":"email","is":"\\"is\\":{"}]}';
  assert.equal(await faultOf({ ROLES: roles }), undefined);
});

test("every setting is a rule in the audit log, or a secret", () => {
  const listed = [...RULE_SETTINGS, ...NOT_RULES];
  assert.deepEqual([...new Set(listed)].sort(), settingNames().sort());
  assert.equal(listed.length, new Set(listed).size);
  for (const name of NOT_RULES) assert.ok(!(name in rulesOf(/** @type {any} */ ({ [name]: "x" }))));
});

test("the hash of the rules follows values, not their layout", async () => {
  const hash = (/** @type {Record<string, string>} */ env) =>
    rulesHash(/** @type {any} */ ({ DIGICERT_API_KEY: CANARY, ...env }));
  const limits = await hash({ BRAKE: '{"perHour":5,"perAction":1}' });
  assert.equal(await hash({ BRAKE: ' {"perAction":1, "perHour":5}' }), limits);
  const others = [{}, { BRAKE: "{}" }, { BRAKE: '{"perHour":5,"perAction":2}' }, { ROLES: "{}" }];
  const all = [{ TWO_PERSON: "null" }, ...others].map(hash);
  assert.equal(new Set([limits, ...(await Promise.all(all))]).size, 6);
  assert.equal(await hash({ DIGICERT_API_KEY: "another" }), await hash({}));
});

test("partial Access settings are invalid; none admits no one", async () => {
  const team = { ACCESS_TEAM_DOMAIN: "https://t.cloudflareaccess.com" };
  assert.match((await faultOf(team)) ?? "", /^ACCESS_AUD is missing/);
  assert.match((await faultOf({ ACCESS_AUD: AUDIENCE })) ?? "", /^ACCESS_TEAM_DOMAIN is missing/);
  assert.equal(await faultOf({ ...team, ACCESS_AUD: AUDIENCE }), undefined);
  const { call, sent } = gatewayInProcess({ DEVELOPMENT_IDENTITY: undefined });
  for (const headers of [{}, { [HEADER]: "a.b.c" }, { "x-certcentral-identity": "ada" }]) {
    const { status, code, text } = await call("http://localhost/console/me", { headers });
    assert.deepEqual([status, code], [401, "access_denied|no_sign_in"]);
    assert.match(text, /ACCESS_TEAM_DOMAIN, ACCESS_AUD and ROLES/);
  }
  assert.equal((await call("http://localhost/")).text, "the page");
  assert.equal((await call("http://localhost/console/config")).status, 200);
  assert.deepEqual(sent, []);
});

test("the development identity is refused in production", async () => {
  for (const [real, name] of /** @type {Array<[Record<string, unknown>, RegExp]>} */ ([
    [{ PRODUCTION: "1" }, /PRODUCTION/],
    [{ PRODUCTION: "" }, /PRODUCTION/],
    [{ ACCESS_TEAM_DOMAIN: "https://t.cloudflareaccess.com", ACCESS_AUD: AUDIENCE }, /ACCESS_TEAM/],
    [{ ACCESS_AUD: AUDIENCE }, /ACCESS_AUD/],
    [{ CERTCENTRAL_BASE_URL: undefined }, /CERTCENTRAL_BASE_URL/],
    [{ CERTCENTRAL_BASE_URL: "https://www.digicert.com/services/v2" }, /CERTCENTRAL_BASE_URL/],
    [{ CERTCENTRAL_BASE_URL: "https://WWW.DigiCert.com./services/v2" }, /CERTCENTRAL_BASE_URL/],
    [{ CERTCENTRAL_BASE_URL: "https://certcentral.digicert.eu/services/v2" }, /CERTCENTRAL_BASE/],
    [{ CERTCENTRAL_BASE_URL: "https://beta.digicert.com/x" }, /CERTCENTRAL_BASE_URL/],
  ])) {
    const { call, sent } = gatewayInProcess(real);
    const { status, text, code } = await call("http://localhost/services/v2/user/me");
    assert.deepEqual([status, code], [403, "access_denied|gateway_set_up"]);
    assert.match(text, /DEVELOPMENT_IDENTITY disables authentication/);
    assert.match(text, name);
    assert.deepEqual(sent, []);
  }
  const { call } = gatewayInProcess();
  for (const host of ["gateway.example", "127.0.0.1.evil.example", "10.0.0.1"]) {
    const { status, code } = await call(`http://${host}/console/me`);
    assert.deepEqual([status, code], [401, "access_denied|development_only"], host);
  }
  for (const host of ["localhost:8787", "127.0.0.1:8787", "[::1]:8787"])
    assert.equal((await call(`http://${host}/console/me`)).status, 200, host);
});

test("every setting is documented; the guide's example is valid", async () => {
  const names = settingNames();
  assert.ok(names.length >= 16, names.join());
  const table = read("../../www/gateway/README.md");
  const guide = read("../../docs/guide/deploy-gateway.md");
  for (const name of names) {
    assert.ok(table.includes(`| \`${name}\` `), `README: ${name}`);
    assert.ok(guide.includes(`\`${name}\``) || guide.includes(`"${name}"`), `guide: ${name}`);
  }
  const [, example = ""] = /```jsonc\n([^`]+)```/.exec(guide) ?? [];
  const { vars } = JSON.parse(example);
  assert.deepEqual(Object.keys(vars).sort(), [
    "ACCESS_AUD",
    "ACCESS_TEAM_DOMAIN",
    "CERTCENTRAL_BASE_URL",
    "ROLES",
  ]);
  assert.equal(await faultOf(vars), undefined, "the settings of the guide are valid");
  assert.equal(await faultOf({ SKIP_APPROVAL: '["admin"]', ORIGINS: "[]" }), undefined);
});

// Proposals as clients see them, and the settings of the rules: ids, statuses, defaults and hash. The rules themselves:
// tests/core/policy and tests/package/guard.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  proposalNumber,
  requestIdOf,
  toCreatedRequest,
  toRequest,
} from "../../www/gateway/account/approval-request.js";
import { rulesFrom, rulesHash } from "../../www/gateway/account/rule-settings.js";

const SUMMARY = {
  ...{ target: { order: "18446744073709551615" }, orders: 1, certificates: 2, isWhole: true },
  ...{ byReason: { keyCompromise: 1 }, comment: "INC-4711", skipApproval: true, deadline: null },
  ...{ breakGlass: false, demand: "reason" },
};

test("ids of proposals are exact and never DigiCert ids", () => {
  for (const n of [1, 2, 7_199_254_740_990]) {
    const id = requestIdOf(n);
    assert.ok(Number.isSafeInteger(id));
    assert.equal(proposalNumber(String(id)), n);
  }
  for (const id of ["", "1", "70001", "899999999999999", "8999999999999999", "90000000000000001"])
    assert.equal(proposalNumber(id), undefined, id);
});

test("a proposal reads as approved only if CertCentral accepted it", async () => {
  const base = {
    ...{ n: 1, kind: /** @type {const} */ ("order"), subject: "order 7", summary: SUMMARY },
    ...{ hash: "", rulesHash: "", quorum: { approvals: 1, groups: [] }, binding: {}, work: {} },
    ...{ time: 0, expires: 1 },
  };
  const by = {
    ...{ kind: /** @type {const} */ ("person"), id: "ada@example.com", name: "Ada" },
    how: /** @type {const} */ ("access"),
  };
  const decided = { by: { ...by, id: "alex", name: "alex" }, time: 61_000 };
  for (const [status, outcome, word, comment] of /** @type {const} */ ([
    ["pending", undefined, "pending", undefined],
    ["approved", "revoked", "approved", undefined],
    ["approved", "requested", "approved", undefined],
    ["approved", "unknown", "unknown", undefined],
    ["approved", "refused", "rejected", "It was approved, but CertCentral refused it."],
    ["rejected", undefined, "rejected", undefined],
    ["void", undefined, "rejected", "the rules changed"],
    ["withdrawn", undefined, "rejected", undefined],
    ["expired", undefined, "rejected", "It was not approved in time."],
  ])) {
    const note = status === "void" ? { note: "the rules changed" } : {};
    const more = { ...note, ...(outcome === undefined ? {} : { outcome }) };
    const read = /** @type {any} */ (await toRequest({ ...base, by, status, ...more }));
    assert.deepEqual([read.status, read.processor_comment], [word, comment]);
    assert.equal(read.order.id, "18446744073709551615", "not rounded");
  }
  const made = await toCreatedRequest({ ...base, by, status: "pending" });
  assert.equal(made.date, "1970-01-01T00:00:00+00:00");
  const { id, ...requester } = made.requester;
  assert.deepEqual(requester, { first_name: "Ada", last_name: "", email: "ada@example.com" });
  assert.equal((await toCreatedRequest({ ...base, by, n: 2, status: "pending" })).requester.id, id);
  const read = /** @type {any} */ (await toRequest({ ...base, by, status: "rejected", decided }));
  assert.deepEqual(
    [read.date_processed, read.processor.first_name],
    ["1970-01-01T00:01:01+00:00", "alex"],
  );
});

test("rules have safe defaults; null disables two-person approval", () => {
  assert.deepEqual(rulesFrom({}), {
    twoPerson: {
      ...{ certificates: 25, windowMinutes: 1440, always: [], expiresMinutes: 60 },
      ...{ planMinutes: 30, approvals: 1, groups: [] },
    },
    brake: { perHour: 500, perAction: 100 },
    decide: { types: ["revoke"], services: false, own: false },
    revokedIds: [],
  });
  assert.equal(rulesFrom({ TWO_PERSON: "null" }).twoPerson, null);
  const some = rulesFrom({ TWO_PERSON: '{"certificates":0}', BRAKE: '{"perAction":7}' });
  assert.deepEqual([some.twoPerson?.certificates, some.twoPerson?.expiresMinutes], [0, 60]);
  assert.deepEqual(some.brake, { perHour: 500, perAction: 7 });
  for (const env of [
    { TWO_PERSON: "{" },
    { TWO_PERSON: '""' },
    { TWO_PERSON: '{"certificates":1.5}' },
    { TWO_PERSON: '{"expiresMinutes":0}' },
    { TWO_PERSON: '{"approvals":0}' },
    { TWO_PERSON: '{"windowMinutes":0}' },
    { TWO_PERSON: '{"approvers":2}' },
    { BRAKE: "" },
    { BRAKE: '{"perHour":"500"}' },
  ])
    assert.throws(() => rulesFrom(env), {
      message: new RegExp(`^${Object.keys(env)[0]} is (not JSON|invalid)`),
    });
});

test("the hash of the rules covers what a proposal may do", async () => {
  /** @param {object} env */
  const hashOf = (env) => rulesHash(/** @type {any} */ (env));
  const before = await hashOf({ ROLES: "{}", ORIGINS: "[]" });
  assert.equal(await hashOf({ ROLES: "{}", ORIGINS: "[1]", DIGICERT_API_KEY: "x" }), before);
  for (const name of ["ROLES", "APPROVER_GROUPS", "SKIP_APPROVAL", "TWO_PERSON", "DECIDE"])
    assert.notEqual(await hashOf({ ROLES: "{}", [name]: '{"a":1}' }), before, name);
});

// The entry for the approval rules: every function passes its input to the core and reads the result. The rules themselves are
// tested in `tests/core/guard`.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as guard from "../../pkg/dist/guard/node.js";

/** @import { ApprovalCheck, Binding, Hold, Person, Proposal, SentChange } from "../../pkg/guard/index.js" */

const NOW = 1_760_000_000_000;
const HOUR_MS = 3_600_000;
/** @type {Person} */
const ADA = { kind: "person", address: "ada@example.com", sub: "s-ada" };
/** @type {Person} */
const BO = { kind: "person", address: "bo@example.com" };
/** @type {Hold} */
const HOLD = {
  orderId: "7",
  reason: "audit",
  owner: ADA,
  setUnixMs: NOW,
  endsUnixMs: null,
  ticket: "LEGAL-1",
};

/** @param {number} count @returns {SentChange[]} */
const sent = (count) =>
  Array.from({ length: count }, (_, nth) => ({
    person: { ...ADA, address: "ADA@example.com" },
    subject: `certificate ${100 + nth}`,
    orderId: null,
    orders: 1,
    certificates: 1,
    sentUnixMs: NOW - nth,
    isApproved: false,
  }));

/** @param {SentChange[]} history @returns {ApprovalCheck} */
const check = (history) => ({
  policy: { certificates: 25, approvals: 2, expiresMinutes: 0.5, planMinutes: 0.5 },
  change: {
    person: ADA,
    kind: "certificate",
    subject: "certificate 1",
    reasons: ["superseded"],
    certificates: 1,
    isWhole: true,
    orders: [],
  },
  history,
  nowUnixMs: NOW,
});

test("certificates one by one need a second person at the maximum", () => {
  assert.equal(guard.approvalDemand(check(sent(24))).demand, "none");
  assert.deepEqual(guard.approvalDemand(check(sent(25))), {
    demand: "person-total",
    quorum: { approvals: 2, groups: [] },
    totals: {
      maximum: 25,
      sinceUnixMs: NOW - 24 * HOUR_MS,
      change: 1,
      person: 26,
      order: null,
      orderId: null,
    },
  });
});

test("identities are compared and normalized", () => {
  assert.equal(guard.samePerson(ADA, { kind: "service", sub: "s-ada" }), true);
  assert.equal(guard.samePerson(ADA, BO), false);
  assert.equal(guard.normalizeAddress("Ada+pki@Example.com"), "ada+pki@example.com");
  assert.equal(
    guard.normalizeAddress("Ada+pki@Example.com", { stripTags: true }),
    "ada@example.com",
  );
  assert.equal(guard.normalizeAddress("a\u200bda@example.com"), undefined);
});

test("proposals and requests are decided", () => {
  /** @type {Proposal} */
  const proposal = {
    status: "pending",
    proposer: ADA,
    hash: "h",
    expiresUnixMs: NOW + 1,
    quorum: guard.quorumOf({ certificates: 1, approvals: 2 }),
    approvals: [],
    rulesHash: "r",
  };
  const decide = (/** @type {Person} */ by, /** @type {Person[]} */ approvals = []) =>
    guard.decideProposal({
      proposal: { ...proposal, approvals },
      decision: "approved",
      by,
      seenHash: "h",
      rules: { rulesHash: "r" },
      nowUnixMs: NOW,
    });
  const remaining = { approvals: 1, groups: [] };
  assert.deepEqual(decide(BO), { result: "approved-partially", remaining });
  assert.deepEqual(decide({ kind: "person", sub: "s-cy" }, [BO]), { result: "approved" });
  assert.deepEqual(decide(ADA), { result: "refused", reason: "same-person", becomes: null });
  const request = {
    decision: /** @type {const} */ ("approved"),
    by: BO,
    requestType: "revoke",
    submittedBy: [ADA],
    mayRevokeAlone: false,
    demand: /** @type {const} */ ("none"),
  };
  assert.deepEqual(guard.decideRequest(request), { result: "allowed", isApproved: true });
  const issuance = { ...request, requestType: "new_request" };
  const refused = { result: "refused", reason: "type-not-allowed" };
  assert.deepEqual(guard.decideRequest(issuance), refused);
});

test("the revocation limit names the time from which it allows", () => {
  const change = { person: ADA, subject: "order 1", orders: 1, agreed: null };
  const limit = { perHour: 2, perAction: 1 };
  const verdict = (/** @type {SentChange[]} */ history) =>
    guard.checkRevocationLimit({ limit, change, history, nowUnixMs: NOW });
  assert.deepEqual(verdict(sent(1)), { result: "allowed", passed: null });
  const until = { limit: "per-person", untilUnixMs: NOW - 1 + HOUR_MS };
  assert.deepEqual(verdict(sent(2)), { result: "wait", ...until });
});

test("holds are checked, set and lifted", () => {
  assert.equal(guard.isHeld({ ...HOLD, endsUnixMs: NOW }, NOW), false);
  const target = { kind: /** @type {const} */ ("certificate"), id: "55" };
  const holds = [HOLD];
  assert.deepEqual(guard.checkHolds({ target, holds, coverage: [], nowUnixMs: NOW }), {
    result: "unknown",
    reason: "order-not-read",
    hold: HOLD,
  });
  const next = { orderId: "7", reason: "later", endsUnixMs: NOW + 1, ticket: null };
  const setting = { existing: HOLD, next, by: BO, replace: true, nowUnixMs: NOW };
  assert.deepEqual(guard.setHold({ ...setting, order: "found" }), {
    result: "refused",
    reason: "second-person",
    existing: HOLD,
  });
  const lifted = guard.liftHold({ hold: HOLD, by: BO, nowUnixMs: NOW });
  assert.deepEqual(lifted, { result: "second-person" });
});

test("the hash of a binding is that of its canonical JSON", async () => {
  /** @type {Binding} */
  const binding = {
    kind: "hold-lift",
    orders: ["12", "7"],
    certificates: null,
    isWhole: false,
    byReason: { superseded: 1 },
    skipApproval: false,
    comment: "é \u2028",
    comments: null,
    exclusions: [],
    breaker: null,
    deadlineUnixMs: null,
    job: null,
    hold: HOLD,
    isBreakGlass: false,
    rulesHash: "r",
    quorum: guard.quorumOf(null),
    expiresUnixMs: NOW,
  };
  const canonical = guard.canonicalBinding(binding);
  assert.deepEqual(JSON.parse(canonical).binding.orders, ["7", "12"]);
  const hash = createHash("sha256").update(canonical).digest("hex");
  assert.equal(await guard.hashBinding(binding), hash);
  const other = await guard.hashBinding({ ...binding, orders: ["7", "12", "7"] });
  assert.equal(other, hash);
});

test("plans age, are recounted, and a freeze takes two to release", () => {
  const plan = { plannedUnixMs: NOW, planMinutes: 0.5, nowUnixMs: NOW + 29_999 };
  assert.deepEqual(guard.checkPlanAge(plan), { age: "valid", untilUnixMs: NOW + 30_000 });
  assert.equal(guard.checkPlanAge({ ...plan, nowUnixMs: NOW + 30_000 }).age, "old");
  const figures = { orders: 1, minCertificates: 1, withDuplicates: 0, unread: 0 };
  assert.equal(guard.compareFigures(figures, { ...figures, minCertificates: 200 }), "grown");
  const now = { nowUnixMs: NOW };
  const frozen = guard.freeze({ freeze: null, by: BO, reason: "wrong list", ...now });
  assert.equal(frozen.result, "frozen");
  const half = guard.releaseFreeze({ freeze: frozen.freeze, by: ADA, ...now });
  assert.equal(half.result, "second-person");
  const released = guard.releaseFreeze({ freeze: half.freeze, by: BO, ...now });
  assert.deepEqual(released, { freeze: null, result: "released" });
});

test("input of another shape is refused with its issues", () => {
  const wrong = { ...check(sent(1)), policy: { certificates: "25", maximum: 1 } };
  assert.throws(
    () => guard.approvalDemand(/** @type {any} */ (wrong)),
    (error) => {
      assert.ok(error instanceof guard.InvalidInputError);
      assert.deepEqual(
        error.issues.map(({ field, rule }) => [field, rule]),
        [
          ["policy", "unknown-field"],
          ["policy.certificates", "type"],
        ],
      );
      return true;
    },
  );
  for (const input of [undefined, null, 5n, "", [], () => {}, Symbol("x")])
    assert.throws(
      () => guard.approvalDemand(/** @type {any} */ (input)),
      guard.InvalidInputError,
      String(input),
    );
});

test("a rule works after an input that it refused", () => {
  assert.throws(() => guard.quorumOf(/** @type {any} */ ({ certificates: -1 })));
  assert.deepEqual(guard.quorumOf(null), { approvals: 1, groups: [] });
});

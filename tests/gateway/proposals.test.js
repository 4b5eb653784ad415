// The pure rules of two-person approval: the hash that binds an approval, when a second person is required, who can still
// decide, and the ids and statuses that clients see.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  proposalNumber,
  requestIdOf,
  toCreatedRequest,
  toRequest,
} from "../../www/gateway/account/rules/approval-request.js";
import { bindingHash, canonical } from "../../www/gateway/account/rules/binding.js";
import { rulesFrom } from "../../www/gateway/account/rules/settings.js";
import {
  approvalDemand,
  decisionIssue,
  planApprovalDemand,
} from "../../www/gateway/account/rules/two-person.js";

/** @type {import("../../www/gateway/account/rules/binding.js").Binding} */
const BOUND = {
  kind: "job",
  orders: ["9", "10", "123456789012345678901"],
  certificates: ["1", "2"],
  isWhole: true,
  reason: "keyCompromise",
  skipApproval: true,
  comment: "INC-4711",
  deadline: 1_764_000_000_000,
  expires: 1_763_000_000_000,
};

test("the hash ignores the order of ids and covers every field", async () => {
  const hash = await bindingHash(BOUND);
  assert.match(hash, /^[0-9a-f]{64}$/);
  const shuffled = { ...BOUND, orders: ["10", "123456789012345678901", "9", "10"] };
  assert.equal(await bindingHash({ ...shuffled, certificates: ["2", "1"] }), hash);
  const { kind: _, ...rest } = BOUND;
  assert.equal(
    await bindingHash({ ...rest, kind: "job" }),
    hash,
    "the order of the fields does not matter",
  );
  assert.equal(
    canonical(BOUND),
    '{"v":1,"kind":"job","orders":["9","10","123456789012345678901"],"certificates":["1","2"],"isWhole":true,' +
      '"reason":"keyCompromise","skipApproval":true,"comment":"INC-4711","deadline":1764000000000,"expires":1763000000000}',
  );
  /** @type {Array<Partial<typeof BOUND>>} */
  const others = [
    { kind: "order" },
    { orders: ["9", "10"] },
    { orders: ["9", "11", "123456789012345678901"] },
    // Two ids must not hash like one concatenated id.
    { orders: ["910", "123456789012345678901"] },
    { certificates: ["1"] },
    { certificates: null },
    { certificates: [] },
    { isWhole: false },
    { reason: "superseded" },
    { skipApproval: false },
    { comment: null },
    { comment: "INC-4711 " },
    { comment: "" },
    { deadline: null },
    { deadline: 1_764_000_000_001 },
    { expires: 1_763_000_000_001 },
  ];
  const hashes = await Promise.all(others.map((other) => bindingHash({ ...BOUND, ...other })));
  assert.equal(new Set([hash, ...hashes]).size, others.length + 1);
});

test("two people are required by count, reason or failed count", () => {
  const policy = { certificates: 2, always: ["keyCompromise"], expiresMinutes: 60 };
  const reached = (/** @type {number} */ count, isWhole = true) => ({
    ids: Array.from({ length: count }, (_, nth) => String(nth)),
    isWhole,
  });
  assert.equal(approvalDemand(policy, "superseded", reached(2)), undefined);
  assert.equal(approvalDemand(policy, undefined, reached(2)), undefined);
  assert.equal(approvalDemand(policy, "superseded", reached(3)), "certificates");
  assert.equal(approvalDemand(policy, "keyCompromise", reached(0)), "reason");
  assert.equal(approvalDemand(policy, undefined, null), "not-counted");
  assert.equal(approvalDemand(policy, undefined, reached(1, false)), "not-counted");
  const always = { ...policy, always: ["unspecified"] };
  assert.equal(
    approvalDemand(always, undefined, reached(1)),
    "reason",
    "a missing reason is unspecified",
  );
  assert.equal(approvalDemand(null, "keyCompromise", null), undefined);
});

test("a plan needs two people for a listed reason or unread order", () => {
  const policy = { certificates: 2, always: ["keyCompromise"], expiresMinutes: 60 };
  const plan = {
    byReason: { superseded: 2 },
    minCertificates: 2,
    withDuplicates: 0,
    unread: 0,
  };
  assert.equal(planApprovalDemand(policy, plan), undefined);
  assert.equal(planApprovalDemand(policy, { ...plan, minCertificates: 3 }), "certificates");
  assert.equal(planApprovalDemand(policy, { ...plan, withDuplicates: 1 }), "not-counted");
  assert.equal(planApprovalDemand(policy, { ...plan, unread: 1 }), "not-counted");
  const byReason = { superseded: 1, keyCompromise: 1 };
  assert.equal(planApprovalDemand(policy, { ...plan, byReason, minCertificates: 3 }), "reason");
  assert.equal(planApprovalDemand(null, { ...plan, byReason, unread: 1 }), undefined);
});

test("the approval of a job is bound to its plan and counts", async () => {
  const job = { id: "j", digest: "ab", orders: 3, certificates: 4 };
  const bound = { ...BOUND, orders: [], certificates: null, job };
  const hash = await bindingHash(bound);
  for (const other of [{ id: "k" }, { digest: "ac" }, { orders: 4 }, { certificates: 5 }])
    assert.notEqual(await bindingHash({ ...bound, job: { ...job, ...other } }), hash);
});

test("a proposal is decided once, in time, by another person", () => {
  const statuses = /** @type {const} */ (["pending", "approved", "rejected", "void", "expired"]);
  for (const status of statuses)
    for (const decision of /** @type {const} */ (["approved", "rejected"]))
      for (const actor of ["ada", "alex"])
        for (const now of [999, 1000]) {
          const fault = decisionIssue({ status, by: "ada", expires: 1000 }, decision, actor, now);
          const cell = JSON.stringify({ status, decision, actor, now });
          if (status === "expired") assert.equal(fault, "expired", cell);
          else if (status !== "pending") assert.equal(fault, "decided", cell);
          else if (now >= 1000) assert.equal(fault, "expired", cell);
          else if (decision === "approved" && actor === "ada")
            assert.equal(fault, "same_person", cell);
          else assert.equal(fault, undefined, cell);
        }
});

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
  const bound = {
    ...BOUND,
    kind: /** @type {const} */ ("order"),
    orders: ["18446744073709551615"],
  };
  const base = { n: 1, subject: "order 7", binding: bound, hash: "", work: {}, time: 0 };
  const by = { id: "ada@example.com", how: "access", name: "Ada" };
  const decided = { by: { id: "alex", how: "access" }, time: 61_000 };
  for (const [status, outcome, word, comment] of /** @type {const} */ ([
    ["pending", undefined, "pending", undefined],
    ["approved", "revoked", "approved", undefined],
    ["approved", "requested", "approved", undefined],
    ["approved", "unknown", "unknown", undefined],
    ["approved", "refused", "rejected", "It was approved, but CertCentral refused it."],
    ["rejected", undefined, "rejected", undefined],
    [
      "void",
      undefined,
      "rejected",
      "The affected orders or certificates changed after it was proposed.",
    ],
    ["expired", undefined, "rejected", "It was not approved in time."],
  ])) {
    const more = outcome === undefined ? {} : { outcome };
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
    twoPerson: { certificates: 25, always: [], expiresMinutes: 60 },
    brake: { perHour: 500, perAction: 100 },
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
    { TWO_PERSON: '{"approvers":2}' },
    { BRAKE: "" },
    { BRAKE: '{"perHour":"500"}' },
  ])
    assert.throws(() => rulesFrom(env), {
      message: new RegExp(`^${Object.keys(env)[0]} is (not JSON|invalid)`),
    });
});

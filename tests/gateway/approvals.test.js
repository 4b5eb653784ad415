// Approvals that cannot be bypassed, on workerd: several approvers, the hash of what they saw, people and not services, changed
// rules, withdrawals, limits, and decisions about CertCentral's own requests.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const SKIP = { skip_approval: true };
const PUT = "/order/certificate/7/revoke";
const STATUS = "/services/v2/request";

/** Order 7 needs two people. @param {object} [policy] @param {object} [rules] @param {object} [options] */
async function start(policy = {}, rules = {}, options = {}) {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 3);
  certcentral.order(8, 1);
  const all = { TWO_PERSON: { certificates: 2, ...policy }, ...rules };
  return { certcentral, ...(await startGateway(certcentral, all, options)) };
}
const person = (/** @type {string} */ id, /** @type {string[]} */ ...roles) => ({ id, roles });

test("an approval must name the hash of what was seen", async () => {
  const { certcentral, as } = await start();
  const { json } = await as("ada").revoke(7, SKIP);
  const path = `${STATUS}/${json.id}/status`;
  const { hash } = await as("alex").proposal(json.id);
  const other = "0".repeat(64);
  for (const [body, headers, status, code] of /** @type {const} */ ([
    [{}, {}, 428, "precondition_required|hash"],
    [{ hash: other }, {}, 412, "precondition_failed|hash"],
    [{}, { "if-match": `"${other}"` }, 412, "precondition_failed|hash"],
    [{}, { "if-match": hash }, 400, "bad_request|if_match"],
    [{}, { "if-match": "*" }, 400, "bad_request|if_match"],
    [{ hash: "abc" }, {}, 400, "bad_request|hash"],
    [{ hash }, { "if-match": `"${other}"` }, 400, "bad_request|hash"],
  ])) {
    const sent = { status: "approved", ...body };
    const response = await as("alex").send("PUT", path, sent, undefined, headers);
    assert.deepEqual([response.status, response.code], [status, code], JSON.stringify(body));
  }
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").send("PUT", path, { status: "approved", hash })).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("several approvals are required, each by another person", async () => {
  const people = ["ada", "alex", "bea", "cem"].map((id) => person(id, "admin"));
  const { certcentral, as } = await start({ approvals: 2 }, { DEVELOPMENT_IDENTITY: people });
  const { json } = await as("ada").revoke(7, SKIP);
  assert.equal((await as("alex").approve(json.id)).status, 204);
  assert.equal((await as("alex").request(json.id)).json.status, "pending");
  const twice = await as("alex").approve(json.id);
  assert.deepEqual([twice.status, twice.code], [409, "conflict|already_approved"]);
  const { approvals, required, approvedBy } = await as("cem").proposal(json.id);
  assert.deepEqual([approvals, required, approvedBy[0].by], [1, 2, "alex"]);
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("bea").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
  assert.equal((await as("cem").approve(json.id)).code, "conflict|decided");
});

test("a group must approve if the policy names one", async () => {
  const people = [
    person("ada", "admin"),
    person("alex", "approver"),
    { ...person("sec", "approver"), groups: ["security"] },
  ];
  const groups = [{ group: "security", approvals: 1 }];
  const { certcentral, as } = await start({ groups }, { DEVELOPMENT_IDENTITY: people });
  const { json } = await as("ada").revoke(7, SKIP);
  const outside = await as("alex").approve(json.id);
  assert.deepEqual([outside.status, outside.code], [403, "access_denied|group"]);
  assert.equal((await as("sec").approve(json.id)).status, 204);
  assert.deepEqual(certcentral.puts, [PUT]);
});

test("partial approvals survive a restart", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const people = ["ada", "alex", "bea"].map((id) => person(id, "admin"));
  const rules = { TWO_PERSON: { certificates: 2, approvals: 2 }, DEVELOPMENT_IDENTITY: people };
  const first = await start({}, rules, { persist });
  const { json } = await first.as("ada").revoke(7, SKIP);
  assert.equal((await first.as("alex").approve(json.id)).status, 204);
  await first.close();
  const { as, close } = await startGateway(first.certcentral, rules, { persist });
  assert.equal((await as("alex").approve(json.id)).code, "conflict|already_approved");
  assert.equal((await as("bea").approve(json.id)).status, 204);
  assert.deepEqual(first.certcentral.puts, [PUT]);
  await close();
  rmSync(persist, { recursive: true });
});

test("changed rules void a pending proposal", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const first = await start({}, {}, { persist });
  const { certcentral } = first;
  const { json } = await first.as("ada").revoke(7, SKIP);
  await first.close();
  // Ada loses her role, and no role may skip the approval any more.
  const people = [person("ada", "viewer"), person("alex", "approver")];
  const rules = { TWO_PERSON: { certificates: 2 }, DEVELOPMENT_IDENTITY: people };
  const { as, close } = await startGateway(
    certcentral,
    { ...rules, SKIP_APPROVAL: [] },
    { persist },
  );
  const refused = await as("alex").approve(json.id);
  assert.deepEqual([refused.status, refused.code], [409, "conflict|rules"]);
  const { status, note } = await as("alex").proposal(json.id);
  assert.deepEqual([status, note], ["void", "the rules of the gateway changed"]);
  assert.deepEqual(certcentral.puts, []);
  await close();
  rmSync(persist, { recursive: true });
});

test("a person in REVOKED_IDS neither approves nor proposes", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const first = await start({}, {}, { persist });
  const { certcentral } = first;
  const { json } = await first.as("ada").revoke(7, SKIP);
  await first.close();
  const rules = { TWO_PERSON: { certificates: 2 } };
  for (const [revoked, code] of /** @type {const} */ ([
    ["alex", "access_denied|revoked"],
    ["ada", "conflict|proposer"],
  ])) {
    const { as, close } = await startGateway(
      certcentral,
      { ...rules, REVOKED_IDS: [revoked] },
      { persist },
    );
    assert.equal((await as("alex").approve(json.id)).code, code);
    await close();
  }
  assert.deepEqual(certcentral.puts, []);
  rmSync(persist, { recursive: true });
});

test("a proposer without the role to decide can withdraw", async () => {
  const people = [person("sam", "submitter"), person("sue", "submitter"), person("alex", "admin")];
  const { certcentral, as } = await start({}, { DEVELOPMENT_IDENTITY: people });
  const { json } = await as("sam").revoke(7);
  const foreign = await as("sue").withdraw(json.id);
  assert.deepEqual([foreign.status, foreign.code], [403, "access_denied|not_yours"]);
  assert.equal((await as("sam").withdraw(json.id, "wrong order")).status, 204);
  const { status, note, decidedBy } = await as("sam").proposal(json.id);
  assert.deepEqual([status, note, decidedBy], ["withdrawn", "wrong order", "sam"]);
  assert.equal((await as("alex").approve(json.id)).code, "conflict|decided");
  assert.equal((await as("sam").withdraw(json.id)).code, "conflict|decided");
  const { entries } = (await as("alex").record("?action=withdraw-proposal-answer")).json;
  assert.deepEqual(
    entries.map((/** @type {any} */ { answer }) => answer.outcome),
    ["decided", "withdrawn", "not-yours"],
  );
  assert.deepEqual(certcentral.puts, []);
});

test("pending proposals are limited, paged and listed first", async () => {
  const { certcentral, as } = await start({ always: ["keyCompromise"] });
  const compromised = { revocation_reason: "keyCompromise", comment: "x".repeat(1000) };
  for (let order = 100; order < 150; order++) {
    certcentral.order(order, 1);
    assert.equal((await as("sam").revoke(order, compromised)).status, 201);
  }
  certcentral.order(200, 1);
  const refused = await as("sam").revoke(200, compromised);
  assert.deepEqual([refused.status, refused.code], [409, "conflict|too_many_proposals"]);
  const [newest] = await as("sam").proposals();
  assert.equal(newest.comment.length, 200, "the list shows the beginning of a comment");
  assert.equal((await as("sam").proposal(newest.id)).comment.length, 1000);
  await as("sam").withdraw(newest.id);
  const page = (await as("ada").send("GET", "/console/proposals?limit=10&offset=45")).json;
  assert.deepEqual([page.total, page.pending, page.proposals.length], [50, 49, 5]);
  assert.deepEqual(
    page.proposals.map((/** @type {any} */ { status }) => status),
    ["pending", "pending", "pending", "pending", "withdrawn"],
  );
  assert.equal((await as("ada").send("GET", "/console/proposals?limit=201")).status, 400);
  const long = await as("ada").revoke(8, { comment: "x".repeat(1001) });
  assert.deepEqual([long.status, long.code], [422, "bad_request|comment"]);
});

test("who may not skip approval cannot approve their own request", async () => {
  const people = [person("bo", "submitter", "approver"), person("alex", "approver")];
  const { certcentral, as } = await start({}, { DEVELOPMENT_IDENTITY: people });
  const made = await as("bo").revoke(8);
  assert.ok(made.json.id < 9e15);
  const own = await as("bo").approve(made.json.id);
  assert.deepEqual([own.status, own.code], [403, "access_denied|same_person"]);
  assert.equal((await as("alex").approve(made.json.id)).status, 204);
  assert.equal(certcentral.puts.length, 2);
});

test("a request whose submission was lost counts as the sender's", async () => {
  const people = [person("bo", "submitter", "approver"), person("alex", "approver")];
  const { certcentral, as } = await start({}, { DEVELOPMENT_IDENTITY: people });
  certcentral.before = ({ method }) => (method === "PUT" ? [502, {}] : undefined);
  assert.equal((await as("bo").revoke(8)).status, 502);
  certcentral.before = () => undefined;
  certcentral.requests.set("70009", { order: "8", type: "revoke" });
  assert.equal((await as("bo").approve(70_009)).code, "access_denied|same_person");
  assert.equal((await as("alex").approve(70_009)).status, 204);
});

test("only revocation requests are decided, and the log names them", async () => {
  const { certcentral, as } = await start();
  certcentral.requests.set("88001", { order: "7", type: "new_request" });
  certcentral.requests.set("88002", { order: "8", type: "revoke" });
  for (const status of ["approved", "rejected"]) {
    const refused = await as("alex").send("PUT", `${STATUS}/88001/status`, { status });
    assert.deepEqual([refused.status, refused.code], [403, "access_denied|request_type"]);
  }
  certcentral.before = ({ path }) => (path.startsWith("/request/") ? [503, {}] : undefined);
  const unread = await as("alex").approve(88_002);
  assert.deepEqual([unread.status, unread.code], [409, "conflict|not_read"]);
  certcentral.before = () => undefined;
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").approve(88_002)).status, 204);
  const { entries } = (await as("ada").record("?action=decide-request&order=8")).json;
  assert.deepEqual(
    entries.map((/** @type {any} */ { details, target }) => [details.type, target]),
    [["revoke", { request: "88002", order: "8" }]],
  );
});

test("DECIDE allows further types of requests", async () => {
  const { certcentral, as } = await start({}, { DECIDE: { types: ["revoke", "reissue"] } });
  certcentral.requests.set("88001", { order: "7", type: "reissue" });
  assert.equal((await as("alex").approve(88_001)).status, 204);
  assert.deepEqual(certcentral.puts, ["/request/88001/status"]);
});

// The start of a job on workerd: the age of a plan, the certificates that are counted again, what an approver sees and agrees
// to, sums over lists, limits of lists, and requests that a job submitted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN } from "../../www/sandbox/seed.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";

const TWO = { TWO_PERSON: { certificates: 25 } };
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The number of PUTs that the sandbox received. @param {{ sandbox: (path: string) => Promise<any> }} jobs */
const putsOf = async ({ sandbox }) => (await sandbox("revokes")).sent;

/** Gives an order further certificates. @param {{ sandbox: (path: string, body?: object) => Promise<any> }} jobs @param {number} order @param {number} count */
const addDuplicates = ({ sandbox }, order, count) =>
  sandbox("duplicates", { order_id: order, count });

test("a plan that counted one certificate does not revoke 200", async () => {
  const jobs = await startJobs(10, TWO);
  const ada = jobs.as("ada");
  const { id, figures } = await ada.planned(listOf(1, 1));
  assert.equal(figures.minCertificates, 1);
  await addDuplicates(jobs, PLAIN + 1, 199);
  const refused = await ada.act(id, "start", { count: 1 });
  assert.deepEqual([refused.status, refused.code], [409, "conflict|changed"]);
  assert.match(refused.text, /at least 200 instead of 1\. Plan again/);
  const { state, problem } = await ada.read(id);
  assert.deepEqual([state, problem.code], ["planned", "conflict|changed"]);
  assert.equal(await putsOf(jobs), 0);
  await ada.act(id, "plan");
  const planned = await ada.until(id, ({ state }) => state === "planned");
  assert.equal(planned.figures.minCertificates, 200);
  assert.equal((await ada.act(id, "start", { count: 1 })).status, 201, "two people are required");
  assert.equal(await putsOf(jobs), 0);
});

test("certificates that were added after a proposal void it", async () => {
  const jobs = await startJobs(100, TWO);
  const [sam, alex] = [jobs.as("sam"), jobs.as("alex")];
  // A short list is counted one by one, a long one by the survey.
  for (const count of [28, 60]) {
    const { id } = await sam.planned(listOf(count), {});
    const proposed = await sam.act(id, "start", { count });
    assert.equal(proposed.status, 201);
    await addDuplicates(jobs, PLAIN + count - 1, 3);
    const refused = await alex.approve(proposed.json.id);
    assert.deepEqual([refused.status, refused.code], [409, "conflict|changed"]);
    const path = `/console/proposals/${proposed.json.id}`;
    const { status, note } = (await sam.send("GET", path)).json;
    assert.equal(status, "void");
    assert.match(note, /Plan again/);
  }
  assert.equal(await putsOf(jobs), 0);
});

test("an old plan is neither started nor approved", async () => {
  const TWO_PERSON = { certificates: 2, planMinutes: 0.05 };
  const jobs = await startJobs(10, { TWO_PERSON });
  const [sam, alex] = [jobs.as("sam"), jobs.as("alex")];
  const small = await sam.planned(listOf(1), {});
  const large = await sam.planned(listOf(5, 3), {});
  const proposed = await sam.act(large.id, "start", { count: 5 });
  assert.equal(proposed.status, 201);
  await pause(3100);
  const start = await sam.act(small.id, "start", { count: 1 });
  assert.deepEqual([start.status, start.code], [409, "conflict|plan_age"]);
  assert.match(start.text, /Plan again/);
  assert.equal((await alex.approve(proposed.json.id)).code, "conflict|expired");
  assert.equal(await putsOf(jobs), 0);
});

test("an approver sees reasons, comments, exclusions and orders", async () => {
  const jobs = await startJobs(60, TWO);
  const [sam, alex, ada] = [jobs.as("sam"), jobs.as("alex"), jobs.as("ada")];
  await ada.send("PUT", `/console/holds/${PLAIN + 1}`, { reason: "pinned" });
  const rows = Array.from(
    { length: 30 },
    (_, nth) => `${PLAIN + nth},keyCompromise,row ${nth} says so,${nth === 0 ? 9 : 0}`,
  );
  const list = ["order_id,reason,comment,priority", ...rows, "123456793,,,", "999,,,"].join("\n");
  const settings = { revocationReason: "superseded", comment: "routine clean-up", breaker: 7 };
  const { id } = await sam.planned(list, settings);
  const { json } = await sam.act(id, "start", { count: 29 });
  const seen = (await alex.send("GET", `/console/proposals/${json.id}`)).json;
  assert.deepEqual(
    [seen.byReason, seen.reason, seen.comments, seen.breaker],
    [{ keyCompromise: 29 }, "keyCompromise", 29, 7],
  );
  assert.deepEqual(seen.exclusions, { held: 1, "already-revoked": 1, "not-found": 1 });
  assert.deepEqual(seen.byPriority, { 0: 28, 9: 1 });
  assert.deepEqual(
    [seen.figures.minCertificates, seen.orders, seen.name, typeof seen.plannedAt],
    [seen.certificates, 29, "july", "number"],
  );
  const path = `/console/proposals/${json.id}/orders?offset=1&limit=2`;
  const page = (await alex.send("GET", path)).json;
  assert.equal(page.total, 32);
  assert.deepEqual(
    page.rows.map((/** @type {any} */ { orderId, disposition, revocationReason, comment }) => [
      ...[orderId, disposition, revocationReason, comment],
    ]),
    [
      [String(PLAIN + 1), "held", "keyCompromise", "row 1 says so"],
      [String(PLAIN + 2), "send", "keyCompromise", "row 2 says so"],
    ],
  );
  assert.equal(page.rows[1].certificates.length, 1);
  // Another breaker is another proposal.
  await sam.configure(id, { ...settings, breaker: 1_000_000 });
  assert.equal((await alex.approve(json.id)).code, "conflict|decided");
  await sam.act(id, "plan");
  await sam.until(id, ({ state }) => state === "planned");
  const next = await sam.act(id, "start", { count: 29 });
  const { hash } = (await alex.send("GET", `/console/proposals/${next.json.id}`)).json;
  assert.notEqual(hash, seen.hash);
});

test("lists of 25 orders add up for a person", async () => {
  // Some of the sandbox's orders have two certificates.
  const jobs = await startJobs(100, { TWO_PERSON: { certificates: 35 } });
  const ada = jobs.as("ada");
  const first = await ada.planned(listOf(25));
  assert.equal((await ada.act(first.id, "start", { count: 25 })).status, 202);
  await ada.ended(first.id);
  const second = await ada.planned(listOf(25, 25));
  const waits = await ada.act(second.id, "start", { count: 25 });
  assert.equal(waits.status, 201);
  const [{ demand }] = (await ada.send("GET", "/console/proposals")).json.proposals;
  assert.equal(demand, "person-total");
  assert.equal(await putsOf(jobs), 25);
  // Single orders add to the lists: what is left is less than ten certificates.
  const singles = [];
  for (let order = PLAIN + 60; order < PLAIN + 70; order++) {
    const path = `/services/v2/order/certificate/${order}/revoke`;
    singles.push(await ada.send("PUT", path, { skip_approval: true }));
  }
  assert.ok(singles.some(({ status, json }) => status === 201 && json.id > 9e15));
  assert.ok((await putsOf(jobs)) < 35);
});

test("who started a job cannot approve its requests", async () => {
  const people = [
    { id: "sam", roles: ["submitter"] },
    { id: "bo", roles: ["approver", "submitter"] },
    { id: "ada", roles: ["admin"] },
    { id: "alex", roles: ["approver"] },
  ];
  const rules = { DEVELOPMENT_IDENTITY: people, TWO_PERSON: null, SKIP_APPROVAL: [] };
  const jobs = await startJobs(5, rules);
  const [bo, ada, alex] = [jobs.as("bo"), jobs.as("ada"), jobs.as("alex")];
  const { id } = await bo.planned(listOf(2), {});
  assert.equal((await ada.act(id, "start", { count: 2 })).status, 202);
  await ada.ended(id);
  const { rows } = (await ada.send("GET", ada.at(id, "/orders?state=requested"))).json;
  for (const person of [bo, ada])
    assert.equal((await person.approve(rows[0].requestId)).code, "access_denied|same_person");
  assert.equal((await alex.approve(rows[0].requestId)).status, 204);
});

test("a list passes the limit by break-glass with a second person", async () => {
  const jobs = await startJobs(20, { TWO_PERSON: { certificates: 25 }, BRAKE: { perAction: 5 } });
  const [ada, alex] = [jobs.as("ada"), jobs.as("alex")];
  const { id } = await ada.planned(listOf(10));
  assert.equal((await ada.act(id, "start", { count: 10 })).code, "access_denied|brake");
  const confirmed = { count: 10, breakGlass: "the keys are public" };
  const { status, json } = await ada.act(id, "start", confirmed);
  assert.equal(status, 201);
  assert.equal((await alex.approve(json.id)).status, 204);
  assert.equal((await ada.ended(id)).report.summary.counts.revoked.revoked, 10);
  const log = await ada.export();
  assert.match(log, /"action":"job-break-glass".*"justification":"the keys are public"/);
});

test("a run gives back the orders that CertCentral refused", async () => {
  const jobs = await startJobs(20, { TWO_PERSON: null, BRAKE: { perHour: 12, perAction: 12 } });
  const ada = jobs.as("ada");
  const body = JSON.stringify({ errors: [{ code: "order_not_revocable", message: "no" }] });
  const refusal = { method: "PUT", pathPrefix: "/services/v2/order", status: 400, times: 10, body };
  await jobs.sandbox("faults", { ...refusal, contentType: "application/json" });
  const { id } = await ada.planned(listOf(10));
  assert.equal((await ada.act(id, "start", { count: 10 })).status, 202);
  const { report } = await ada.ended(id);
  assert.equal(report.summary.counts.refused, 10);
  const next = await ada.planned(listOf(10));
  assert.equal((await ada.act(next.id, "start", { count: 10 })).status, 202);
});

test("a person has 20 lists at most, and the list is paged", async () => {
  const jobs = await startJobs(5, TWO);
  const [sam, sue] = [jobs.as("sam"), jobs.as("sue")];
  for (let nth = 0; nth < 20; nth++) assert.equal((await sam.submit(listOf(1))).status, 201);
  const refused = await sam.submit(listOf(1));
  assert.deepEqual([refused.status, refused.code], [409, "conflict|too_many_jobs"]);
  assert.equal((await sue.submit(listOf(1))).status, 201, "another person has lists of their own");
  const page = (await sue.send("GET", "/console/jobs?limit=5&offset=18")).json;
  assert.deepEqual([page.total, page.jobs.length], [21, 3]);
  assert.deepEqual(Object.keys(page.jobs[0]).sort(), [
    "by",
    "created",
    "id",
    "name",
    "orders",
    "state",
  ]);
  await sam.send("DELETE", sam.at(page.jobs[0].id), {});
  assert.equal((await sam.submit(listOf(1))).status, 201);
});

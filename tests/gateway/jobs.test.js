// The life of a job on workerd: list, plan, rehearsal, two-person approval, run and report; pause, cancel and holds in
// between. A killed gateway: jobs-kill.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyJournal } from "../../pkg/verify/journal.js";
import { verifyReport } from "../../pkg/verify/report.js";
import { PLAIN } from "../../www/sandbox/seed.js";
import { CANARY } from "../support/client.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";

const ONE_PERSON = { TWO_PERSON: null, BRAKE: { perHour: 100_000, perAction: 100_000 } };

/** @param {any} counts */
const sum = ({ revoked, ...others }) =>
  [...Object.values(others), ...Object.values(revoked)].reduce((all, count) => all + count, 0);

/** The number of PUTs that the sandbox received. @param {{ sandbox: (path: string) => Promise<any> }} jobs */
const putsOf = async ({ sandbox }) => (await sandbox("revokes")).sent;

test("a list with invalid rows is refused, and every row is named", async () => {
  const { as } = await startJobs(10);
  const sam = as("sam");
  const rows = Array.from({ length: 1500 }, (_, nth) => `x${nth}`);
  const refused = await sam.submit(["order_id", PLAIN, ...rows].join("\n"));
  assert.deepEqual([refused.status, refused.code], [422, "bad_request|list"]);
  assert.deepEqual([refused.json.rows.length, refused.json.rowsTotal], [1000, 1500]);
  const [{ line, column, field, message }] = refused.json.rows;
  assert.deepEqual([line, column, field], [3, 1, "order_id"]);
  assert.match(message, /"x0"/);
  const pasted = await sam.submit(`order_id\n${CANARY}`);
  assert.match(pasted.text, /\[secret\]/);
  assert.ok(!pasted.text.includes(CANARY));
  assert.equal((await sam.send("POST", "/console/jobs?format=xml", listOf(2))).status, 400);
  const large = await sam.submit(`order_id\n${"1".repeat(33 * 1024 * 1024)}`);
  assert.deepEqual([large.status, large.code], [413, "bad_request|list"]);
  assert.deepEqual((await as("vera").send("GET", "/console/jobs")).json, { jobs: [], total: 0 });
});

test("a job of 2,000 orders runs from list to verified report", async () => {
  const jobs = await startJobs(2000);
  const { as, sandbox } = jobs;
  const [sam, alex, ada] = [as("sam"), as("alex"), as("ada")];
  await ada.send("PUT", `/console/holds/${PLAIN + 1}`, { reason: "pinned" });
  const list = `${listOf(2000)}\n${PLAIN}\n123456793\n999`;
  const settings = { revocationReason: "superseded", comment: `INC-1 ${CANARY}`, deadline: null };
  const job = await sam.planned(list, settings);
  assert.deepEqual([job.state, job.orders, job.mergedRows, job.by], ["planned", 2002, 1, "sam"]);
  const { send, held, alreadyRevoked, notFound } = job.plan.totals;
  assert.deepEqual([send, held, alreadyRevoked, notFound], [1999, 1, 1, 1]);
  const { id } = job;

  await sam.act(id, "rehearse");
  const rehearsed = await sam.until(id, ({ state }) => state !== "rehearsing");
  assert.equal(rehearsed.state, "rehearsed");
  assert.equal(rehearsed.rehearsal.rehearsal, true);
  assert.equal(sum(rehearsed.rehearsal.summary.counts), 2002);
  assert.equal(
    (await sam.send("GET", sam.at(id, "/report.csv"))).text.trim().split("\n").length,
    2003,
  );
  assert.equal(await putsOf(jobs), 0, "a rehearsal sends nothing");

  const wrong = await sam.act(id, "start", { count: 2000 });
  assert.deepEqual([wrong.status, wrong.code], [422, "bad_request|count"]);
  const started = await sam.act(id, "start", { count: 1999 });
  assert.equal(started.status, 201);
  assert.equal((await sam.read(id)).state, "proposed");
  const [proposal] = (await alex.send("GET", "/console/proposals")).json.proposals;
  assert.deepEqual([proposal.kind, proposal.target.job, proposal.orders], ["job", id, 1999]);
  assert.equal(
    (await ada.send("PUT", `/services/v2/request/${started.json.id}/status`, {})).status,
    400,
  );
  assert.equal(await putsOf(jobs), 0, "nothing is sent before the second person approves");
  assert.equal((await alex.approve(started.json.id)).status, 204);
  assert.equal((await alex.approve(started.json.id)).code, "conflict|decided");

  const done = await sam.ended(id);
  assert.equal(done.state, "finished");
  const { summary } = done.report;
  assert.equal(sum(summary.counts), 2002);
  assert.deepEqual(
    [summary.counts.requested, summary.counts.held, summary.counts.skipped],
    [1999, 1, 2],
    "sam may not skip the approval: DigiCert's approvers have 1,999 requests",
  );
  assert.deepEqual(await sandbox("revokes"), { orders: 1999, sent: 1999, more_than_once: {} });

  const page = await sam.send("GET", sam.at(id, "/orders?state=held,skipped&offset=1&limit=1"));
  assert.equal(page.json.total, 3);
  assert.equal(page.json.rows.length, 1);
  const csv = await sam.send("GET", sam.at(id, "/report.csv"));
  assert.equal(csv.text.trim().split("\n").length, 2003);
  const json = await sam.send("GET", sam.at(id, "/report.json"));
  assert.equal(sum(json.json.summary.counts), 2002);

  const journal = (await sam.send("GET", sam.at(id, "/journal.jsonl"))).text;
  const log = await ada.export();
  const verified = await verifyJournal([Buffer.from(log)], [Buffer.from(journal)]);
  assert.deepEqual(
    [verified.ok, verified.ok && verified.job, verified.ok && verified.after],
    [true, id, 0],
  );
  const changed = journal.replace(`"order":"${PLAIN + 7}"`, `"order":"${PLAIN + 1}"`);
  assert.notEqual(changed, journal);
  const tampered = await verifyJournal([Buffer.from(log)], [Buffer.from(changed)]);
  assert.equal(tampered.ok, false);
  // Each order of the report names the audit log entry that covers it.
  assert.ok(verified.ok);
  const record = { digests: verified.digests, first: verified.log.head.first };
  const tied = await verifyReport(json.json, journal.trim().split("\n"), record);
  assert.deepEqual(tied, { ok: true, orders: 2002, named: 2002, pruned: 0, unnamed: 0 });
  const [row] = csv.text.split("\r\n").filter((text) => text.startsWith(`${PLAIN + 7},`));
  const [line, entry] = row?.split(",").slice(-2).map(Number) ?? [];
  const found = log.split("\n").filter((text) => JSON.parse(text || "{}").seq === entry);
  const { action, details } = JSON.parse(String(found));
  assert.deepEqual([action, details.job], ["job-digest", id]);
  assert.ok(details.first <= Number(line) && Number(line) <= details.last);
  assert.ok(log.split("\n").length < 60, "2,000 orders make few entries");
  for (const text of [journal, log, csv.text, json.text, (await sam.send("GET", sam.at(id))).text])
    assert.ok(!text.includes(CANARY));
  // DigiCert sees one key for every person, so the gateway knows the requester.
  const { requestId } = (await sam.send("GET", sam.at(id, "/orders?state=requested&limit=1"))).json
    .rows[0];
  assert.equal((await sam.approve(requestId)).code, "access_denied|role");
});

test("a change voids a pending approval; a job has an owner", async () => {
  const jobs = await startJobs(40);
  const { as } = jobs;
  const [sam, sue, alex, ada] = [as("sam"), as("sue"), as("alex"), as("ada")];
  const { id } = await sam.planned(listOf(40), {});
  assert.equal((await sue.act(id, "start", { count: 40 })).code, "access_denied|not_yours");
  assert.equal(
    (await sam.configure(id, { skipApproval: true })).code,
    "access_denied|skip_approval",
  );
  const first = await sam.act(id, "start", { count: 40 });
  await ada.send("PUT", `/console/holds/${PLAIN + 3}`, { reason: "pinned" });
  assert.equal((await alex.approve(first.json.id)).code, "conflict|changed");
  assert.equal((await sam.act(id, "start", { count: 40 })).code, "conflict|holds");
  await sam.act(id, "plan");
  await sam.until(id, ({ state }) => state === "planned");
  const second = await sam.act(id, "start", { count: 39 });
  await sam.configure(id, { comment: "another" });
  assert.equal((await alex.approve(second.json.id)).code, "conflict|decided");
  assert.equal((await sam.read(id)).state, "draft");
  assert.equal((await sam.act(id, "start", { count: 39 })).code, "conflict|state");
  assert.equal((await sam.send("DELETE", sam.at(id), {})).status, 204);
  assert.equal((await sam.send("GET", sam.at(id))).status, 404);
  assert.equal(await putsOf(jobs), 0);
});

test("without two-person approval the limit counts a job's orders", async () => {
  const jobs = await startJobs(40, { TWO_PERSON: null, BRAKE: { perHour: 500, perAction: 30 } });
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(40));
  assert.equal((await ada.act(id, "start", { count: 40 })).code, "access_denied|brake");
  const late = await ada.planned(listOf(20), { deadline: 1000 });
  assert.equal((await ada.act(late.id, "start", { count: 20 })).code, "conflict|deadline");
  assert.equal(await putsOf(jobs), 0);
  const few = await ada.planned(listOf(20));
  assert.equal((await ada.act(few.id, "start", { count: 20 })).status, 202);
  assert.equal((await ada.ended(few.id)).report.summary.counts.revoked.revoked, 20);
});

test("a paused or canceled job sends nothing; holds are respected", async () => {
  const jobs = await startJobs(1000, ONE_PERSON);
  const { as, sandbox } = jobs;
  const ada = as("ada");
  const { id } = await ada.planned(listOf(1000));
  await ada.act(id, "start", { count: 1000 });
  await ada.until(id, ({ snapshot }) => snapshot?.calls.revokes > 50);
  assert.equal((await ada.act(id, "pause")).status, 202);
  const paused = await ada.until(id, ({ snapshot }) => snapshot.inFlight === 0);
  assert.deepEqual([paused.state, paused.snapshot.status.reason], ["paused", "manual"]);
  const sent = await putsOf(jobs);
  // Two orders that were not sent yet.
  const held = [PLAIN + 998, PLAIN + 999];
  for (const order of held)
    await ada.send("PUT", `/console/holds/${order}`, { reason: "terminals" });
  await ada.send("DELETE", `/console/holds/${held[0]}`, { reason: "replaced" });
  const again = await ada.read(id);
  assert.equal(await putsOf(jobs), sent, "nothing was sent while the job was paused");
  assert.equal(again.snapshot.counts.held, 1);
  await ada.act(id, "resume");
  await ada.until(id, ({ snapshot }) => snapshot.calls.revokes > sent + 50);
  await ada.act(id, "cancel");
  const canceled = await ada.until(id, ({ report }) => report !== undefined);
  assert.equal(canceled.state, "canceled");
  const { counts } = canceled.report.summary;
  assert.equal(sum(counts), 1000);
  const { sent: end, more_than_once } = await sandbox("revokes");
  assert.deepEqual([sum(counts) - counts.waiting - counts.held, more_than_once], [end, {}]);
  const { rows } = (await ada.send("GET", ada.at(id, "/orders?state=held"))).json;
  assert.deepEqual([rows.length, rows[0].orderId], [1, String(held[1])]);
  assert.equal((await ada.act(id, "resume")).code, "conflict|state");
});

test("a rejected key stops the run, and resume continues it", async () => {
  const jobs = await startJobs(300, ONE_PERSON);
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(300));
  const fault = { method: "PUT", pathPrefix: "/services/v2/order", status: 403, times: 20 };
  const body = `{"errors":[{"code":"access_denied|missing_permission","message":"${CANARY} may not"}]}`;
  await jobs.sandbox("faults", { ...fault, body, contentType: "application/json" });
  await ada.act(id, "start", { count: 300 });
  const stopped = await ada.until(id, ({ state }) => state === "stopped");
  assert.equal(stopped.snapshot.status.code, "access_denied|missing_permission");
  assert.ok((await putsOf(jobs)) <= 6, "only the requests in flight");
  assert.ok(!JSON.stringify(stopped).includes(CANARY));
  for (let state = "stopped"; state === "stopped"; ) {
    await ada.act(id, "resume");
    ({ state } = await ada.until(id, ({ state }) => state !== "running"));
  }
  const { report } = await ada.ended(id);
  assert.equal(report.summary.counts.revoked.revoked, 300);
});

test("two jobs and a person share a key; no order revoked twice", async () => {
  const jobs = await startJobs(600, ONE_PERSON);
  const ada = jobs.as("ada");
  const [first, second] = [await ada.planned(listOf(300)), await ada.planned(listOf(300, 299))];
  for (const { id } of [first, second]) await ada.act(id, "start", { count: 300 });
  await ada.until(second.id, ({ snapshot }) => snapshot?.calls.revokes > 20);
  const between = await ada.read(first.id);
  assert.equal(between.state, "running", "the second job starts before the first ends");
  const one = await ada.send("GET", `/services/v2/order/certificate/${PLAIN}`);
  assert.equal(one.status, 200);
  const ends = [await ada.ended(first.id), await ada.ended(second.id)];
  for (const { state, report } of ends)
    assert.deepEqual([state, sum(report.summary.counts)], ["finished", 300]);
  const { orders } = await jobs.sandbox("revokes");
  assert.equal(orders, 599);
});

test("a job reads with the read key and revokes with the other", async () => {
  const reader = "canary-key-for-reads";
  const jobs = await startJobs(60, ONE_PERSON, reader);
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(60), { skipApproval: true });
  assert.equal((await ada.act(id, "start", { count: 60 })).status, 202);
  assert.equal((await ada.ended(id)).report.summary.counts.revoked.revoked, 60);
  const { log } = await jobs.sandbox("log");
  const used = new Set(
    log.map((/** @type {Record<string, string>} */ { method, key }) => `${method} ${key}`),
  );
  assert.deepEqual([...used].sort(), ["GET limited", "PUT admin"]);
  for (const file of ["/report.json", "/journal.jsonl"])
    assert.ok(!(await ada.send("GET", ada.at(id, file))).text.includes(reader));
});

test("a plan of single reads spans alarms and reads each once", async () => {
  const jobs = await startJobs(0, ONE_PERSON);
  const ada = jobs.as("ada");
  const list = ["order_id", ...Array.from({ length: 1100 }, (_, nth) => 900_000_000 + nth)];
  const { id } = await ada.planned(list.join("\n"), {});
  assert.equal((await ada.read(id)).plan.totals.notFound, 1100);
  const { log } = await jobs.sandbox("log");
  const alone = log.filter((/** @type {{ path: string }} */ { path }) => /\/9000\d{5}$/.test(path));
  assert.deepEqual([alone.length, new Set(alone.map(pathOf)).size], [1100, 1100]);
});

const pathOf = (/** @type {{ path: string }} */ { path }) => path;

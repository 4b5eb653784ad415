// Concurrent decisions and starts on workerd: each is carried out once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

test("two concurrent approvals send one PUT", async () => {
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 3);
  const { as } = await startGateway(certcentral, { TWO_PERSON: { certificates: 2 } });
  const { json } = await as("sam").revoke(7, {});
  const responses = await Promise.all([as("ada").approve(json.id), as("alex").approve(json.id)]);
  assert.deepEqual(responses.map(({ status }) => status).sort(), [204, 409]);
  assert.deepEqual(certcentral.puts, ["/order/certificate/7/revoke"]);
});

test("two concurrent starts of a list start one run", async () => {
  const jobs = await startJobs(10, { TWO_PERSON: { certificates: 25 } });
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(3));
  const start = () => ada.act(id, "start", { count: 3 });
  const responses = await Promise.all([start(), start()]);
  assert.deepEqual(responses.map(({ status }) => status).sort(), [202, 409]);
  const { report } = await ada.ended(id);
  assert.equal(report.summary.counts.revoked.revoked, 3);
  assert.equal((await jobs.sandbox("revokes")).sent, 3);
});

test("an approval and a change of the list exclude each other", async () => {
  const jobs = await startJobs(60, { TWO_PERSON: { certificates: 25 } });
  const [sam, alex] = [jobs.as("sam"), jobs.as("alex")];
  const { id } = await sam.planned(listOf(40), {});
  const { json } = await sam.act(id, "start", { count: 40 });
  const [approved, changed] = await Promise.all([
    alex.approve(json.id),
    sam.configure(id, { comment: "another" }),
  ]);
  const { sent } = await jobs.sandbox("revokes");
  if (approved.status === 204) assert.equal(changed.code, "conflict|state");
  else assert.deepEqual([changed.status, sent], [200, 0]);
});

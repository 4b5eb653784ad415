// The stop button on workerd: everyone can press it, nothing is sent in between, and two people release it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

const SKIP = { skip_approval: true };
const PEOPLE = [
  { id: "vera", roles: ["viewer"] },
  { id: "ada", roles: ["admin"] },
  { id: "alex", roles: ["approver"] },
];

test("a viewer stops everything; two people release it", async () => {
  const certcentral = await new CertCentral().start();
  for (const order of [7, 8]) certcentral.order(order, 3);
  certcentral.requests.set("70001", { order: "8", type: "revoke" });
  const rules = { DEVELOPMENT_IDENTITY: PEOPLE, TWO_PERSON: { certificates: 2 } };
  const { as } = await startGateway(certcentral, rules);
  const { json } = await as("ada").revoke(7, SKIP);
  const stopped = await as("vera").freeze("the wrong list is running");
  assert.deepEqual([stopped.status, stopped.json.frozen, stopped.json.by], [200, true, "vera"]);
  for (const refused of [
    await as("ada").revoke(8, SKIP),
    await as("ada").revokeCertificate("80000", SKIP),
    await as("alex").approve(json.id),
    await as("alex").approve(70_001),
    await as("ada").breakGlass({ order: "8", justification: "urgent", revocation: SKIP }),
  ]) {
    assert.deepEqual([refused.status, refused.code], [403, "access_denied|frozen"]);
    assert.match(refused.text, /vera stopped all revocations .*: the wrong list is running/);
  }
  assert.deepEqual(certcentral.puts, []);
  assert.equal((await as("alex").reject(70_001)).status, 204, "a rejection revokes nothing");
  assert.equal((await as("vera").release("enough")).code, "access_denied|role");
  const first = await as("ada").release("checked");
  assert.deepEqual([first.status, first.json.frozen, first.json.release.by], [202, true, "ada"]);
  assert.equal((await as("ada").release("again")).code, "access_denied|same_person");
  assert.equal((await as("ada").revoke(8, SKIP)).code, "access_denied|frozen");
  const second = await as("alex").release("checked too");
  assert.deepEqual([second.status, second.json], [200, { frozen: false }]);
  assert.equal((await as("ada").release("again")).code, "conflict|state");
  assert.equal((await as("alex").approve(json.id)).status, 204);
  const { entries } = (await as("ada").record()).json;
  const actions = entries.map((/** @type {any} */ { action }) => action);
  for (const action of ["frozen", "freeze-release", "freeze-release-answer"])
    assert.ok(actions.includes(action), action);
});

test("the stop survives a restart", async () => {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const certcentral = await new CertCentral().start();
  certcentral.order(7, 1);
  const first = await startGateway(certcentral, {}, { persist });
  await first.as("ada").freeze("stop");
  await first.as("ada").release("one");
  await first.close();
  const { as, close } = await startGateway(certcentral, {}, { persist });
  assert.equal((await as("sam").revoke(7, SKIP)).code, "access_denied|frozen");
  assert.equal((await as("sam").send("GET", "/console/freeze")).json.release.by, "ada");
  assert.equal((await as("sam").release("two")).status, 200);
  assert.equal((await as("sam").revoke(7, SKIP)).status, 204);
  await close();
  rmSync(persist, { recursive: true });
});

test("the stop pauses a run, which a person resumes later", async () => {
  const rules = { TWO_PERSON: null, BRAKE: { perHour: 100_000, perAction: 100_000 } };
  const jobs = await startJobs(600, rules);
  const [ada, vera, alex] = [jobs.as("ada"), jobs.as("vera"), jobs.as("alex")];
  const { id } = await ada.planned(listOf(600));
  await ada.act(id, "start", { count: 600 });
  await ada.until(id, ({ snapshot }) => snapshot?.calls.revokes > 30);
  const stopped = await vera.send("POST", "/console/freeze", { reason: "wrong list" });
  assert.equal(stopped.status, 200);
  const paused = await ada.until(id, ({ snapshot }) => snapshot.inFlight === 0);
  assert.equal(paused.state, "paused");
  const { sent } = await jobs.sandbox("revokes");
  assert.equal((await ada.act(id, "resume")).code, "access_denied|frozen");
  const other = await ada.planned(listOf(2, 598));
  assert.equal((await ada.act(other.id, "start", { count: 2 })).code, "access_denied|frozen");
  for (const person of [ada, alex])
    await person.send("POST", "/console/freeze/release", { reason: "checked" });
  assert.equal((await ada.read(id)).state, "paused", "a release resumes nothing");
  assert.equal((await jobs.sandbox("revokes")).sent, sent);
  assert.equal((await ada.act(id, "resume")).status, 202);
  const { report } = await ada.ended(id);
  assert.equal(report.summary.counts.revoked.revoked, 600);
});

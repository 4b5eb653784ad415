// Who revoked an order: the audit log answers for orders that were revoked alone and for those of a list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN } from "../../www/sandbox/seed.js";
import { listOf, startJobs } from "../support/gateway-jobs.js";

/** @param {{ send: (method: string, path: string) => Promise<any> }} reader @param {string} query @returns {Promise<any[]>} */
const found = async (reader, query) =>
  (await reader.send("GET", `/console/audit-log?${query}`)).json.entries;

test("each order of a list names its run and who started it", async () => {
  const size = 1_001;
  const rules = { BRAKE: { perHour: 5_000, perAction: 5_000 }, TWO_PERSON: null };
  const { as: people } = await startJobs(1_200, rules);
  const own = await people("sam").planned(listOf(size), { skipApproval: false });
  assert.equal((await people("sam").act(own.id, "start", { count: size })).status, 202);
  await people("sam").until(own.id, ({ snapshot }) => snapshot !== undefined);
  await people("sam").act(own.id, "cancel");
  const reader = people("ada");
  for (const [nth, part] of [
    [0, 1],
    [999, 1],
    [1_000, 2],
  ]) {
    const [entry, ...more] = await found(reader, `order=${PLAIN + Number(nth)}`);
    assert.deepEqual([more.length, entry.action, entry.actor.id], [0, "job-orders", "sam"]);
    const { job: id, part: at, parts, orders, digest, name } = entry.details;
    assert.deepEqual([id, at, parts, name], [own.id, part, 2, "july"]);
    assert.equal(orders.length, part === 1 ? 1_000 : 1);
    assert.equal(digest, own.plan.digest);
    const [start] = await found(reader, "action=job-start");
    assert.ok(start.seq < entry.seq, "before the run, after the decision");
  }
  assert.deepEqual(await found(reader, `order=${PLAIN + size}`), []);
});

test("an approved list names who approved it, and pages by order", async () => {
  const { as } = await startJobs(10, { TWO_PERSON: { certificates: 1 } });
  const job = await as("sam").planned(listOf(3), { skipApproval: false });
  const proposed = await as("sam").act(job.id, "start", { count: 3 });
  assert.equal(proposed.status, 201);
  assert.equal((await as("alex").approve(proposed.json.id)).status, 204);
  await as("sam").ended(job.id);
  await as("ada").send("PUT", `/console/holds/${PLAIN}`, { reason: "court" });
  await as("ada").send("PUT", `/services/v2/order/certificate/${PLAIN}/revoke`, {});
  const all = await found(as("ada"), `order=${PLAIN}`);
  assert.deepEqual(
    all.map(({ action, actor }) => [action, actor.id]),
    [
      ["revoke-order-answer", "ada"],
      ["revoke-order", "ada"],
      ["hold-set", "ada"],
      ["job-orders", "sam"],
    ],
  );
  assert.equal(all.at(-1).details.approvedBy, "alex");
  const paged = [];
  for (let query = "limit=1"; ; ) {
    const { json } = await as("ada").send("GET", `/console/audit-log?order=${PLAIN}&${query}`);
    paged.push(...json.entries);
    if (json.next === undefined) break;
    query = `limit=1&before=${json.next}`;
  }
  assert.deepEqual(
    paged.map(({ seq }) => seq),
    all.map(({ seq }) => seq),
  );
});

test("a proposal that a new plan voids is an entry with its number", async () => {
  const { as } = await startJobs(10, { TWO_PERSON: { certificates: 1 } });
  const job = await as("sam").planned(listOf(3));
  const voided = [];
  for (const act of ["plan", "settings", "remove"]) {
    const { json } = await as("ada").act(job.id, "start", { count: 3 });
    voided.push(String(json.id));
    if (act === "remove") await as("sam").send("DELETE", as("sam").at(job.id));
    else if (act === "plan") await as("sam").act(job.id, "plan");
    else await as("sam").configure(job.id, { skipApproval: true });
    if (act === "settings") await as("sam").act(job.id, "plan");
    if (act !== "remove") await as("sam").until(job.id, ({ state }) => state === "planned");
  }
  const entries = await found(as("ada"), "action=proposal-void");
  assert.deepEqual(
    entries.map(({ actor, target, details }) => [
      ...[actor.id, target.request, details.by, details.job, details.kind, details.reason],
    ]),
    [
      ["sam", voided[2], "ada", job.id, "job", "list-removed"],
      ["sam", voided[1], "ada", job.id, "job", "list-changed"],
      ["sam", voided[0], "ada", job.id, "job", "list-changed"],
    ],
  );
  assert.deepEqual(await found(as("ada"), `request=${voided[0]}`), entries.slice(2));
});

test("a certificate's revocation is found by its order", async () => {
  const { as } = await startJobs(10, {});
  const path = `/services/v2/certificate/${PLAIN}0/revoke`;
  const revoked = await as("ada").send("PUT", path, { skip_approval: true });
  assert.equal(revoked.status, 204);
  const [entry, ...more] = await found(as("ada"), `order=${PLAIN}`);
  assert.deepEqual(
    [more.length, entry.action, entry.actor.id],
    [0, "revoke-certificate-answer", "ada"],
  );
  assert.deepEqual(entry.target, { certificate: `${PLAIN}0`, order: String(PLAIN) });
});

// Denials in the audit log: each kind once in full, its repetitions as one number, whatever a person without a role sends.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { listOf, startJobs } from "../support/gateway-jobs.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";
import { startWorker } from "../support/workerd.js";

const MINUTE_MS = 60_000;

/** An audit log with its real storage, whose clock the test sets. */
const SCRIPT = `
import { AuditLog } from "./www/gateway/audit/log.js";

export class Account {
  constructor(ctx) {
    this.now = 0;
    this.due = [];
    this.log = new AuditLog(ctx.storage, { redact: (text) => text, now: () => this.now });
    this.log.repeated.onDue = (at) => this.due.push(at);
  }
  async fetch(request) {
    for (const { at, denial, flush } of await request.json()) {
      this.now = at;
      if (denial) await this.log.appendDenial(denial);
      if (flush) await this.log.repeated.flush();
    }
    const entries = this.log.read({}, { after: 0, limit: 500 });
    return Response.json({ entries, due: this.due });
  }
}

export default {
  fetch: (request, { ACCOUNT }) => ACCOUNT.get(ACCOUNT.idFromName(request.url)).fetch(request),
};`;

/** @type {import("miniflare").Miniflare} */
let worker;
before(async () => {
  const resolveDir = new URL("../..", import.meta.url).pathname;
  worker = await startWorker(
    { stdin: { contents: SCRIPT, resolveDir } },
    { durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } } },
  );
});
after(() => worker.dispose());

const denial = (/** @type {object} */ more = {}) => ({
  actor: { id: "noel", how: "access" },
  rule: "role",
  action: "PUT /x/:id",
  ...more,
});
/** @param {string} name @param {object[]} steps @returns {Promise<{ entries: any[], due: number[] }>} */
async function run(name, steps) {
  const init = { method: "POST", body: JSON.stringify(steps) };
  return /** @type {any} */ (await (await worker.dispatchFetch(`http://x/${name}`, init)).json());
}

test("repetitions within ten minutes are one number", async () => {
  const repeated = Array.from({ length: 50 }, (_, nth) => ({ at: 1_000 + nth, denial: denial() }));
  const { entries, due } = await run("repeated", [
    ...repeated,
    { at: 9 * MINUTE_MS, flush: true },
    { at: 11 * MINUTE_MS, flush: true },
    { at: 12 * MINUTE_MS, flush: true },
    { at: 13 * MINUTE_MS, denial: denial() },
  ]);
  assert.deepEqual(
    entries.map(({ action, actor, details }) => [action, actor.id, details]),
    [
      ["denied", "noel", { rule: "role", action: "PUT /x/:id" }],
      [
        "denied-repeated",
        "noel",
        { rule: "role", action: "PUT /x/:id", count: 49, from: 1_000, to: 1_049 },
      ],
      ["denied", "noel", { rule: "role", action: "PUT /x/:id" }],
    ],
  );
  assert.deepEqual(due.slice(0, 2), [1_000 + 10 * MINUTE_MS, 1_000 + 10 * MINUTE_MS]);
});

test("person, rule and action make a kind, ids do not", async () => {
  const kinds = [
    denial({ target: { order: "1" } }),
    denial({ target: { order: "2" } }),
    denial({ rule: "not-yours" }),
    denial({ action: "GET /x" }),
    denial({ actor: { id: "noel", how: "development" } }),
    denial({ actor: { id: "sam", how: "access" } }),
  ];
  const steps = kinds.map((each) => ({ at: 0, denial: each }));
  const { entries } = await run("kinds", [...steps, ...steps]);
  assert.equal(entries.length, 5);
  assert.ok(entries.every(({ action }) => action === "denied"));
  assert.deepEqual(entries[0].answer, { status: 403, outcome: "role", effect: "none" });
});

test("a count that is due is written before the next denial", async () => {
  const { entries } = await run("late", [
    { at: 0, denial: denial() },
    { at: 1, denial: denial() },
    { at: 20 * MINUTE_MS, denial: denial() },
    { at: 40 * MINUTE_MS, flush: true },
  ]);
  const actions = entries.map(({ action }) => action);
  assert.deepEqual(actions, ["denied", "denied-repeated", "denied"]);
});

test("700 refused requests of one person without a role: one entry", async () => {
  const people = [
    { id: "ada", roles: ["admin"] },
    { id: "noel", roles: [] },
  ];
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral, { DEVELOPMENT_IDENTITY: people });
  for (let round = 0; round < 14; round += 1) {
    const calls = Array.from({ length: 50 }, (_, nth) => as("noel").revoke(1 + round * 50 + nth));
    for (const { status, code } of await Promise.all(calls))
      assert.deepEqual([status, code], [403, "access_denied|role"]);
  }
  await as("noel").send("GET", "/console/audit-log/export");
  const { json } = await as("ada").record("?actor=noel");
  assert.deepEqual(
    json.entries.map((/** @type {any} */ { action, details }) => [action, details.action]),
    [
      ["denied", "GET /console/audit-log/export"],
      ["denied", "PUT /services/v2/order/certificate/:id/revoke"],
    ],
  );
  assert.deepEqual(certcentral.puts, []);
});

test("attempts on the list of another person are entries", async () => {
  const { as } = await startJobs(10);
  const job = await as("sam").planned(listOf(3));
  const of = as("sue").at(job.id);
  const { status, code } = await as("sue").configure(job.id, { comment: "x" });
  assert.deepEqual([status, code], [403, "access_denied|not_yours"]);
  await as("sue").act(job.id, "plan");
  await as("sue").act(job.id, "start", { count: 3 });
  await as("sue").send("DELETE", of);
  await as("sue").send("DELETE", of);
  const mine = await as("sue").submit(listOf(2));
  await as("sue").configure(mine.json.id, { skipApproval: true });
  const { json } = await as("ada").send("GET", "/console/audit-log?action=denied&actor=sue");
  assert.deepEqual(
    json.entries.map((/** @type {any} */ { details: { rule, action, job } }) => [
      rule,
      action,
      job,
    ]),
    [
      ["skip-approval", "PUT /console/jobs/:id/settings", undefined],
      ["not-yours", "job-remove", job.id],
      ["not-yours", "job-start", job.id],
      ["not-yours", "job-plan", job.id],
      ["not-yours", "job-set", job.id],
    ],
  );
});

test("reading and exporting the audit log are entries of it", async () => {
  const certcentral = await new CertCentral().start();
  const { as } = await startGateway(certcentral);
  for (let nth = 0; nth < 5; nth += 1) await as("alex").record("?limit=7");
  const text = await as("sam").export();
  const entries = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const [, read, exported, head] = entries;
  assert.deepEqual([read.action, read.actor.id], ["audit-log-read", "alex"]);
  assert.deepEqual(read.details, { filter: {}, limit: 7 });
  assert.deepEqual([exported.action, exported.actor.id], ["audit-log-exported", "sam"]);
  assert.deepEqual(exported.details, { through: 2, hash: exported.prev });
  assert.deepEqual([entries.length, head.last], [4, 3]);
  const again = (await as("sam").export()).trim().split("\n");
  assert.equal(again.length, 5, "each export is an entry");
});

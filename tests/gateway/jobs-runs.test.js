// The runs of one gateway instance: opened once, closed before they are opened again, and read without a lock once they have ended.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidListError, JournalError, readList } from "certcentral-revoke/mass";
import { listFrom } from "../../www/gateway/jobs/list.js";
import { Runs } from "../../www/gateway/jobs/runs.js";
import { listOf, startJobs, startKillableJobs } from "../support/gateway-jobs.js";

const ONE_PERSON = { TWO_PERSON: null, BRAKE: { perHour: 100_000, perAction: 100_000 } };
/** @type {any} */
const JOB = { id: "a", name: "July", phase: "started", plan: { digest: "0a" }, approved: 1 };

/** Runs with a journal that one run at a time can open. */
function runsOf() {
  /** @type {string[]} */
  const events = [];
  let isOpen = false;
  /** @type {Array<() => void>} */
  const leaving = [];
  const resume = async (/** @type {unknown} */ _, /** @type {{ digest: string }} */ { digest }) => {
    if (isOpen) throw new JournalError("the journal of this run is already open");
    isOpen = true;
    events.push(`opened ${digest}`);
    let isClosed = false;
    return {
      pause: async () => {
        if (isClosed) throw new JournalError("the run is closed; resume it from its journal");
        events.push("paused");
      },
      close: async () => {
        // Its last request is still in flight.
        await new Promise((resolve) => leaving.push(() => resolve(undefined)));
        isClosed = true;
        isOpen = false;
        events.push("closed");
      },
    };
  };
  const store = { get: () => ({ ...JOB, isListed: true }), heldSinceStart: () => new Set() };
  const journals = { length: () => 3, journalOf: () => ({}) };
  const runs = new Runs(
    /** @type {any} */ (store),
    /** @type {any} */ (journals),
    /** @type {any} */ ({ client: () => ({ resume }) }),
    /** @type {any} */ ({ list: () => [] }),
    /** @type {any} */ ({}),
  );
  return { runs, events, leave: () => leaving.splice(0).map((each) => each()) };
}

test("a command waits for a run that is being closed", async () => {
  const { runs, events, leave } = runsOf();
  const first = await runs.open(JOB);
  assert.equal(await runs.open(JOB), first, "one run for each job");
  const closing = runs.close("a");
  const pausing = runs.perform(JOB, "pause");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(events, ["opened 0a"]);
  leave();
  await Promise.all([closing, pausing]);
  assert.deepEqual(events, ["opened 0a", "closed", "opened 0a", "paused"]);
});

test("a run that is closed while it opens does not stay open", async () => {
  const { runs, events, leave } = runsOf();
  const opening = runs.open(JOB);
  const closing = runs.close("a");
  await opening;
  assert.equal(runs.current("a"), undefined);
  leave();
  await closing;
  await runs.open(JOB);
  assert.deepEqual(events, ["opened 0a", "closed", "opened 0a"]);
});

test("a command to a run that closes meanwhile is sent to the next", async () => {
  const { runs, events, leave } = runsOf();
  const run = await runs.open(JOB);
  const pause = run.pause;
  run.pause = async () => {
    const closing = runs.close("a");
    await new Promise((resolve) => setImmediate(resolve));
    leave();
    await closing;
    return pause();
  };
  await runs.perform(JOB, "pause");
  assert.deepEqual(events, ["opened 0a", "closed", "opened 0a", "paused"]);
});

test("after a restart, the reports of two ended runs are read", async () => {
  const jobs = await startKillableJobs(20, ONE_PERSON);
  const ada = jobs.as("ada");
  const ids = [];
  for (const from of [0, 10]) {
    const { id } = await ada.planned(listOf(10, from), { skipApproval: true });
    await ada.act(id, "start", { count: 10 });
    await ada.ended(id);
    ids.push(id);
  }
  await jobs.kill();
  await jobs.revive();
  for (let round = 0; round < 2; round += 1)
    for (const id of ids) {
      const report = await ada.send("GET", ada.at(id, "/report.json"));
      assert.deepEqual([report.status, report.json.orders.length], [200, 10]);
      assert.equal((await ada.send("GET", ada.at(id, "/report.csv"))).status, 200);
      assert.equal((await ada.send("GET", ada.at(id, "/orders"))).json.total, 10);
    }
});

test("a list of more than 200,000 rows is refused with 413", async () => {
  const ids = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, nth) => 100_000_000 + nth).join("\n");
  const body = (/** @type {number} */ count) => new Blob([ids(count)]).stream();
  const refused = await listFrom(body(200_001), undefined, (text) => text);
  assert.ok("rejected" in refused);
  assert.equal(refused.rejected.status, 413);
  const { errors } = await refused.rejected.json();
  assert.match(errors[0].message, /line 200001: the list has more than 200000 rows; split it/);
  const taken = await listFrom(body(200_000), undefined, (text) => text);
  assert.equal("list" in taken && taken.list.orders, 200_000);
  const error = await readList("1\n2\n3", { maxRows: 2 }).catch((cause) => cause);
  assert.ok(error instanceof InvalidListError);
  assert.deepEqual([error.rows[0]?.line, error.rows[0]?.field], [3, "list"]);
});

test("long column names and comments do not enlarge a job", async () => {
  const { as } = await startJobs(10, ONE_PERSON);
  const sam = as("sam");
  const columns = Array.from({ length: 200 }, (_, nth) => `${nth}${"x".repeat(1000)}`);
  const created = await sam.submit(`order_id,${columns}\n1${",".repeat(200)}`);
  assert.equal(created.status, 201);
  assert.equal(created.json.ignoredColumns.length, 50);
  assert.ok(created.json.ignoredColumns.every((/** @type {string} */ name) => name.length === 100));
  const wide = await sam.submit(`order_id,${"x".repeat(3_000_000)}\n1,`);
  assert.deepEqual([wide.status, wide.code], [422, "bad_request|list"]);
  const long = await sam.submit(`order_id,comment\n1,${"x".repeat(1001)}`);
  assert.equal(long.status, 422);
  assert.deepEqual([long.json.rows[0].line, long.json.rows[0].field], [2, "comment"]);
  assert.match(long.json.rows[0].message, /has 1001 characters; shorten it to 1000 at most/);
});

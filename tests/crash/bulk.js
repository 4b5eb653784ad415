// One bulk round: a list, a plan and a run, with crashes at random points. A run recovers by itself from its journal; if it
// cannot, the round resumes it.

import { chooser, seeded } from "../support/random.js";
import { createAccount, later } from "./account.js";
import { planCrash } from "./round.js";

/** @import { Host, Report } from "./round.js" */

const WATCHDOG_MS = 30_000;
/** Each failed step consumes a planned crash. */
const MAX_TRIES = 8;

/** @param {Host & { mass: any }} host @param {number} seed @returns {Promise<Report>} */
export async function bulkRound(host, seed) {
  const { mass, injector } = host;
  const choose = chooser(seeded(seed));
  /** @type {string[]} */
  const faults = [];
  let calls = 0;
  let crashed = 0;
  const account = createAccount(choose, () => {});
  const ids = Array.from({ length: 2 + choose.below(8) }, (_, at) => 1001 + at);
  const newClient = () =>
    new mass.MassRevocation({
      apiKey: ["can", "ary-key-81"].join(""),
      fetch: account.fetch,
      timeoutMs: 60,
      limits: { windows: [[900, 50]], guardMs: 0 },
      confirmIntervalMs: 20,
      confirmRounds: 2,
      retry: { settleMs: 2, backoffMs: 1, maxBackoffMs: 3, maxRetryAfterMs: 10, reads: 3 },
      ...host.settings,
    });
  const plans = Array.from({ length: choose.one([1, 1, 2, 3]) }, () => planCrash(choose, EXPORTS));
  const label = plans.map(({ mode, only, nth }) => `${mode} of ${only ?? "export"} ${nth}`).join();
  const armBefore = choose.one(["client", "list", "plan", "start", "run", "run", "run"]);
  const arm = (/** @type {string} */ step) => {
    if (step === armBefore) injector.arm(plans);
  };
  injector.arm([]);

  /** Calls random methods of the run. An error is checked as for any other call. @param {any} run */
  async function steer(run) {
    for (let left = choose.below(5); left > 0; left--) {
      await later(choose.below(12));
      const id = choose.one(ids);
      const act = choose.one([
        () => run.pause(),
        () => run.resume(),
        () => run.hold(id, "why"),
        () => run.release(id),
        async () => run.snapshot(),
        async () => run.orders(),
        async () => run.reportCsv(),
      ]);
      await bounded(act(), "a step of a run").catch((error) =>
        checkError(error, "a step of a run"),
      );
    }
    await bounded(run.resume(), "resume").catch((error) => checkError(error, "resume"));
  }

  const journal = mass.memoryJournal();
  try {
    arm("client");
    const client = await again("the client", async () => newClient());
    arm("list");
    const list = await again("readList", () => mass.readList(`order_id\n${ids.join("\n")}\n`));
    arm("plan");
    const plan = await again("plan", () => client.plan(list, { skipApproval: true }));
    arm("start");
    const { send } = plan.totals;
    let run = await again("start", async () => {
      const isStarted = (await lines(journal)) > 0;
      return isStarted
        ? newClient().resume(journal)
        : client.start(plan, { journal, confirm: send, name: "round" });
    });
    arm("run");
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const watching = bounded(follow(run), "the progress").catch((error) =>
        checkError(error, "the progress"),
      );
      await steer(run);
      const ended = await bounded(run.finished, "the run").then(
        () => true,
        (error) => checkError(error, "the run"),
      );
      await watching;
      if (ended === true || faults.length > 0) break;
      run = await again("resume", () => newClient().resume(journal));
    }
    const { rows } = await again("orders", async () => run.orders({ limit: 100 }));
    if (rows.length !== ids.length) faults.push(`${rows.length} of ${ids.length} orders are left`);
    for (const { orderId, state } of rows)
      if (state === "revoked" && account.status(`/order/certificate/${orderId}`) !== "revoked")
        faults.push(`order ${orderId} counts as revoked and is not`);
    await bounded(run.close(), "close").catch((error) => checkError(error, "close"));
  } catch (error) {
    faults.push(`a step failed: ${/** @type {any} */ (error)?.stack ?? error}`);
  }
  await host.collect();
  const fired = injector.fired();
  injector.disarm();
  for (const path of account.repeated())
    faults.push(`a write of ${path} was repeated without a read`);
  account.calm();
  await again("the next list", () => mass.readList("7"));
  await host.collect();
  for (const what of host.unhandled()) faults.push(`unhandled: ${what}`);
  return {
    seed,
    fired: fired.map(({ mode, name }) => `${mode} ${name}`),
    crashed,
    calls,
    writes: account.log.filter(({ put }) => put).length,
    alive: injector.alive(),
    faults: faults.map(
      (fault) => `${fault} (before ${armBefore}: ${label}; fired: ${fired.length})`,
    ),
  };

  /** @param {any} run */
  async function follow(run) {
    if (!choose.chance(0.5)) return;
    for await (const _ of run);
  }

  /** Repeats a step after a crash. @template T @param {string} name @param {() => Promise<T>} step @returns {Promise<T>} */
  async function again(name, step) {
    for (let tries = 0; ; tries++) {
      calls += 1;
      try {
        return await bounded(step(), name);
      } catch (error) {
        checkError(error, name);
        if (tries === MAX_TRIES || faults.length > 0) throw error;
        // A call of the run reports the crash, and the run recovers from its journal.
        await later(5);
      }
    }
  }

  /** @template T @param {Promise<T>} promise @param {string} name @returns {Promise<T>} */
  async function bounded(promise, name) {
    /** @type {any} */
    let watchdog;
    const hangs = new Promise((_, reject) => {
      watchdog = setTimeout(() => {
        faults.push(`${name} hangs`);
        reject(new Error(`${name} hangs`));
      }, WATCHDOG_MS);
    });
    try {
      return /** @type {T} */ (await Promise.race([promise, hangs]));
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** @param {any} error @param {string} name */
  function checkError(error, name) {
    const { CertCentralError } = mass;
    if (!(error instanceof CertCentralError))
      faults.push(`${name} ended with ${error?.name}: ${error?.message} ${error?.stack}`);
    if (error?.code !== "core-crashed") return;
    crashed += 1;
    if (injector.fired().length === 0) faults.push(`${name}: a crash without a plan`);
    if (/list|plan|client|start/.test(name) && error.effect !== "none")
      faults.push(`${name}: effect ${error.effect}, but it sends no write`);
  }
}

/** @param {any} journal */
async function lines(journal) {
  let count = 0;
  for await (const piece of journal.read()) count += piece.length;
  return count;
}

/** Exports of this module that random calls rarely reach. */
const EXPORTS = [
  "invoke0",
  "invoke1",
  "invoke2",
  "invoke3",
  "__wbindgen_destroy_closure",
  "__wbg_run_free",
  "__wbg_plan_free",
  "__wbg_massrevocation_free",
  "__wbg_runview_free",
  "__wbindgen_malloc",
  "__wbindgen_start",
  "run_drive",
  "run_wake",
  "run_pause",
  "run_hold",
  "run_view",
  "newrun_write",
  "journalreader_push",
  "journalreader_resume",
  "runview_snapshot",
];

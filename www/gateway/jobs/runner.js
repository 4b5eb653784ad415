// Advances jobs in alarms. An alarm stays within Cloudflare's limits of requests and time for one invocation; due jobs share
// it, and a job that is woken during an alarm joins it.

import { InvalidInputError, JournalError, PlanRefusedError } from "certcentral-revoke/mass";

/** @import { Run } from "certcentral-revoke/mass" */

/** Requests in one alarm. Cloudflare allows an invocation 1,000. */
const MAX_CALLS = 900;
/** Requests of a job in one step, so that other jobs can join in between. */
const SLICE = 100;
/** Duration of an alarm. Cloudflare allows 15 minutes. */
const MAX_MS = 5 * 60_000;
/** Longest wait within an alarm. */
const MAX_WAIT_MS = 1000;
/** Delay of the retry after a failure. */
const RETRY_MS = 30_000;

const FINAL = [InvalidInputError, JournalError, PlanRefusedError];

/** @typedef {{ maxCalls: number, maxWaitMs: number, signal: AbortSignal }} Tick */

/** Prefix of a job's task in the schedule. */
export const JOB_PREFIX = "job ";
/** @param {string} id */
const taskOf = (id) => JOB_PREFIX + id;

export class Runner {
  /** Jobs in this alarm. @type {Map<string, Promise<void>>} */
  #active = new Map();
  /** Jobs woken while this alarm was finishing them. @type {Set<string>} */
  #wokenAgain = new Set();
  /** Counts the certificates again before a start. It needs this runner. @type {{ advance: (job: import("./store.js").Job, tick: Tick) => Promise<number | undefined> } | undefined} */
  recount = undefined;
  /** Called when a run is over. @type {((id: string, report: import("certcentral-revoke/mass").ReportHead) => void) | undefined} */
  onEnded = undefined;
  #isOn = false;
  #calls = 0;
  #untilMs = 0;

  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./planning.js").Planning} jobs.planning
   * @param {import("./runs.js").Runs} jobs.runs
   * @param {import("./audit.js").JobAuditLog} jobs.jobLog
   * @param {import("../account/schedule.js").Schedule} jobs.schedule
   */
  constructor({ store, planning, runs, jobLog, schedule }) {
    this.store = store;
    this.planning = planning;
    this.runs = runs;
    this.jobLog = jobLog;
    this.schedule = schedule;
  }

  /** Advances a job without delay, after an action of a person. @param {string} id */
  async wake(id) {
    await this.schedule.set(taskOf(id), Date.now());
    if (this.#active.has(id)) this.#wokenAgain.add(id);
    else if (this.#isOn) this.#join(id);
  }

  /** Runs one alarm. @param {string[]} ids of the due jobs */
  async tick(ids) {
    this.#isOn = true;
    this.#calls = MAX_CALLS;
    this.#untilMs = Date.now() + MAX_MS;
    try {
      for (const id of ids) this.#join(id);
      while (this.#active.size > 0) await Promise.all(this.#active.values());
    } finally {
      this.#isOn = false;
    }
  }

  /** Stores the snapshot of a run for when it is not in memory, and logs digests of its journal. @param {string} id */
  async saveProgress(id) {
    const run = this.runs.current(id);
    if (run) await this.#saveSnapshot(id, run);
    await this.jobLog.logDigests(id);
  }

  /** @param {string} id */
  #join(id) {
    const active = this.#advance(id)
      .catch(() => this.#retryLater(id))
      .finally(() => this.#active.delete(id));
    this.#active.set(id, active);
  }

  /** @param {string} id */
  async #advance(id) {
    const nextTickMs = await this.#work(id);
    if (this.#wokenAgain.delete(id)) await this.schedule.set(taskOf(id), Date.now());
    else if (nextTickMs === undefined) this.schedule.remove(taskOf(id));
    else await this.schedule.set(taskOf(id), Date.now() + nextTickMs);
  }

  /** Schedules a retry after a failure. The run resumes from its journal. @param {string} id */
  async #retryLater(id) {
    await this.runs.close(id);
    await this.schedule.set(taskOf(id), Date.now() + RETRY_MS);
  }

  /** @param {string} id @returns {Promise<number | undefined>} delay until the next step in milliseconds, `undefined` if none is needed */
  async #work(id) {
    const job = this.store.get(id);
    if (job?.phase === "planning")
      return this.#tickPlan(id, "planning", (planning, tick) => this.planning.plan(planning, tick));
    if (job?.phase === "starting")
      return this.#tickPlan(id, "starting", async (starting, tick) =>
        this.recount?.advance(starting, tick),
      );
    if (job?.phase === "rehearsing") await this.planning.rehearse(job);
    else if (job?.phase === "started") return this.#run(id);
    return undefined;
  }

  /**
   * Advances what reads the orders of a list, while the job is in this phase.
   * @param {string} id @param {import("./store.js").Phase} phase
   * @param {(job: import("./store.js").Job, tick: Tick) => Promise<number | undefined>} advance
   */
  async #tickPlan(id, phase, advance) {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), Math.max(0, this.#untilMs - Date.now()));
    try {
      for (;;) {
        const job = this.store.get(id);
        if (job?.phase !== phase) return job?.phase === "started" ? 0 : undefined;
        if (this.#calls < SLICE || timeout.signal.aborted) return 0;
        this.#spend(SLICE);
        const tick = { maxCalls: SLICE, maxWaitMs: MAX_WAIT_MS, signal: timeout.signal };
        const nextTickMs = await advance(job, tick);
        if (nextTickMs === undefined || nextTickMs > 0) return nextTickMs;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} id */
  async #run(id) {
    const run = await this.#open(id);
    if (!run) return undefined;
    // A long pause of the key must not extend the alarm.
    const close = () => this.runs.close(id).catch(() => {});
    const timer = setTimeout(close, Math.max(0, this.#untilMs - Date.now()));
    try {
      for (;;) {
        if (this.#calls < SLICE || Date.now() >= this.#untilMs) return 0;
        this.#spend(SLICE);
        const { finished, nextTickMs } = await run.tick({ maxCalls: SLICE });
        if (finished) return await this.#end(id, run);
        if (this.runs.current(id) !== run) return 0;
        if (nextTickMs === undefined || nextTickMs > 0) return nextTickMs;
        await this.#saveSnapshot(id, run);
      }
    } finally {
      clearTimeout(timer);
      await this.saveProgress(id);
    }
  }

  /** Stores the snapshot of a run. Logs that it is paused or stopped: by itself, or by a person. @param {string} id @param {Run} run */
  async #saveSnapshot(id, run) {
    const before = this.store.get(id)?.snapshot?.status.state;
    const snapshot = run.snapshot();
    // Stored first, so that a tick and a command that end at the same time log it once.
    this.store.set(id, { snapshot });
    const { status } = snapshot;
    if (status.state === before) return;
    if (status.state === "paused") {
      await this.jobLog.logEvent("paused", id, { reason: status.reason });
    } else if (status.state === "stopped") {
      const { code, message } = status;
      await this.jobLog.logEvent("stopped", id, { code, message });
    }
  }

  /** Opens a run. An error that a retry cannot fix becomes the job's problem. @param {string} id */
  async #open(id) {
    const job = this.store.get(id);
    if (!job) return undefined;
    try {
      return await this.runs.open(job);
    } catch (error) {
      if (!FINAL.some((kind) => error instanceof kind)) throw error;
      const { code, message } = /** @type {InvalidInputError} */ (error);
      await this.jobLog.logEvent("failed", id, { code, message });
      const phase = this.runs.hasJournal(id) ? "started" : "planned";
      this.store.set(id, { phase, problem: { code, message } });
      return undefined;
    }
  }

  /** @param {string} id @param {Run} run @returns {Promise<undefined>} */
  async #end(id, run) {
    const report = run.report();
    this.store.set(id, { phase: "ended", snapshot: run.snapshot(), report });
    this.onEnded?.(id, report);
    await this.jobLog.logDigests(id);
    await this.jobLog.logEvent("ended", id, { counts: report.summary.counts });
    await this.runs.close(id);
  }

  /** @param {number} calls */
  #spend(calls) {
    this.#calls -= calls;
  }
}

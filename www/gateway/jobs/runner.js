// Does the work of jobs by alarms: each as many calls as Cloudflare lets one invocation make, and well within its time. All
// jobs that have something to do go side by side; a job that wants to while an alarm is on its way joins it. Not here: the
// alarm itself (`../account/schedule.js`).

import { InvalidInputError, JournalError, PlanRefusedError } from "certcentral-revoke/mass";

/** @import { Run } from "certcentral-revoke/mass" */

/** Cloudflare lets one invocation make 1,000. */
const MOST_CALLS = 900;
/** So many at a time, so that others can join. */
const SLICE = 100;
/** An alarm may take 15 minutes. */
const MOST_MS = 5 * 60_000;
/** For longer than this nothing is waited for within one. */
const MOST_WAIT_MS = 1000;
/** So long after something went wrong it is tried again. */
const AGAIN_MS = 30_000;

const FINAL = [InvalidInputError, JournalError, PlanRefusedError];

/** So they begin in the schedule. */
export const JOB = "job ";
/** @param {string} id */
const nameOf = (id) => JOB + id;

export class Runner {
  /** @type {Map<string, Promise<void>>} */
  #going = new Map();
  /** Somebody did something to it while it was being left. @type {Set<string>} */
  #wanted = new Set();
  #isOn = false;
  #calls = 0;
  #untilMs = 0;

  /**
   * @param {object} jobs
   * @param {import("./store.js").JobStore} jobs.store
   * @param {import("./planning.js").Planning} jobs.planning
   * @param {import("./runs.js").Runs} jobs.runs
   * @param {import("./audit.js").JobRecord} jobs.record
   * @param {import("../account/schedule.js").Schedule} jobs.schedule
   */
  constructor({ store, planning, runs, record, schedule }) {
    this.store = store;
    this.planning = planning;
    this.runs = runs;
    this.record = record;
    this.schedule = schedule;
  }

  /** Somebody did something to a job: it goes on at once. @param {string} id */
  async wake(id) {
    await this.schedule.set(nameOf(id), Date.now());
    if (this.#going.has(id)) this.#wanted.add(id);
    else if (this.#isOn) this.#join(id);
  }

  /** One alarm's worth of work. @param {string[]} ids */
  async tick(ids) {
    this.#isOn = true;
    this.#calls = MOST_CALLS;
    this.#untilMs = Date.now() + MOST_MS;
    try {
      for (const id of ids) this.#join(id);
      while (this.#going.size > 0) await Promise.all(this.#going.values());
    } finally {
      this.#isOn = false;
    }
  }

  /** How a run stands, kept for when it is not in memory; and its journal is on the record up to here. @param {string} id */
  async note(id) {
    const run = this.runs.now(id);
    if (run) this.store.set(id, { snapshot: run.snapshot() });
    await this.record.digest(id);
  }

  /** @param {string} id */
  #join(id) {
    const going = this.#worked(id)
      .catch(() => this.#failed(id))
      .finally(() => this.#going.delete(id));
    this.#going.set(id, going);
  }

  /** @param {string} id */
  async #worked(id) {
    const againMs = await this.#work(id);
    if (this.#wanted.delete(id)) await this.schedule.set(nameOf(id), Date.now());
    else if (againMs === undefined) this.schedule.drop(nameOf(id));
    else await this.schedule.set(nameOf(id), Date.now() + againMs);
  }

  /** Its journal knows everything: it is taken up from there. @param {string} id */
  async #failed(id) {
    this.runs.forget(id);
    await this.schedule.set(nameOf(id), Date.now() + AGAIN_MS);
  }

  /** @param {string} id @returns {Promise<number | undefined>} in how many milliseconds there is more to do, if there is */
  async #work(id) {
    const job = this.store.get(id);
    if (job?.phase === "planning") return this.#plan(id);
    if (job?.phase === "rehearsing") await this.planning.rehearse(job);
    else if (job?.phase === "started") return this.#run(id);
    return undefined;
  }

  /** @param {string} id */
  async #plan(id) {
    const leaving = new AbortController();
    const timer = setTimeout(() => leaving.abort(), Math.max(0, this.#untilMs - Date.now()));
    try {
      for (;;) {
        const job = this.store.get(id);
        if (job?.phase !== "planning") return undefined;
        if (this.#calls < SLICE || leaving.signal.aborted) return 0;
        this.#spend(SLICE);
        const tick = { mostCalls: SLICE, patienceMs: MOST_WAIT_MS, signal: leaving.signal };
        const againMs = await this.planning.plan(job, tick);
        if (againMs === undefined || againMs > 0) return againMs;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} id */
  async #run(id) {
    const run = await this.#opened(id);
    if (!run) return undefined;
    // A key that pauses for long holds nobody up for longer than an alarm may take.
    const timer = setTimeout(() => this.runs.leave(id), Math.max(0, this.#untilMs - Date.now()));
    try {
      for (;;) {
        if (this.#calls < SLICE || Date.now() >= this.#untilMs) return 0;
        this.#spend(SLICE);
        const { over, againMs } = await run.tick({ mostCalls: SLICE });
        if (over) return await this.#ended(id, run);
        if (this.runs.now(id) !== run) return 0;
        if (againMs === undefined || againMs > 0) return againMs;
        this.store.set(id, { snapshot: run.snapshot() });
      }
    } finally {
      clearTimeout(timer);
      await this.note(id);
    }
  }

  /** What cannot be begun or taken up, however often it is tried, is told with the job. @param {string} id */
  async #opened(id) {
    const job = this.store.get(id);
    if (!job) return undefined;
    try {
      return await this.runs.open(job);
    } catch (error) {
      if (!FINAL.some((kind) => error instanceof kind)) throw error;
      const { code, message } = /** @type {InvalidInputError} */ (error);
      await this.record.came("failed", id, { code, message });
      const phase = this.runs.hasBegun(id) ? "started" : "planned";
      this.store.set(id, { phase, problem: { code, message } });
      return undefined;
    }
  }

  /** @param {string} id @param {Run} run @returns {Promise<undefined>} */
  async #ended(id, run) {
    const report = run.report();
    this.store.set(id, { phase: "ended", snapshot: run.snapshot(), report });
    await this.record.digest(id);
    await this.record.came("ended", id, { counts: report.summary.counts });
  }

  /** @param {number} calls */
  #spend(calls) {
    this.#calls -= calls;
  }
}

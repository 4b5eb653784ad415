// A run as people hold it: it goes on by itself (or by the ticks of its host), is looked at, paused, resumed, cancelled. After
// a crash of the core it takes itself up from its journal. Not here: what it does (`drive.js`), and how it is seen (`looks.js`).

import { CoreCrashedError } from "../errors.js";
import { Bell, drive } from "./drive.js";
import { Looks } from "./looks.js";
import { Watchers } from "./watchers.js";

/** @import { Event, Sending } from "../transport.js" */
/** @import { Left } from "./drive.js" */
/** @import { Gate } from "./gate.js" */
/** @import { Journal } from "./journals/taken.js" */
/** @import { SealedRun, Told } from "./sealed.js" */
/** @import { Progress, Snapshot } from "./types.js" */
/** @import { Writer } from "./writer.js" */

/**
 * @typedef {object} Setting what a run stands on
 * @property {Journal} journal open, with everything of the run in it
 * @property {Writer} writer of that journal
 * @property {Gate} gate
 * @property {(sending: Sending) => Promise<Event>} send
 * @property {() => Promise<SealedRun>} replay the run as its journal has it, on an instance that is there
 * @property {boolean} byTicks whether its host drives it
 * @property {AbortSignal | undefined} signal
 */

/** @typedef {{ promise: Promise<Snapshot>, resolve: (end: Snapshot) => void, reject: (error: unknown) => void }} Deferred */

/** So often in a row it is taken up again without having come any further. */
const MOST_CRASHES = 3;

export class Run {
  #run;
  #setting;
  #looks;
  #bell = new Bell();
  #watchers = new Watchers();
  #leaving = new AbortController();
  /** @type {Promise<unknown> | undefined} */
  #driving;
  /** @type {Promise<void> | undefined} */
  #recovering;
  #came = 0;
  /** @type {Deferred} */
  #finished = deferred();
  #isFinished = false;
  #isClosed = false;

  /** @param {SealedRun} run @param {Setting} setting */
  constructor(run, setting) {
    this.#run = run;
    this.#setting = setting;
    this.#looks = new Looks(() => this.#run, setting.gate);
    const { signal } = setting;
    const leave = () => this.close();
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    // With the next turn: who iterates at once misses nothing.
    if (!setting.byTicks) setTimeout(() => this.#go());
  }

  snapshot() {
    return this.#looks.snapshot();
  }

  /** @param {{ states?: readonly string[], offset?: number, limit?: number }} [which] */
  orders(which) {
    return this.#looks.orders(which);
  }

  report() {
    return this.#looks.report();
  }

  /** @param {import("./looks.js").ReportOptions} [options] */
  reportCsv(options) {
    return this.#looks.reportCsv(options);
  }

  /** @param {import("./looks.js").ReportOptions} [options] */
  reportJson(options) {
    return this.#looks.reportJson(options);
  }

  /** Resolves when it is over, stands by itself, or was closed. */
  get finished() {
    return this.#finished.promise;
  }

  [Symbol.asyncIterator]() {
    return this.#watchers.watch();
  }

  pause() {
    return this.#steer({ do: "pause" });
  }

  resume() {
    return this.#steer({ do: "resume" });
  }

  cancel() {
    return this.#steer({ do: "cancel" });
  }

  /** @param {unknown} orderId @param {string} why */
  hold(orderId, why) {
    return this.#steer({ do: "hold", orderId: idOf(orderId), why: String(why ?? "") });
  }

  /** @param {unknown} orderId */
  release(orderId) {
    return this.#steer({ do: "release", orderId: idOf(orderId) });
  }

  /** Goes on, for a host that drives it. @param {{ mostCalls?: number, patienceMs?: number }} [limits] @returns {Promise<Left>} */
  async tick({ mostCalls = Number.POSITIVE_INFINITY, patienceMs = 1000 } = {}) {
    const ticking = this.#drive({ mostCalls, patienceMs });
    this.#driving = ticking.catch(() => {});
    try {
      const left = await ticking;
      if (left.over) await this.#end();
      return left;
    } catch (error) {
      await this.#fail(error);
      throw error;
    }
  }

  /** Leaves it: nothing new is sent, what is on its way is waited for. It can be taken up again from its journal. */
  async close() {
    this.#leaving.abort();
    this.#bell.ring();
    await this.#driving;
    await this.#end();
  }

  /** Drives it until nothing moves any more. */
  #go() {
    if (this.#driving || this.#isClosed) return this.#bell.ring();
    const driving = this.#drive({}).then(
      async (left) => {
        this.#driving = undefined;
        if (left.over) await this.#end();
        // Somebody did something while it was being left.
        else if (left.againMs !== undefined) this.#go();
      },
      async (error) => {
        this.#driving = undefined;
        await this.#fail(error);
      },
    );
    this.#driving = driving;
  }

  /** @param {{ mostCalls?: number, patienceMs?: number }} limits @returns {Promise<Left>} */
  async #drive(limits) {
    const { writer, gate, send } = this.#setting;
    const means = { ...limits, writer, gate, send, bell: this.#bell, signal: this.#leaving.signal };
    const seen = (/** @type {Progress[]} */ progress) => {
      this.#came += progress.length;
      this.#watchers.tell(progress);
    };
    for (let crashes = 0, came = this.#came; ; came = this.#came) {
      try {
        return await drive(this.#run, { ...means, seen, stands: () => this.#finish() });
      } catch (error) {
        crashes = this.#came === came ? crashes + 1 : 1;
        if (!(error instanceof CoreCrashedError) || crashes > MOST_CRASHES) throw error;
        await this.#recover();
      }
    }
  }

  /** @param {object} what */
  async #steer(what) {
    if (this.#isClosed) return this.#told(what);
    try {
      await this.#told(what);
    } catch (error) {
      if (!(error instanceof CoreCrashedError)) throw error;
      await this.#recover();
      await this.#told(what);
    }
    if (this.#isFinished) {
      this.#finished = deferred();
      this.#isFinished = false;
    }
    if (this.#setting.byTicks) this.#bell.ring();
    else this.#go();
  }

  /** Acknowledged once it is durable. @param {object} what */
  async #told(what) {
    const { lines, progress } = this.#run.steer(what);
    await this.#setting.writer.write(lines);
    this.#watchers.tell(progress);
  }

  /** From the journal, where its instance has crashed. */
  #recover() {
    this.#recovering ??= this.#replayed().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #replayed() {
    if (!this.#run.isDead) return;
    await this.#setting.writer.write();
    this.#run = await this.#setting.replay();
  }

  async #end() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#setting.journal.close();
    this.#watchers.end();
    this.#finish();
  }

  #finish() {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#finished.resolve(this.snapshot());
  }

  /** @param {unknown} error */
  async #fail(error) {
    this.#isFinished = true;
    this.#isClosed = true;
    this.#finished.reject(error);
    this.#watchers.end(error);
    // What made it fail may make this fail, too; it is the first that is told.
    await this.#setting.journal.close().catch(() => {});
  }
}

/** @returns {Deferred} */
function deferred() {
  /** @type {any} */
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  // Who looks at the progress need not look at this.
  all.promise.catch(() => {});
  return all;
}

/** As the core reads it; what is no id is refused there. @param {unknown} id */
const idOf = (id) => (typeof id === "bigint" || Number.isSafeInteger(id) ? String(id) : id);

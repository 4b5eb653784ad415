// A run as people hold it: it goes on by itself (or by the ticks of its host), is looked at, paused, resumed, canceled. After
// a crash of the core it takes itself up from its journal. What it does is in the core (`src/js/mass/drive.rs`).

import { CoreCrashedError, InvalidInputError } from "../errors.js";
import { awaited, guarded } from "../instance.js";
import { RunView } from "./view.js";
import { Watchers } from "./watchers.js";

/** @import { Run as CoreRun } from "../dist/wasm/mass/glue.js" */
/** @import { Core } from "./core.js" */
/** @import { Journal } from "./journals/journal.js" */
/** @import { Progress, Snapshot } from "./types.js" */
/** @import { Writer } from "./writer.js" */

/** @typedef {{ core: Core, run: CoreRun }} Handle a run on the instance where it is now */
/** @typedef {{ finished: boolean, blocked: boolean, nextTickMs?: number }} TickResult how a run was left, with nothing in flight */
/** @typedef {{ append(lines: string[], progress: Progress[]): Promise<void> }} CoreJournal what the core appends to: resolves once it is durable */
/** @typedef {CoreJournal & { stalled(): void, signal: AbortSignal }} Driving what the core calls while it drives a run */
/** @typedef {(run: CoreRun, journal: CoreJournal) => Promise<unknown>} Steer resolves once it is in the journal */
/**
 * @typedef {object} Setting what a run stands on
 * @property {Journal} journal open, with everything of the run in it
 * @property {Writer} writer of that journal
 * @property {() => Promise<Handle>} replay the run as its journal has it, once nothing of the crashed instance is in flight
 * @property {boolean} byTicks whether its host drives it
 * @property {AbortSignal | undefined} signal
 */

/** @typedef {{ promise: Promise<Snapshot>, resolve: (end: Snapshot) => void, reject: (error: unknown) => void }} Deferred */

/** So often in a row it is taken up again without having come any further. */
const MOST_CRASHES = 3;
/** What a crash leaves behind: a drive may have sent something, everything else has not. */
const MAY_HAVE_SENT = { sent: true };
const NOTHING_SENT = { sent: false };

export class Run {
  #handle;
  #view;
  #setting;
  #reader;
  #watchers = new Watchers();
  #leaving = new AbortController();
  /** What the core calls while it drives or steers the run. @type {Driving} */
  #driving;
  /** @type {Promise<unknown> | undefined} */
  #driven;
  /** @type {Promise<void> | undefined} */
  #recovering;
  #came = 0;
  /** @type {Deferred} */
  #finished = deferred();
  #isFinished = false;
  #isClosed = false;

  /** @param {Handle} handle @param {Setting} setting */
  constructor(handle, setting) {
    this.#handle = handle;
    this.#view = seenOf(handle);
    this.#setting = setting;
    // A crash is reported once. The next read uses the journal.
    this.#reader = new RunView(
      () => this.#view,
      () => this.#recover().catch(() => {}),
    );
    this.#driving = {
      append: (lines, progress) => this.#append(lines, progress),
      stalled: () => this.#finish(),
      signal: this.#leaving.signal,
    };
    const { signal } = setting;
    const leave = () => this.close();
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave, { once: true });
    // With the next turn: who iterates at once misses nothing.
    if (!setting.byTicks) setTimeout(() => this.#go());
  }

  snapshot() {
    return this.#reader.snapshot();
  }

  /** @param {unknown} [which] */
  orders(which) {
    return this.#reader.orders(which);
  }

  report() {
    return this.#reader.report();
  }

  /** @param {unknown} [options] */
  reportCsv(options) {
    return this.#reader.reportCsv(options);
  }

  /** @param {unknown} [options] */
  reportJson(options) {
    return this.#reader.reportJson(options);
  }

  /** Resolves when it is over, stands by itself, or was closed. */
  get finished() {
    return this.#finished.promise;
  }

  [Symbol.asyncIterator]() {
    return this.#watchers.watch();
  }

  pause() {
    return this.#steer((run, journal) => run.pause(journal));
  }

  resume() {
    return this.#steer((run, journal) => run.resume(journal));
  }

  cancel() {
    return this.#steer((run, journal) => run.cancel(journal));
  }

  /** @param {unknown} orderId @param {unknown} reason */
  hold(orderId, reason) {
    return this.#steer((run, journal) => run.hold(orderId, reason, journal));
  }

  /** @param {unknown} orderId */
  release(orderId) {
    return this.#steer((run, journal) => run.release(orderId, journal));
  }

  /** Goes on, for a host that drives it. @param {unknown} [limits] @returns {Promise<TickResult>} */
  async tick(limits) {
    const ticking = this.#drive((run) => run.tick(this.#driving, limits));
    this.#driven = ticking.catch(() => {});
    try {
      const left = await ticking;
      if (left.finished) await this.#end();
      return left;
    } catch (error) {
      // The limits are wrong, or another tick goes on: nothing has happened to the run.
      if (!(error instanceof InvalidInputError)) await this.#fail(error);
      throw error;
    }
  }

  /** Leaves it: nothing new is sent, what is on its way is waited for. It can be taken up again from its journal. */
  async close() {
    this.#leaving.abort();
    this.#wake();
    await this.#driven;
    await this.#end();
  }

  /** Drives it until nothing moves any more. */
  #go() {
    if (this.#driven || this.#isClosed) return this.#wake();
    const driving = this.#drive((run) => run.drive(this.#driving)).then(
      async (left) => {
        this.#driven = undefined;
        if (left.finished) await this.#end();
        // Somebody did something while it was being left.
        else if (left.nextTickMs !== undefined) this.#go();
      },
      async (error) => {
        this.#driven = undefined;
        await this.#fail(error);
      },
    );
    this.#driven = driving;
  }

  #wake() {
    const { core, run } = this.#handle;
    if (!core.dead) guarded(core, false, () => run.wake());
  }

  /** @param {(run: CoreRun) => Promise<TickResult>} use @returns {Promise<TickResult>} */
  async #drive(use) {
    for (let crashes = 0, came = this.#came; ; came = this.#came) {
      try {
        // Taking the run up again may crash, too.
        if (this.#handle.core.dead) await this.#recover();
        const { core, run } = this.#handle;
        return await awaited(core, MAY_HAVE_SENT, () => use(run));
      } catch (error) {
        crashes = this.#came === came ? crashes + 1 : 1;
        if (!(error instanceof CoreCrashedError) || crashes > MOST_CRASHES) throw error;
      }
    }
  }

  /** @param {Steer} act */
  async #steer(act) {
    if (this.#isClosed) return this.#steered(act);
    try {
      await this.#steered(act);
    } catch (error) {
      if (!(error instanceof CoreCrashedError)) throw error;
      await this.#recover();
      await this.#steered(act);
    }
    if (this.#isFinished) {
      this.#finished = deferred();
      this.#isFinished = false;
    }
    if (this.#setting.byTicks) this.#wake();
    else this.#go();
  }

  /** Acknowledged once it is durable. @param {Steer} act */
  async #steered(act) {
    const { core, run } = this.#handle;
    await awaited(core, NOTHING_SENT, () => act(run, this.#driving));
  }

  /** Resolves once the lines are durable, and tells of the progress then. @param {string[]} lines @param {Progress[]} progress */
  #append(lines, progress) {
    const durable = this.#setting.writer.write(lines);
    const tell = () => {
      this.#came += progress.length;
      this.#watchers.publish(progress);
    };
    if (progress.length > 0) durable.then(tell, () => {});
    return durable;
  }

  /** From the journal, where its instance has crashed. */
  #recover() {
    this.#recovering ??= this.#replayed().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #replayed() {
    if (!this.#handle.core.dead && !this.#view.core.dead) return;
    const { journal, writer, replay } = this.#setting;
    if (this.#isClosed) await journal.open();
    else await writer.write();
    try {
      this.#handle = await replay();
      this.#view = seenOf(this.#handle);
    } finally {
      if (this.#isClosed) await journal.close();
    }
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
    try {
      this.#finished.resolve(this.snapshot());
    } catch (error) {
      this.#finished.reject(error);
    }
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

/** @param {Handle} handle */
function seenOf({ core, run }) {
  return { core, view: guarded(core, false, () => run.view()) };
}

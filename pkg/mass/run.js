// A run: driven by itself or by the ticks of its host, with commands to pause, resume, cancel, hold and release. After a crash of
// the core it resumes from its journal. The core drives it (`src/js/mass/drive.rs`).

import { CoreCrashedError, InvalidInputError } from "../errors.js";
import { awaited, guarded } from "../instance.js";
import { JournalError } from "./errors.js";
import { RunView } from "./view.js";
import { Watchers } from "./watchers.js";

/** @import { Run as CoreRun } from "../dist/wasm/mass/glue.js" */
/** @import { Core } from "./core.js" */
/** @import { Journal } from "./journals/journal.js" */
/** @import { Progress, Snapshot } from "./types.js" */
/** @import { Writer } from "./writer.js" */

/** @typedef {{ core: Core, run: CoreRun }} Handle a run on its current instance */
/** @typedef {{ finished: boolean, blocked: boolean, nextTickMs?: number }} TickResult the state after a tick, with nothing in flight */
/** @typedef {{ append(lines: string[], progress: Progress[]): Promise<void> }} CoreJournal the journal that the core appends to; resolves once the lines are durable */
/** @typedef {CoreJournal & { stalled(): void, signal: AbortSignal }} Driving the functions that the core calls while it drives a run */
/** @typedef {(run: CoreRun, journal: CoreJournal) => Promise<unknown>} Command resolves once it is in the journal */
/**
 * @typedef {object} Context
 * @property {Journal} journal open, with every line of the run
 * @property {Writer} writer of that journal
 * @property {() => Promise<Handle>} replay restores the run from its journal, once no request of the crashed instance is in flight
 * @property {boolean} byTicks whether the host drives the run
 * @property {AbortSignal | undefined} signal
 */

/** @typedef {{ promise: Promise<Snapshot>, resolve: (end: Snapshot) => void, reject: (error: unknown) => void }} Deferred */

/** The maximum number of consecutive crashes without progress after which the run resumes. */
const MAX_CRASHES = 3;
/** Whether a call of the core may have sent a request before a crash. Only a drive may. */
const MAY_HAVE_SENT = { sent: true };
const NOTHING_SENT = { sent: false };

export class Run {
  #handle;
  #view;
  #context;
  #reader;
  #watchers = new Watchers();
  #closing = new AbortController();
  /** Passed to the core with each drive and each command. @type {Driving} */
  #driving;
  /** @type {Promise<unknown> | undefined} */
  #driven;
  /** @type {Promise<void> | undefined} */
  #recovering;
  /** The number of changes so far. */
  #changes = 0;
  /** @type {Deferred} */
  #finished = deferred();
  #isFinished = false;
  #isClosed = false;

  /** @param {Handle} handle @param {Context} context */
  constructor(handle, context) {
    this.#handle = handle;
    this.#view = viewOf(handle);
    this.#context = context;
    // A crash is reported once. The next read uses the journal.
    this.#reader = new RunView(
      () => this.#view,
      () => this.#recover().catch(() => {}),
    );
    this.#driving = {
      append: (lines, progress) => this.#append(lines, progress),
      stalled: () => this.#finish(),
      signal: this.#closing.signal,
    };
    const { signal } = context;
    const close = () => this.close();
    if (signal?.aborted) close();
    signal?.addEventListener("abort", close, { once: true });
    // In the next turn, so that a caller that iterates at once misses nothing.
    if (!context.byTicks) setTimeout(() => this.#go());
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

  /** Resolves when the run is over, blocked or closed. */
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

  confirmSoon() {
    const { core, run } = this.#handle;
    if (this.#isClosed || core.dead) return;
    guarded(core, false, () => run.confirmSoon());
    if (!this.#context.byTicks) this.#go();
  }

  /** @param {unknown} orderId @param {unknown} reason */
  hold(orderId, reason) {
    return this.#steer((run, journal) => run.hold(orderId, reason, journal));
  }

  /** @param {unknown} orderId */
  release(orderId) {
    return this.#steer((run, journal) => run.release(orderId, journal));
  }

  /** Drives the run within limits, for a host that drives it. @param {unknown} [limits] @returns {Promise<TickResult>} */
  async tick(limits) {
    const ticking = this.#drive((run) => run.tick(this.#driving, limits));
    this.#driven = ticking.catch(() => {});
    try {
      const left = await ticking;
      if (left.finished) await this.#end();
      return left;
    } catch (error) {
      // The limits are invalid, or another tick is in progress. The run has not changed.
      if (!(error instanceof InvalidInputError)) await this.#fail(error);
      throw error;
    }
  }

  /** Closes the run: sends nothing further and awaits the requests in flight. It can be resumed from its journal. */
  async close() {
    this.#closing.abort();
    this.#wake();
    await this.#driven;
    await this.#end();
  }

  /** Drives the run until it is over or blocked. */
  #go() {
    if (this.#driven || this.#isClosed) return this.#wake();
    const driving = this.#drive((run) => run.drive(this.#driving)).then(
      async (left) => {
        this.#driven = undefined;
        if (left.finished) await this.#end();
        // A command arrived while the drive ended.
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
    for (let crashes = 0, changes = this.#changes; ; changes = this.#changes) {
      try {
        // The replay can crash, too.
        if (this.#handle.core.dead) await this.#recover();
        const { core, run } = this.#handle;
        return await awaited(core, MAY_HAVE_SENT, () => use(run));
      } catch (error) {
        crashes = this.#changes === changes ? crashes + 1 : 1;
        if (!(error instanceof CoreCrashedError) || crashes > MAX_CRASHES) throw error;
      }
    }
  }

  /** @param {Command} command */
  async #steer(command) {
    if (this.#isClosed && this.snapshot().status.state !== "finished")
      throw new JournalError("the run is closed; resume it from its journal");
    // A command to a run that is over rejects with the reason.
    if (this.#isClosed) return this.#perform(command);
    try {
      await this.#perform(command);
    } catch (error) {
      if (!(error instanceof CoreCrashedError)) throw error;
      await this.#recover();
      await this.#perform(command);
    }
    if (this.#isFinished) {
      this.#finished = deferred();
      this.#isFinished = false;
    }
    if (this.#context.byTicks) this.#wake();
    else this.#go();
  }

  /** Resolves once the command is durable. @param {Command} command */
  async #perform(command) {
    const { core, run } = this.#handle;
    await awaited(core, NOTHING_SENT, () => command(run, this.#driving));
  }

  /** Resolves once the lines are durable, and publishes the progress then. @param {string[]} lines @param {Progress[]} progress */
  #append(lines, progress) {
    const durable = this.#context.writer.write(lines);
    const publish = () => {
      this.#changes += progress.length;
      this.#watchers.publish(progress);
    };
    if (progress.length > 0) durable.then(publish, () => {});
    return durable;
  }

  /** Restores the run from its journal, if its instance has crashed. */
  #recover() {
    this.#recovering ??= this.#replayed().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #replayed() {
    if (!this.#handle.core.dead && !this.#view.core.dead) return;
    const { journal, writer, replay } = this.#context;
    if (this.#isClosed) await journal.open();
    else await writer.write();
    try {
      this.#handle = await replay();
      this.#view = viewOf(this.#handle);
    } finally {
      if (this.#isClosed) await journal.close();
    }
  }

  async #end() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { journal, writer } = this.#context;
    // A command that is not durable yet has its own promise, which rejects if the write fails.
    await writer.write().catch(() => {});
    await journal.close();
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
    // The caller receives the first error.
    await this.#context.journal.close().catch(() => {});
  }
}

/** @returns {Deferred} */
function deferred() {
  /** @type {any} */
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  // A caller that only iterates over the progress does not await this.
  all.promise.catch(() => {});
  return all;
}

/** @param {Handle} handle */
function viewOf({ core, run }) {
  return { core, view: guarded(core, false, () => run.view()) };
}

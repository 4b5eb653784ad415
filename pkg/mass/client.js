// The public client for bulk revocation: passes values to the core, which validates and decides. This file defines the order in
// which a journal is opened, read and written.

import { awaited, guarded } from "../instance.js";
import { refuseKeyInBrowser } from "../key.js";
import { snapshot } from "../snapshot.js";
import { CoreClient, isReady } from "./core.js";
import { JournalError } from "./errors.js";
import { hostOf } from "./host.js";
import { readLines } from "./journal.js";
import { PlanInProgress } from "./plan.js";
import { KeyRateLimiter } from "./rate-limiter.js";
import { Rehearsed } from "./rehearsal.js";
import { Requests } from "./requests.js";
import { Run } from "./run.js";
import { Writer } from "./writer.js";

/** @import { Journal } from "./journals/journal.js" */
/** @import { Handle } from "./run.js" */
/** @import { RunOptions } from "../dist/wasm/mass/glue.js" */
/** @typedef {ReturnType<typeof plainOptions>} OwnOptions */

/** For calls of the core that send nothing. */
const NOTHING_SENT = { sent: false };

export class MassRevocation {
  #core;
  #rateLimiter;
  #requests = new Requests();

  /** @param {unknown} settings */
  constructor(settings) {
    const own = snapshot(settings);
    refuseKeyInBrowser(own);
    this.#rateLimiter = new KeyRateLimiter(() => this.#core.prepare());
    const host = hostOf(this.#rateLimiter, this.#requests.watch);
    this.#core = new CoreClient((glue) => new glue.MassRevocation(own, host));
    // In a browser the core may not be loaded yet. The first call then checks the settings.
    if (isReady()) this.#core.prepare();
  }

  /** @param {unknown} list @param {unknown} [options] @param {{ signal?: AbortSignal, onProgress?: (progress: any) => void }} [call] */
  async plan(list, options, call) {
    const { plan } = await (await this.planByTicks(list, options, call)).tick();
    // Without limits, a tick ends with the plan.
    return /** @type {NonNullable<typeof plan>} */ (plan);
  }

  /** @param {unknown} list @param {unknown} [options] @param {{ signal?: AbortSignal, onProgress?: (progress: any) => void }} [call] */
  async planByTicks(list, options, call) {
    const { core, client } = await this.#core.loaded();
    const inProgress = guarded(core, false, () => client.plan(list, options, call));
    return new PlanInProgress(core, inProgress);
  }

  /** @param {unknown} plan @param {unknown} [options] */
  async rehearse(plan, options) {
    const { core, client } = await this.#core.loaded();
    const rehearsal = await awaited(core, NOTHING_SENT, () => client.rehearse(plan, options));
    return new Rehearsed(core, rehearsal);
  }

  /** @param {unknown} plan @param {unknown} options */
  async start(plan, options) {
    const { core, client } = await this.#core.loaded();
    const newRun = guarded(core, false, () => client.start(plan, options));
    const own = guarded(core, false, () => plainOptions(newRun.options));
    return MassRevocation.#opened(own, async (journal) => {
      for await (const _ of journal.read())
        throw new JournalError(
          "the journal already contains a run; resume it, or pass another journal",
        );
      const writer = new Writer(journal);
      const append = (/** @type {string[]} */ lines) => writer.write(lines);
      const run = await awaited(core, NOTHING_SENT, () => newRun.write({ append }));
      return this.#run({ core, run }, writer, own);
    });
  }

  /** @param {unknown} journal @param {unknown} [options] */
  async resume(journal, options) {
    const { core, client } = await this.#core.loaded();
    const own = guarded(core, false, () => plainOptions(client.resumeOptions(journal, options)));
    this.#rateLimiter.beCautious();
    return MassRevocation.#opened(own, async (opened) =>
      this.#run(await this.#replay(opened, own.digest), new Writer(opened), own),
    );
  }

  /** Opens a journal, and closes it if `use` fails. @template T @param {OwnOptions} options @param {(journal: Journal) => Promise<T>} use */
  static async #opened({ journal }, use) {
    await journal.open();
    try {
      return await use(journal);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Restores the run of a journal. @param {Journal} journal @param {string} [digest] of the plan whose run it must be @returns {Promise<Handle>} */
  async #replay(journal, digest) {
    const { core, client } = await this.#core.loaded();
    const reader = await readLines(core, journal.read());
    return { core, run: guarded(core, false, () => reader.resume(client, digest)) };
  }

  /** @param {Handle} handle @param {Writer} writer @param {OwnOptions} options */
  #run(handle, writer, { journal, signal, byTicks, digest }) {
    const replay = async () => {
      const { core, client } = this.#core.prepare();
      await this.#requests.settled(guarded(core, false, () => client.timeoutMs));
      return this.#replay(journal, digest);
    };
    return new Run(handle, { journal, writer, replay, byTicks, signal });
  }
}

/** The fields are getters of the core, so they are read once, within the guard. @param {RunOptions} options */
function plainOptions({ journal, signal, byTicks, digest }) {
  return { journal, signal, byTicks, digest };
}

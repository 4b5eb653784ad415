// The public client for many orders: passes values to the core, which checks and decides. Here: the order in which a journal
// is opened, read and written.

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

/** A promise of the core that sends nothing by itself. */
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
    const making = guarded(core, false, () => client.plan(list, options, call));
    return new PlanInProgress(core, making);
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
    const begun = guarded(core, false, () => client.start(plan, options));
    const own = guarded(core, false, () => plainOptions(begun.options));
    return MassRevocation.#opened(own, async (journal) => {
      for await (const _ of journal.read())
        throw new JournalError(
          "there is a run in this journal already: resume it, or use another journal",
        );
      const writer = new Writer(journal);
      const append = (/** @type {string[]} */ lines) => writer.write(lines);
      const run = await awaited(core, NOTHING_SENT, () => begun.write({ append }));
      return this.#run({ core, run }, writer, own);
    });
  }

  /** @param {unknown} journal @param {unknown} [options] */
  async resume(journal, options) {
    const { core, client } = await this.#core.loaded();
    const own = guarded(core, false, () => plainOptions(client.resumeOptions(journal, options)));
    this.#rateLimiter.beCautious();
    return MassRevocation.#opened(own, async (opened) =>
      this.#run(await this.#replay(opened), new Writer(opened), own),
    );
  }

  /** Opens a journal. It is closed again where what follows fails. @template T @param {OwnOptions} options @param {(journal: Journal) => Promise<T>} use */
  static async #opened({ journal }, use) {
    await journal.open();
    try {
      return await use(journal);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** The run as its journal has it. @param {Journal} journal @returns {Promise<Handle>} */
  async #replay(journal) {
    const { core, client } = await this.#core.loaded();
    const reader = await readLines(core, journal.read());
    return { core, run: guarded(core, false, () => reader.resume(client)) };
  }

  /** @param {Handle} handle @param {Writer} writer @param {OwnOptions} options */
  #run(handle, writer, { journal, signal, byTicks }) {
    const replay = async () => {
      const { core, client } = this.#core.prepare();
      await this.#requests.settled(guarded(core, false, () => client.timeoutMs));
      return this.#replay(journal);
    };
    return new Run(handle, { journal, writer, replay, byTicks, signal });
  }
}

/** Its fields are getters of the core: they are read once, where a crash is expected. @param {RunOptions} options */
function plainOptions({ journal, signal, byTicks }) {
  return { journal, signal, byTicks };
}

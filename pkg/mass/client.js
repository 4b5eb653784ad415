// A client for many orders: plan, rehearse, start, resume. It passes plain values to the core, throws what the core says, and
// decides nothing else.

import { keyOf, refuseKeyInBrowser } from "../key.js";
import { heldNow, isReady, on, opened } from "./core.js";
import { invalid, JournalError } from "./errors.js";
import { Pace } from "./gate.js";
import { makePlan, PlanInProgress } from "./plan.js";
import { rehearse } from "./rehearsal.js";
import { Run } from "./run.js";
import { SealedRun } from "./sealed.js";
import { senderOf } from "./send.js";
import { about, givenOptions } from "./settings.js";
import { Writer } from "./writer.js";

/** @import { Gate } from "./gate.js" */
/** @import { Journal } from "./journals/taken.js" */

export class MassRevocation {
  /** @type {any} */
  #settings;
  #about;
  #send;
  /** @type {Gate} */
  #gate;

  /** @param {any} settings */
  constructor(settings) {
    this.#settings = { ...settings };
    refuseKeyInBrowser(this.#settings);
    this.#about = about(this.#settings);
    // In a browser the core may not be there yet; then the first call says the same.
    if (isReady()) {
      const text = JSON.stringify(this.#about);
      opened(
        on(heldNow(), (glue) => glue.checkSettings(text)),
        this.#key,
      );
    }
    this.#gate = this.#settings.gate ?? new Pace(this.#about);
    this.#send = senderOf(this.#settings, this.#key);
  }

  /** @param {unknown} options */
  #asked(options) {
    return { ...this.#about, options: givenOptions(options) };
  }

  get #key() {
    return keyOf(this.#settings);
  }

  /** @param {any} list @param {unknown} [options] @param {{ signal?: AbortSignal, onProgress?: (progress: any) => void }} [call] */
  plan(list, options, { signal, onProgress } = {}) {
    const by = { gate: this.#gate, send: this.#send, key: this.#key, signal, onProgress };
    return makePlan(this.#asked(options), String(list?.items), by);
  }

  /** @param {any} list @param {unknown} [options] @param {{ onProgress?: (progress: any) => void }} [call] */
  planByTicks(list, options, { onProgress } = {}) {
    const by = { gate: this.#gate, send: this.#send, key: this.#key, onProgress };
    return PlanInProgress.begin(this.#asked(options), String(list?.items), by);
  }

  /** @param {any} plan @param {{ signal?: AbortSignal, onProgress?: (snapshot: any) => void }} [options] */
  rehearse(plan, options) {
    const arguments_ = { ...this.#about, digest: String(plan?.digest) };
    return rehearse(arguments_, String(plan?.text), options);
  }

  /** @param {any} plan @param {any} options */
  async start(plan, { journal, confirm, name = "", signal, byTicks = false }) {
    refuseNoJournal(journal);
    const chance = Math.floor(Math.random() * 1e15);
    const typed = typeof confirm === "number" ? { number: String(confirm) } : {};
    const words = { name: String(name), digest: String(plan?.digest), chance, confirm: typed };
    const { run, lines } = await SealedRun.start(
      { ...this.#about, ...words },
      String(plan?.text),
      this.#key,
    );
    await journal.open();
    try {
      for await (const _ of journal.read())
        throw new JournalError(
          "there is a run in this journal already: resume it, or take another journal",
        );
      const writer = new Writer(journal);
      await writer.write(lines);
      return this.#run(run, writer, { journal, signal, byTicks });
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** @param {Journal} journal @param {{ signal?: AbortSignal, byTicks?: boolean }} [options] */
  async resume(journal, { signal, byTicks = false } = {}) {
    refuseNoJournal(journal);
    if (this.#gate instanceof Pace) this.#gate.beCautious();
    await journal.open();
    try {
      const run = await SealedRun.replay(journal.read(), this.#about, this.#key);
      return this.#run(run, new Writer(journal), { journal, signal, byTicks });
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** @param {SealedRun} run @param {Writer} writer @param {{ journal: Journal, signal: AbortSignal | undefined, byTicks: boolean }} setting */
  #run(run, writer, { journal, signal, byTicks }) {
    const replay = () => SealedRun.replay(journal.read(), this.#about, this.#key);
    const [gate, send] = [this.#gate, this.#send];
    return new Run(run, { journal, writer, gate, send, replay, byTicks, signal });
  }
}

/** @param {any} journal */
function refuseNoJournal(journal) {
  const has = ["open", "append", "read", "close"].every(
    (name) => typeof journal?.[name] === "function",
  );
  if (!has)
    throw invalid(
      "journal",
      "journal must be one: memoryJournal(), fileJournal(path), indexedDbJournal(name), or one of your own with open, append, read and close",
    );
}

// The core for single calls: its instance, and how a client of it is used.

import { createGlue } from "./dist/wasm/glue.js";
import { awaited, guarded, Running } from "./instance.js";

/** @import { Instance, Loader, Progress } from "./instance.js" */
/** @import { Source } from "./load.js" */
/** @import { CertCentral, Glue } from "./dist/wasm/glue.js" */
/** @typedef {Instance<Glue & WebAssembly.ModuleImports>} Core */

const running = new Running(createGlue, "certcentral-revoke");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** Whether the core can be used without waiting. */
export const isReady = () => running.isReady();

/**
 * Calls a function of the core that returns at once.
 * @template T @param {(glue: Core["glue"]) => T} use @param {boolean} [sent] whether it is about something that was sent
 */
export const callNow = (use, sent = false) => guarded(running.current(sent), sent, use);

/** A client of the core, created again on a fresh instance after a crash. */
export class Client {
  /** @type {{ core: Core, client: CertCentral } | undefined} */
  #made;
  #create;

  /** @param {(glue: Core["glue"], cautious: boolean) => CertCentral} create */
  constructor(create) {
    this.#create = create;
  }

  /** Creates the client now; throws what is wrong with its settings. */
  prepare() {
    const core = running.current();
    if (this.#made?.core === core) return this.#made;
    const cautious = this.#made !== undefined;
    const client = guarded(core, false, (glue) => this.#create(glue, cautious));
    this.#made = { core, client };
    return this.#made;
  }

  /** @template T @param {(client: CertCentral, progress: Progress) => Promise<T>} use @returns {Promise<T>} */
  async call(use) {
    if (!isReady()) await init();
    const { core, client } = this.prepare();
    const progress = { sent: false };
    return awaited(core, progress, () => use(client, progress));
  }
}

/** For tests of what happens after a crash. */
export function runningMemory() {
  return running.current().memory;
}

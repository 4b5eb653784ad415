// The core for single calls: the running instance, and clients of it that survive a crash.

import { createGlue } from "./dist/wasm/glue.js";
import { awaited, guarded, Running } from "./instance.js";

/** @import { Instance, Loader, Progress } from "./instance.js" */
/** @import { Source } from "./load.js" */
/** @import { CertCentral, Glue } from "./dist/wasm/glue.js" */
/** @typedef {Instance<Glue & WebAssembly.ModuleImports>} Core */

const running = new Running(createGlue, "certcentral-revoke");

/** Sets how the module is loaded, which differs between entries. @param {Loader} loader */
export const useLoader = (loader) => running.useLoader(loader);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** Whether the core can be used without waiting. */
export const isReady = () => running.isReady();

/**
 * Calls a synchronous function of the core.
 * @template T @param {(glue: Core["glue"]) => T} use @param {boolean} [sent] whether a write was sent before this call
 */
export const callNow = (use, sent = false) => guarded(running.current(sent), sent, use);

/** A client of the core, created again on a fresh instance after a crash. */
export class Client {
  /** @type {{ core: Core, client: CertCentral } | undefined} */
  #current;
  #create;

  /** @param {(glue: Core["glue"], cautious: boolean) => CertCentral} create */
  constructor(create) {
    this.#create = create;
  }

  /** Creates the client now. Throws if its settings are invalid. */
  prepare() {
    const core = running.current();
    if (this.#current?.core === core) return this.#current;
    const cautious = this.#current !== undefined;
    const client = guarded(core, false, (glue) => this.#create(glue, cautious));
    this.#current = { core, client };
    return this.#current;
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

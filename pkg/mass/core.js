// The core for bulk revocation: the running instance, and clients of it that survive a crash.

import { createGlue } from "../dist/wasm/mass/glue.js";
import { guarded, Running } from "../instance.js";

/** @import { Instance, Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue, MassRevocation } from "../dist/wasm/mass/glue.js" */
/** @typedef {Instance<Glue & WebAssembly.ModuleImports>} Core */

const running = new Running(createGlue, "certcentral-revoke/mass");

/** Sets how the module is loaded, which differs between entries. @param {Loader} loader */
export const useLoader = (loader) => running.useLoader(loader);

/** Loads the module, once. @param {Source} [source] */
export const init = (source) => running.init(source);

/** Whether the core can be used without waiting. */
export const isReady = () => running.isReady();

/** The running instance; a fresh one after a crash. @returns {Promise<Core>} */
export async function core() {
  if (!isReady()) await init();
  return running.current();
}

/** A client of the core, created again on a fresh instance after a crash. */
export class CoreClient {
  /** @type {{ core: Core, client: MassRevocation } | undefined} */
  #current;
  #create;

  /** @param {(glue: Core["glue"]) => MassRevocation} create */
  constructor(create) {
    this.#create = create;
  }

  /** Creates the client now. Throws if its settings are invalid. */
  prepare() {
    const instance = running.current();
    if (this.#current?.core === instance) return this.#current;
    const client = guarded(instance, false, (glue) => this.#create(glue));
    this.#current = { core: instance, client };
    return this.#current;
  }

  /** Resolves with the client once the core is loaded. */
  async loaded() {
    await core();
    return this.prepare();
  }
}

/** For tests of what happens after a crash. */
export const runningMemory = () => running.current().memory;

// The core for many orders: its instance, and how a client of it is used.

import { createGlue } from "../dist/wasm/mass/glue.js";
import { guarded, Running } from "../instance.js";

/** @import { Instance, Loader } from "../instance.js" */
/** @import { Source } from "../load.js" */
/** @import { Glue, MassRevocation } from "../dist/wasm/mass/glue.js" */
/** @typedef {Instance<Glue & WebAssembly.ModuleImports>} Core */

const running = new Running(createGlue, "certcentral-revoke/mass");

/** Each entry names its way to the module. @param {Loader} own */
export const useLoader = (own) => running.useLoader(own);

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
  #made;
  #create;

  /** @param {(glue: Core["glue"]) => MassRevocation} create */
  constructor(create) {
    this.#create = create;
  }

  /** Creates the client now; throws what is wrong with its settings. */
  prepare() {
    const instance = running.current();
    if (this.#made?.core === instance) return this.#made;
    const client = guarded(instance, false, (glue) => this.#create(glue));
    this.#made = { core: instance, client };
    return this.#made;
  }

  /** The client, once the core is loaded. */
  async loaded() {
    await core();
    return this.prepare();
  }
}

/** For tests of what happens after a crash. */
export const runningMemory = () => running.current().memory;

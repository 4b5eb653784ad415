// Crashes WebAssembly instances from outside the product: it replaces `WebAssembly.Instance` and wraps every exported
// function. Planned calls of exports then trap.
//
// - `entry`: traps before the export runs
// - `exit`: runs the export, then traps
// - `memory`: overwrites the memory first, so that the engine traps while the export runs

/** @typedef {"entry" | "exit" | "memory"} Mode */
/** @typedef {{ nth: number, mode: Mode, only?: string | undefined }} Plan the nth call of an export, or of the export `only` */
/** @typedef {{ name: string, mode: Mode }} Fired */

/** @typedef {ReturnType<typeof installInjector>} Injector */

export function installInjector() {
  const RealInstance = WebAssembly.Instance;
  /** @type {Plan[]} */
  let plans = [];
  /** @type {Fired[]} */
  let fired = [];
  let matching = 0;
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  let memories = [];
  /** @type {Map<string, number>} */
  const calls = new Map();

  /** @param {string} name @param {Function} real @param {WebAssembly.Memory} memory */
  const wrap =
    (name, real, memory) =>
    (/** @type {unknown[]} */ ...args) => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      const [plan] = plans;
      if (!plan || (plan.only !== undefined && plan.only !== name)) return real(...args);
      matching += 1;
      if (matching !== plan.nth) return real(...args);
      const { mode } = plan;
      plans.shift();
      matching = 0;
      fired.push({ name, mode });
      if (mode === "memory") new Uint8Array(memory.buffer).fill(0xff);
      if (mode !== "entry") real(...args);
      throw new WebAssembly.RuntimeError("unreachable");
    };

  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
  function Instance(module, imports) {
    const real = new RealInstance(module, imports).exports;
    const memory = /** @type {WebAssembly.Memory} */ (real.memory);
    memories.push(new WeakRef(memory));
    const exports = Object.entries(real).map(([name, value]) => [
      name,
      typeof value === "function" ? wrap(name, value, memory) : value,
    ]);
    return { exports: Object.fromEntries(exports) };
  }
  WebAssembly.Instance = /** @type {any} */ (Instance);

  return {
    /** Plans crashes, one after another. @param {Plan[]} next */
    arm(next) {
      plans = [...next];
      matching = 0;
      fired = [];
    },
    /** Removes the plans that did not fire. */
    disarm() {
      plans = [];
    },
    /** The crashes that fired since `arm`. */
    fired: () => fired,
    /** The number of calls of each export. */
    calls: () => Object.fromEntries(calls),
    /** The number of instances that are not garbage collected. */
    alive() {
      memories = memories.filter((memory) => memory.deref() !== undefined);
      return memories.length;
    },
  };
}

// One whole revoke over loopback: the time and the allocations that each client adds to plain `fetch`.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { clients } from "./clients.js";
import { BENCHES } from "./prepare.js";
import { difference, ratio, sample, withSpread } from "./sampler.js";
import { bytes, table, time, times } from "./table.js";

/** @import { Revoke } from "./clients.js" */

const TITLES = {
  ours: "certcentral-revoke",
  fetch: "plain fetch and JSON",
  ky: "ky",
  openai: "openai-node",
};
const SHAPES = { "204, revoked": true, "201, requested": false };
const PROFILED_CALLS = 1000;

export async function measure() {
  const { url, close } = await startServer();
  // The constructor of the client starts its instance.
  const { made, kept } = withExports(() => clients(url));
  let calls = 0;
  const ours = made.ours;
  made.ours = (options) => {
    calls += 1;
    return ours(options);
  };
  const all = Object.entries(made);
  const before = kept();
  const parts = [];
  for (const [shape, skipApproval] of Object.entries(SHAPES)) {
    for (const [name, revoke] of all)
      assert.equal(await revoke({ skipApproval }), skipApproval ? undefined : 4711, name);
    parts.push(`### ${shape}`, await compared(all, skipApproval));
  }
  const after = kept();
  close();
  const grown = `What ours keeps: linear memory ${bytes(before.memory)} bytes when it starts, ${bytes(after.memory)} after
${bytes(calls)} calls; reference tables ${bytes(before.slots)} slots, then ${bytes(after.slots)}.`;
  return ["## One whole revoke over loopback (Node)", ...parts, grown];
}

/** Starts the server in a separate process. */
export async function startServer() {
  const server = fork(join(BENCHES, "revoke-server.js"));
  const [{ port }] = await once(server, "message");
  return { url: `http://127.0.0.1:${port}`, close: () => server.disconnect() };
}

/** @param {Array<[name: string, Revoke]>} all @param {boolean} skipApproval */
async function compared(all, skipApproval) {
  const revokes = new Map(all);
  const repeat = async (/** @type {string} */ name, /** @type {number} */ turns) => {
    for (let turn = 0; turn < turns; turn++) await revokes.get(name)?.({ skipApproval });
  };
  const figures = await sample(
    [...revokes.keys()],
    async (name, turns) => {
      const started = performance.now();
      await repeat(name, turns);
      return performance.now() - started;
    },
    { rounds: 25, batchMs: 50 },
  );
  /** @type {Map<string, number>} */
  const allocated = new Map();
  for (const name of revokes.keys())
    allocated.set(name, await allocatedBy(() => repeat(name, PROFILED_CALLS)));
  const [ours, plain] = [figures.get("ours"), figures.get("fetch")];
  const rows = Object.entries(TITLES).map(([name, title]) => {
    const figure = figures.get(name);
    assert.ok(figure && ours && plain);
    const size = (allocated.get(name) ?? 0) / PROFILED_CALLS;
    const plainSize = (allocated.get("fetch") ?? 0) / PROFILED_CALLS;
    return [
      title,
      withSpread(figure, time),
      times(ratio(ours, figure)),
      figure === plain ? "" : `${(difference(figure, plain) * 1000).toFixed(0)} µs`,
      bytes(size),
      figure === plain ? "" : bytes(size - plainSize),
    ];
  });
  const head = ["one call", "ours to it", "over fetch", "bytes allocated", "over fetch"];
  return table(["", ...head], rows);
}

/** Bytes allocated on the JavaScript heap, collected or not, as V8 samples them. @param {() => Promise<void>} act */
async function allocatedBy(act) {
  const session = new Session();
  session.connect();
  const options = {
    samplingInterval: 4096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  };
  await session.post("HeapProfiler.startSampling", options);
  await act();
  const { profile } = await session.post("HeapProfiler.stopSampling");
  session.disconnect();
  return sizeOf(profile.head);
}

/** @param {import("node:inspector").HeapProfiler.SamplingHeapProfileNode} node @returns {number} */
function sizeOf({ selfSize, children }) {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}

/** The result of `make`, and a function that returns the memory of the instance that it started. @template T @param {() => T} make */
function withExports(make) {
  const { Instance } = WebAssembly;
  /** @type {WebAssembly.ExportValue[]} */
  let exported = [];
  WebAssembly.Instance = class extends Instance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
    constructor(module, imports) {
      super(module, imports);
      exported = Object.values(this.exports);
    }
  };
  const made = make();
  WebAssembly.Instance = Instance;
  const kept = () => {
    const sizes = { memory: 0, slots: 0 };
    for (const value of exported) {
      if (value instanceof WebAssembly.Memory) sizes.memory += value.buffer.byteLength;
      if (value instanceof WebAssembly.Table) sizes.slots += value.length;
    }
    return sizes;
  };
  return { made, kept };
}

// The two functions that send nothing, warm and next to zod in the same process, and the first build in a new process: the
// figures that a release promises. Node only, under a minute.

import assert from "node:assert/strict";
import { inNode } from "./cold.js";
import { node } from "./hosts.js";
import { figures, ratio, sample, withSpread } from "./sampler.js";
import { table, time, times } from "./table.js";

/** @import { Figure } from "./sampler.js" */

const PEERS = /** @type {const} */ (["ours", "zod"]);
/** Each task with its maximum ratio to the time of zod. @type {Array<[task: string, bound: number]>} */
const BOUNDS = [
  ["build, 3 options", 6],
  ["parse 201, requested", 5],
  ["parse 201, with options", 5],
];
const FIRST_BUILD_MS = 1.5;
const EFFORT = { rounds: 41, batchMs: 6 };

export async function measure() {
  const host = await node();
  const names = BOUNDS.flatMap(([task]) => PEERS.map((peer) => `${peer}: ${task}`));
  const samples = await sample(names, host.time, EFFORT);
  await host.close();
  return [
    `## Build and parse next to zod (${host.title}, warm)`,
    table(
      ["", "certcentral-revoke", "zod", "ratio", "bound"],
      BOUNDS.map(([task, bound]) => {
        const [ours, zod] = PEERS.map((peer) => of(samples, `${peer}: ${task}`));
        assert.ok(ours && zod);
        return [
          task,
          withSpread(ours, time),
          withSpread(zod, time),
          times(ratio(ours, zod)),
          times(bound),
        ];
      }),
    ),
    "## The first build in a fresh process",
    await firstBuild(),
  ];
}

async function firstBuild() {
  const cold = await inNode([...PEERS]);
  /** @type {Array<[title: string, of: (times: number[]) => number]>} */
  const parts = [
    ["import", ([importing = 0]) => importing],
    ["compile the module", ([, , , compiling = 0]) => compiling],
    ["start its instance", ([, , , , starting = 0]) => starting],
    [`first build in it (bound: ${FIRST_BUILD_MS} ms)`, ([, , , , , building = 0]) => building],
    ["second build", ([, , second = 0]) => second],
  ];
  const rows = parts.map(([title, part]) => {
    const column = figures(cold, part);
    return [title, ...PEERS.map((peer) => shown(of(column, peer)))];
  });
  return table(["", "certcentral-revoke", "zod"], rows);
}

/** Empty for zod, which has no module. @param {Figure} figure */
function shown(figure) {
  return figure.median > 0 ? withSpread(figure, time) : "";
}

/** @param {Map<string, Figure>} samples @param {string} name */
function of(samples, name) {
  const figure = samples.get(name);
  assert.ok(figure, name);
  return figure;
}

// Builds and validates one revoke and parses one response of each kind, with every peer in every host; and measures the
// boundary itself.

import assert from "node:assert/strict";
import { PEERS, TITLES } from "./bundle.js";
import { chromium, node, workerd } from "./hosts.js";
import { ratio, sample, withSpread } from "./sampler.js";
import { percent, table, time, times } from "./table.js";

/** @import { Host } from "./hosts.js" */
/** @import { Figure } from "./sampler.js" */

export async function measure() {
  const parts = ["## Build and validate one revoke, parse one response (warm)"];
  for (const open of [node, workerd, chromium]) {
    const host = await open();
    try {
      await sameWork(host);
      // workerd is timed from outside through a request, so its batches must be long.
      const batchMs = open === workerd ? 20 : 4;
      const names = host.tasks.flatMap((task) => PEERS.map((peer) => `${peer}: ${task}`));
      const effort = { rounds: 15, batchMs };
      const figures = await sample([...names, ...host.crossings], host.time, effort);
      parts.push(`### ${host.title}`, peers(host, figures), crossings(host, figures));
    } finally {
      await host.close();
    }
  }
  return parts;
}

/** Asserts that every peer gives the same results: a peer that does less would be faster. @param {Host} host */
async function sameWork(host) {
  const ours = await host.results("ours");
  for (const peer of PEERS)
    assert.deepEqual(await host.results(peer), ours, `not the same work: ${peer}`);
}

/** @param {Host} host @param {Map<string, Figure>} figures */
function peers({ tasks }, figures) {
  const rows = tasks.map((task) => {
    const ours = of(figures, `ours: ${task}`);
    const cells = PEERS.map((peer) => {
      const figure = of(figures, `${peer}: ${task}`);
      return figure === ours ? cell(ours) : `${cell(figure)}, ${times(ratio(ours, figure))}`;
    });
    return [task, ...cells];
  });
  return table(["", ...PEERS.map((peer) => TITLES[peer] ?? peer)], rows);
}

/** @param {Host} host @param {Map<string, Figure>} figures */
function crossings({ crossings }, figures) {
  const build = of(figures, "ours: build");
  const rows = crossings.map((name) => {
    const figure = of(figures, name);
    return [name, cell(figure), percent(ratio(figure, build), 1)];
  });
  return table(["across the boundary", "", "of our build"], rows);
}

/** @param {Map<string, Figure>} figures @param {string} name */
function of(figures, name) {
  const figure = figures.get(name);
  assert.ok(figure, name);
  return figure;
}

/** @param {Figure} figure */
function cell(figure) {
  return withSpread(figure, time);
}

// Runs steps at the same time where they do not depend on each other, and prints what each costs.

import { availableParallelism } from "node:os";
import { failure, runCommand, secondsSince, stopCommands } from "./run.js";

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {[command: string, ...args: string[]]} run
 * @property {Record<string, string>} [env]
 * @property {string[]} [after] titles of the steps that have to succeed before
 * @property {string} [uses] a resource that only one running step can use
 * @property {RegExp} [shows] the lines of the output that are printed when the step succeeds
 */

/**
 * Runs all steps, and exits with code 1 if one fails. Steps start in the order of the list, as soon as there is a free slot
 * and what they depend on is done. The output of a step is printed as a block when the step ends.
 * @param {readonly Step[]} steps @param {number} [slots]
 */
export async function runSteps(steps, slots = Math.min(2, availableParallelism())) {
  const started = performance.now();
  const waiting = new Set(steps);
  /** @type {Map<Step, Promise<void>>} */
  const active = new Map();
  /** @type {Map<string, number>} */
  const seconds = new Map();
  let isFailed = false;
  for (;;) {
    for (const step of waiting) {
      if (isFailed || active.size >= slots) break;
      if (!canStart(step, seconds, [...active.keys()])) continue;
      waiting.delete(step);
      console.log(`▸ ${step.title}`);
      const run = runStep(step).then(({ isOk, took, report }) => {
        active.delete(step);
        // A step that was ended because another one failed says nothing.
        if (isFailed) return;
        seconds.set(step.title, took);
        console.log(report);
        if (isOk) return;
        isFailed = true;
        stopCommands();
      });
      active.set(step, run);
    }
    if (active.size === 0) break;
    await Promise.race(active.values());
  }
  printCosts(seconds, started);
  if (isFailed) process.exit(1);
  if (waiting.size > 0) throw new Error(`steps that can never start: ${titlesOf(waiting)}`);
}

/** @param {Step} step @param {ReadonlyMap<string, number>} done @param {Step[]} active */
function canStart({ after = [], uses }, done, active) {
  return (
    after.every((title) => done.has(title)) &&
    (uses === undefined || active.every((other) => other.uses !== uses))
  );
}

/** @param {Step} step */
async function runStep({ title, run: [command, ...args], env = {}, shows }) {
  const started = performance.now();
  const { code, output } = await runCommand(command, args, { env, capture: true });
  const took = (performance.now() - started) / 1000;
  if (code !== 0)
    return { isOk: false, took, report: `\n✗ ${failure(title, command, args, code, output)}\n` };
  const lines = shows ? output.split("\n").filter((line) => shows.test(line)) : [];
  return {
    isOk: true,
    took,
    report: [`✓ ${title}: ${took.toFixed(1)} s`, ...lines.map((line) => `  ${line.trim()}`)].join(
      "\n",
    ),
  };
}

/** @param {ReadonlyMap<string, number>} seconds @param {number} started */
function printCosts(seconds, started) {
  console.log("\n   seconds  step");
  for (const [title, took] of [...seconds].sort(([, a], [, b]) => b - a))
    console.log(`${took.toFixed(1).padStart(10)}  ${title}`);
  const sum = [...seconds.values()].reduce((total, took) => total + took, 0);
  console.log(
    `${secondsSince(started).padStart(10)}  in total; ${sum.toFixed(1)} one after the other`,
  );
}

/** @param {Iterable<Step>} steps */
const titlesOf = (steps) => [...steps].map(({ title }) => title).join(", ");

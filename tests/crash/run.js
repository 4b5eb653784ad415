// Runs rounds in every host: `npm run crash` (1,000 rounds), or repeats one round: `npm run crash -- --seed 17 --host node`.

import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { launchChromium } from "../support/chromium.js";
import { startWorker } from "../support/workerd.js";

/** @import { Report } from "./round.js" */

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
/** After this time without output a host hangs. */
const SILENCE_MS = 120_000;

/** @type {Record<string, (seeds: number[]) => AsyncGenerator<Report>>} */
export const HOSTS = {
  node: (seeds) => inNode("esm", seeds),
  "node-cjs": (seeds) => inNode("cjs", seeds),
  workerd: inWorkerd,
  chromium: inChromium,
  bulk: (seeds) => inNode("bulk", seeds),
  "bulk-workerd": (seeds) => inWorkerd(seeds, true),
  "bulk-chromium": (seeds) => inChromium(seeds, true),
};
/** The hosts without `--host`. */
const DEFAULT_HOSTS = Object.keys(HOSTS);

/**
 * The maximum number of instances in memory at the end, in hosts that can force garbage collection. Chromium collects memories
 * with a delay.
 * @type {Record<string, number>}
 */
const MAX_ALIVE = { node: 8, "node-cjs": 8, bulk: 8, chromium: 40, "bulk-chromium": 40 };

/** @param {"esm" | "cjs" | "bulk"} entry @param {number[]} seeds @returns {AsyncGenerator<Report>} */
async function* inNode(entry, seeds) {
  const script = fileURLToPath(new URL("node-host.js", import.meta.url));
  const child = spawn(process.execPath, ["--expose-gc", script, entry, ...seeds.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let timer = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
  const ended = new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));
  let reports = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(timer);
    timer = setTimeout(() => child.kill("SIGKILL"), SILENCE_MS);
    reports += 1;
    yield JSON.parse(line);
  }
  clearTimeout(timer);
  const how = await ended;
  if (reports !== seeds.length || how !== 0) yield endedEarly(seeds[reports], `Node ended: ${how}`);
}

/** The imports of a bundle that runs rounds. @param {"workerd" | "browser"} entry @param {boolean} isBulk */
function importsOf(entry, isBulk) {
  const many = `import * as mass from "./pkg/dist/mass/${entry}.min.js";
    import { bulkRound } from "./tests/crash/bulk.js";
    const play = (host, seed) => bulkRound({ ...host, mass }, seed);`;
  return `import { installInjector } from "./tests/crash/injector.js";
    import * as module from "./pkg/dist/${entry}.min.js";
    ${isBulk ? many : 'import { round as play } from "./tests/crash/round.js";'}`;
}

/** Runs several rounds in one request, so that crashed instances stay in memory. @param {number[]} seeds @param {boolean} [isBulk] @returns {AsyncGenerator<Report>} */
async function* inWorkerd(seeds, isBulk = false) {
  const contents = `
    ${importsOf("workerd", isBulk)}
    let unhandled = [];
    addEventListener("unhandledrejection", ({ reason }) => unhandled.push("unhandledrejection: " + (reason?.stack ?? reason)));
    addEventListener("error", ({ error, message }) => unhandled.push("error: " + (error?.stack ?? message)));
    const host = {
      module,
      settings: {},
      injector: installInjector(),
      collect: () => new Promise((done) => setTimeout(done, 2)),
      unhandled: () => unhandled.splice(0),
    };
    export default {
      async fetch(request) {
        const seeds = await request.json();
        const reports = [];
        for (const seed of seeds) reports.push(await play(host, seed));
        return Response.json(reports);
      },
    };`;
  /** @type {string[]} */
  const printed = [];
  const worker = await startWorker(
    { stdin: { contents, resolveDir: PACKAGE } },
    /** @type {any} */ ({
      handleRuntimeStdio(
        /** @type {NodeJS.ReadableStream} */ out,
        /** @type {NodeJS.ReadableStream} */ err,
      ) {
        for (const stream of [out, err])
          stream.on("data", (/** @type {Buffer} */ text) => printed.push(String(text)));
      },
    }),
  );
  try {
    for (let at = 0; at < seeds.length; at += 10) {
      const some = seeds.slice(at, at + 10);
      const response = await worker.dispatchFetch("http://worker/", {
        method: "POST",
        body: JSON.stringify(some),
        signal: AbortSignal.timeout(SILENCE_MS),
      });
      const text = await response.text();
      if (!response.ok) yield endedEarly(some[0], `workerd responded ${response.status}: ${text}`);
      else yield* JSON.parse(text);
      const noise = printed.splice(0).join("");
      if (noise !== "") yield endedEarly(some[0], `workerd printed: ${noise}`);
    }
  } finally {
    await worker.dispose();
  }
}

/** @param {number[]} seeds @param {boolean} [isBulk] @returns {AsyncGenerator<Report>} */
async function* inChromium(seeds, isBulk = false) {
  const contents = `
    ${importsOf("browser", isBulk)}
    let unhandled = [];
    addEventListener("unhandledrejection", ({ reason }) => unhandled.push("unhandledrejection: " + (reason?.stack ?? reason)));
    addEventListener("error", ({ error, message }) => unhandled.push("error: " + (error?.stack ?? message)));
    const host = {
      module,
      settings: { dangerouslyAllowBrowser: true },
      injector: installInjector(),
      async collect() {
        await new Promise((done) => setTimeout(done, 0));
        gc();
        await new Promise((done) => setTimeout(done, 1));
      },
      unhandled: () => unhandled.splice(0),
    };
    export const playOne = (seed) => play(host, seed);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PACKAGE },
    bundle: true,
    write: false,
    format: "esm",
  });
  const script = outputFiles[0]?.text ?? "";
  const browser = await launchChromium(["--js-flags=--expose-gc"]);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(SILENCE_MS);
    await page.route("http://localhost/**", (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/play.js")
        return route.fulfill({ body: script, contentType: "text/javascript" });
      if (pathname.endsWith(".wasm"))
        return route.fulfill({
          body: readFileSync(
            `${PACKAGE}pkg/dist/wasm/${pathname.endsWith("mass.wasm") ? "mass/mass" : "core"}.wasm`,
          ),
        });
      return route.fulfill({ body: "", contentType: "text/html" });
    });
    await page.goto("http://localhost/");
    for (const seed of seeds)
      yield/** @type {Report} */ (
        await page.evaluate(`import("/play.js").then(({ playOne }) => playOne(${seed}))`)
      );
  } finally {
    await browser.close();
  }
}

/** @param {number | undefined} seed @param {string} fault @returns {Report} */
function endedEarly(seed, fault) {
  return {
    seed: seed ?? -1,
    fired: [],
    crashed: 0,
    calls: 0,
    writes: 0,
    alive: 0,
    faults: [fault],
  };
}

/**
 * Runs rounds in hosts and adds up their reports.
 * @param {Array<{ host: string, seeds: number[] }>} parts
 */
export async function playAll(parts) {
  const sum = { rounds: 0, fired: 0, calls: 0, crashed: 0, writes: 0 };
  /** @type {Map<string, number>} */
  const points = new Map();
  /** @type {string[]} */
  const faults = [];
  for (const { host, seeds } of parts) {
    let alive = 0;
    for await (const report of /** @type {any} */ (HOSTS[host])(seeds)) {
      alive = report.alive;
      sum.rounds += report.calls > 0 ? 1 : 0;
      sum.calls += report.calls;
      sum.crashed += report.crashed;
      sum.writes += report.writes;
      sum.fired += report.fired.length;
      for (const point of report.fired) points.set(point, (points.get(point) ?? 0) + 1);
      const again = `npm run crash -- --seed ${report.seed} --host ${host}`;
      for (const fault of report.faults) faults.push(`${fault}\n  repeat: ${again}`);
    }
    if (alive > (MAX_ALIVE[host] ?? Number.POSITIVE_INFINITY))
      faults.push(`${host}: ${alive} instances are still in memory`);
  }
  return { ...sum, points, faults };
}

/** @param {number} first @param {number} count */
export const seedsFrom = (first, count) => Array.from({ length: count }, (_, at) => first + at);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      host: { type: "string" },
      rounds: { type: "string", default: "1000" },
    },
  });
  if (values.host !== undefined && !(values.host in HOSTS))
    throw new Error(`--host is one of ${Object.keys(HOSTS).join(", ")}`);
  const hosts = values.host === undefined ? DEFAULT_HOSTS : [values.host];
  const first = Number(values.seed ?? randomInt(1 << 30));
  const rounds = values.seed === undefined ? Math.ceil(Number(values.rounds) / hosts.length) : 1;
  process.stdout.write(`the first seed is ${first}\n`);
  const parts = hosts.map((host, at) => ({ host, seeds: seedsFrom(first + at * rounds, rounds) }));
  const { points, faults, ...sum } = await playAll(parts);
  for (const [point, times] of [...points].sort()) process.stdout.write(`${point}: ${times}\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${sum.rounds} rounds, ${sum.fired} crashes at ${points.size} points, ${sum.calls} calls, ` +
      `${sum.crashed} of them crashed, ${sum.writes} writes, ${faults.length} faults\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

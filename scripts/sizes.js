// What a browser downloads and what the worker of a gateway contains, and the limits for it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fail, ROOT } from "./run.js";

/**
 * Module and entries, in bytes with gzip. A build over the budget fails; a build over the goal reports it.
 * Bulk revocation and gateways: the goal is the size with which they became separate modules, the budget 5 % more.
 */
const DOWNLOADS = [
  {
    title: "single calls",
    files: ["wasm/core.wasm", "browser.min.js"],
    goal: 80 * 1024,
    budget: 84 * 1024,
  },
  {
    title: "bulk revocation",
    files: ["wasm/mass/mass.wasm", "mass/browser.min.js"],
    goal: 205_398,
    budget: 215_668,
  },
  {
    title: "gateways",
    files: ["wasm/gateway/gateway.wasm", "guard/workerd.min.js", "pacing/workerd.min.js"],
    goal: 70_032,
    budget: 73_534,
  },
];

/** Prints the size of each download. Fails if one exceeds its budget. */
export function checkSizes() {
  for (const download of DOWNLOADS) check(download);
}

/** @param {(typeof DOWNLOADS)[number]} download */
function check({ title, files, goal, budget }) {
  const rows = files.map((name) => {
    const bytes = readFileSync(join(ROOT, "pkg/dist", name));
    const gzip = gzipSync(bytes, { level: 9 }).length;
    return { name, sizes: [bytes.length, gzip, brotliCompressSync(bytes).length] };
  });
  const total = [0, 1, 2].map((at) => rows.reduce((sum, { sizes }) => sum + (sizes[at] ?? 0), 0));
  console.log(`\n  ${title.padEnd(25)}      raw     gzip   brotli`);
  for (const { name, sizes } of [...rows, { name: "total", sizes: total }]) {
    console.log(`  ${name.padEnd(25)} ${sizes.map((size) => String(size).padStart(8)).join(" ")}`);
  }
  const [, gzip = 0] = total;
  const above = gzip > goal ? `; ${gzip - goal} above the goal of ${goal}` : "";
  console.log(`  ${gzip} bytes gzip of ${budget} allowed${above}`);
  if (gzip > budget)
    fail(
      `the download for ${title} is ${gzip - budget} bytes over its budget: reduce it, or raise the budget in scripts/sizes.js`,
    );
}

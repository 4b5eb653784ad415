// Size on the wire: each entry of the package, a small consumer bundled with each peer, and the module by crate.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "../scripts/run.js";
import { bundle, PEERS, TITLES } from "./bundle.js";
import { namedModule, xtask } from "./prepare.js";
import { bytes, percent, table, times } from "./table.js";

/** @typedef {{ raw: number, gzip: number, brotli: number }} Weight */

const HEAD = ["raw", "gzip", "brotli"];
const MODULE = "pkg/dist/wasm/core.wasm";

export async function measure() {
  return [
    "## Size on the wire, in bytes",
    entries(),
    "### A consumer that builds a request and parses its response, bundled for browsers",
    await consumers(),
    ...breakdown(),
  ];
}

/** Every file of `exports`, and the download of a browser. */
function entries() {
  const { exports } = JSON.parse(read("package.json").toString());
  /** @type {Map<string, string[]>} */
  const conditions = new Map();
  for (const [path, file] of leaves(exports, []))
    conditions.set(file, [...(conditions.get(file) ?? []), path]);
  const rows = [...conditions].map(([file, paths]) => [
    `\`${file}\` (${paths.join(", ")})`,
    ...cells(weigh(read(file))),
  ]);
  const browser = exports["."].browser.default;
  const together = sum([weigh(read(browser)), weigh(read(MODULE))]);
  return table(
    ["file (conditions)", ...HEAD],
    [...rows, ["**a browser downloads: its entry and the module**", ...cells(together)]],
  );
}

/** @param {any} node @param {string[]} path @returns {Array<[path: string, file: string]>} */
function leaves(node, path) {
  if (typeof node === "string") {
    const named = path.filter((name) => name !== "." && name !== "default");
    return node.endsWith(".json") ? [] : [[named.join(" ") || "default", node]];
  }
  return Object.entries(node).flatMap(([name, inner]) =>
    name === "types" ? [] : leaves(inner, [...path, name]),
  );
}

async function consumers() {
  const weights = await Promise.all(
    PEERS.map(async (peer) => {
      const source = `export { build, parse } from "./peers/${peer}.ts";`;
      const script = weigh(await bundle("browser", source));
      return peer === "ours" ? sum([script, weigh(read(MODULE))]) : script;
    }),
  );
  const [ours] = weights;
  return table(
    ["checked by", ...HEAD, "ours, by gzip"],
    weights.map((weight, nth) => [
      TITLES[PEERS[nth] ?? ""] ?? "",
      ...cells(weight),
      times((ours?.gzip ?? 0) / weight.gzip),
    ]),
  );
}

/** The bytes of the module by crate. */
function breakdown() {
  const lines = xtask("wasm-sizes", [namedModule()]).trim().split("\n");
  const parts = lines.map((line) => line.split("\t"));
  const shipped = read(MODULE).length;
  /** @type {Record<string, number>} */
  const crates = {};
  /** @type {Record<string, number>} */
  const rooms = {};
  for (const [kind, length, whose = "", name = ""] of parts) {
    const size = Number(length);
    if (kind === "function") add(crates, whose, size);
    else if (whose !== "code" && whose !== "custom") add(crates, `(${whose})`, size);
    const [, room = "exports, whatever was inlined into them"] =
      /certcentral_revoke(?:\[\w+\])?::(\w+(?:::\w+)?)/.exec(name) ?? [];
    if (whose === "certcentral_revoke") add(rooms, room, size);
  }
  const named = Object.values(crates).reduce((sum, size) => sum + size, 0);
  add(crates, "(lengths, section heads)", shipped - named);
  return [
    "### The module by crate, in bytes before compression",
    table(["crate", "bytes", "share"], shares(crates, shipped)),
    "### Of that, this crate by module",
    table(["module", "bytes", "share"], shares(rooms, shipped)),
  ];
}

/** @param {Record<string, number>} parts @param {number} whole */
function shares(parts, whole) {
  const sorted = Object.entries(parts).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, size]) => [name, bytes(size), percent(size, whole)]);
}

/** @param {Record<string, number>} sums @param {string} name @param {number} size */
function add(sums, name, size) {
  sums[name] = (sums[name] ?? 0) + size;
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(ROOT, file));
}

/** The sizes with the best compression, as in `scripts/build.js`. @param {Uint8Array} content @returns {Weight} */
function weigh(content) {
  return {
    raw: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content).length,
  };
}

/** The sum of separately compressed files, as a browser downloads them. @param {Weight[]} weights @returns {Weight} */
function sum(weights) {
  const of = (/** @type {keyof Weight} */ key) => weights.reduce((sum, each) => sum + each[key], 0);
  return { raw: of("raw"), gzip: of("gzip"), brotli: of("brotli") };
}

/** @param {Weight} weight */
function cells({ raw, gzip, brotli }) {
  return [raw, gzip, brotli].map(bytes);
}

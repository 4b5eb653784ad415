// Writes `pkg/dist/sbom.json`, the bill of materials of the package: the npm package, which has no dependencies, its modules, and
// every Rust crate that is compiled into each. CycloneDX 1.6; the same sources give the same bytes. `npm run sbom`

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, isMain, ROOT } from "./run.js";

/** @typedef {{ id: string, name: string, version: string, license: string | null, source: string | null, targets: Array<{ kind: string[] }> }} Crate */
/** @typedef {{ id: string, deps: Array<{ pkg: string, dep_kinds: Array<{ kind: string | null }> }> }} Node */

const TARGET = "wasm32-unknown-unknown";
/** The modules, with the features that each is compiled with. @type {ReadonlyArray<{ path: string, features: string[] }>} */
const MODULES = [
  { path: "pkg/dist/wasm/core.wasm", features: [] },
  { path: "pkg/dist/wasm/mass/mass.wasm", features: ["--features", "mass"] },
  { path: "pkg/dist/wasm/gateway/gateway.wasm", features: ["--features", "gateway"] },
];

/** @typedef {{ type: string, "bom-ref": string, name: string, version?: string, hashes?: Array<{ alg: string, content: string }>, licenses?: object[], purl?: string }} Component */
/** @typedef {{ ref: string, dependsOn: string[] }} Edge */

if (isMain(import.meta)) writeSbom();

export function writeSbom() {
  writeFileSync(join(ROOT, "pkg/dist/sbom.json"), textOf(packageSbom()));
}

/** @param {object} sbom */
export function textOf(sbom) {
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

/** The bill of materials of the package. */
export function packageSbom() {
  const {
    name,
    version,
    description,
    license,
    dependencies = {},
  } = JSON.parse(read("package.json"));
  if (Object.keys(dependencies).length > 0)
    fail("package.json has dependencies: add them to the bill of materials in scripts/sbom.js");
  const npm = { ...component(name, version, license, "npm"), description };
  const { components, edges } = compiledModules();
  const modules = MODULES.map(({ path }) => path);
  return sbomOf(npm, components, [{ ref: npm["bom-ref"], dependsOn: modules }, ...edges]);
}

/** @param {Component} subject @param {Component[]} components @param {Edge[]} dependencies */
export function sbomOf(subject, components, dependencies) {
  const at = process.env.SOURCE_DATE_EPOCH;
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      ...(at && { timestamp: new Date(Number(at) * 1000).toISOString() }),
      component: subject,
    },
    components,
    dependencies,
  };
}

/** The WebAssembly modules, Rust's standard library and the crates, with what each of them contains. @returns {{ components: Component[], edges: Edge[] }} */
function compiledModules() {
  const rust = standardLibrary();
  /** @type {Map<string, Component>} */
  const crates = new Map();
  /** @type {Map<string, Set<string>>} */
  const uses = new Map();
  const modules = MODULES.map(({ path, features }) => {
    if (!existsSync(join(ROOT, path))) fail(`${path} is missing: run \`npm run build\``);
    const compiled = compiledIn(features);
    for (const crate of compiled.crates) crates.set(crate["bom-ref"], crate);
    // A crate can have more dependencies in one module than in another.
    for (const { ref, dependsOn } of compiled.edges)
      uses.set(ref, new Set([...(uses.get(ref) ?? []), ...dependsOn]));
    const inside = compiled.crates.map((crate) => crate["bom-ref"]);
    return {
      file: fileComponent(path),
      edge: { ref: path, dependsOn: [...inside, rust["bom-ref"]] },
    };
  });
  return {
    components: [...modules.map(({ file }) => file), ...sortedByRef([...crates.values()]), rust],
    edges: [
      ...modules.map(({ edge }) => edge),
      ...[...uses].sort().map(([ref, names]) => ({ ref, dependsOn: [...names].sort() })),
    ],
  };
}

/** @param {Component[]} components */
function sortedByRef(components) {
  return components.sort((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
}

/** @param {string} path @returns {Component} */
export function fileComponent(path) {
  const sha256 = createHash("sha256")
    .update(readFileSync(join(ROOT, path)))
    .digest("hex");
  const hashes = [{ alg: "SHA-256", content: sha256 }];
  return { type: "file", "bom-ref": path, name: path, hashes };
}

/** The crates whose code is in a module. Excludes those of tests and builds, and macros, which only generate code. @param {string[]} features @returns {{ crates: Component[], edges: Edge[] }} */
function compiledIn(features) {
  /** @type {{ packages: Crate[], resolve: { root: string, nodes: Node[] } }} */
  const { packages, resolve } = JSON.parse(
    run("cargo", [
      ...["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET],
      ...features,
    ]),
  );
  const crateOf = new Map(packages.map((crate) => [crate.id, crate]));
  const nodeOf = new Map(resolve.nodes.map((node) => [node.id, node]));
  const checksums = lockedChecksums();
  /** @type {Map<string, string[]>} */
  const uses = new Map();
  /** @param {string} id */
  const visit = (id) => {
    if (uses.has(id)) return;
    const normal = (nodeOf.get(id)?.deps ?? []).filter(
      ({ pkg, dep_kinds }) =>
        dep_kinds.some(({ kind }) => kind === null) &&
        !crateOf.get(pkg)?.targets.some(({ kind }) => kind.includes("proc-macro")),
    );
    uses.set(
      id,
      normal.map(({ pkg }) => pkg),
    );
    for (const { pkg } of normal) visit(pkg);
  };
  visit(resolve.root);

  const purl = (/** @type {string} */ id) => {
    const { name = "", version = "" } = crateOf.get(id) ?? {};
    return `pkg:cargo/${name}@${version}`;
  };
  const ids = [...uses.keys()].sort((a, b) => (purl(a) < purl(b) ? -1 : 1));
  const crates = ids.map((id) => {
    const { name, version, license } = /** @type {Crate} */ (crateOf.get(id));
    const checksum = checksums.get(`${name} ${version}`);
    return {
      ...component(name, version, license, "cargo"),
      ...(checksum && { hashes: [{ alg: "SHA-256", content: checksum }] }),
    };
  });
  const edges = ids.map((id) => ({ ref: purl(id), dependsOn: (uses.get(id) ?? []).map(purl) }));
  return { crates, edges };
}

/** Rust's standard library, which is also in the module. */
function standardLibrary() {
  const version =
    /^release: (.+)$/m.exec(run("rustc", ["-vV"]))?.[1] ??
    fail("`rustc -vV` names no release: check the Rust installation");
  return component("rust-std", version, "MIT OR Apache-2.0", "generic");
}

/** @param {string} name @param {string} version @param {string | null} license @param {"npm" | "cargo" | "generic"} kind @returns {Component} */
export function component(name, version, license, kind) {
  // The scope of an npm package is a namespace, with an escaped @.
  const purl = `pkg:${kind}/${name.replace(/^@/, "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    // Older crates separate licenses with a slash.
    ...(license && { licenses: [{ expression: license.replaceAll("/", " OR ") }] }),
    purl,
  };
}

function lockedChecksums() {
  const entries = read("Cargo.lock").split("[[package]]");
  const field = (/** @type {string} */ entry, /** @type {string} */ name) =>
    new RegExp(`^${name} = "(.+)"$`, "m").exec(entry)?.[1];
  return new Map(
    entries.map((entry) => [
      `${field(entry, "name")} ${field(entry, "version")}`,
      field(entry, "checksum"),
    ]),
  );
}

/** @param {string} path */
function read(path) {
  return readFileSync(join(ROOT, path), "utf8");
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return execFileSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 });
}

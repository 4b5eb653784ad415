// Writes `pkg/dist/sbom.json`, the bill of materials of the package: the npm package, which has no dependencies, its module, and
// every Rust crate that is compiled into the module. CycloneDX 1.6; the same sources give the same bytes. `npm run sbom`

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, isMain, ROOT } from "./run.js";

/** @typedef {{ id: string, name: string, version: string, license: string | null, source: string | null, targets: Array<{ kind: string[] }> }} Crate */
/** @typedef {{ id: string, deps: Array<{ pkg: string, dep_kinds: Array<{ kind: string | null }> }> }} Node */

const TARGET = "wasm32-unknown-unknown";
const MODULE = "pkg/dist/wasm/core.wasm";

if (isMain(import.meta)) writeSbom();

export function writeSbom() {
  if (!existsSync(join(ROOT, MODULE))) fail(`${MODULE} is missing: run \`npm run build\``);
  const text = `${JSON.stringify(billOfMaterials(), null, 2)}\n`;
  writeFileSync(join(ROOT, "pkg/dist/sbom.json"), text);
}

function billOfMaterials() {
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
  const { crates, edges } = compiledIn();
  const root = `pkg:cargo/${name}@${version}`;
  const rust = standardLibrary();
  const at = process.env.SOURCE_DATE_EPOCH;
  const sha256 = createHash("sha256")
    .update(readFileSync(join(ROOT, MODULE)))
    .digest("hex");
  const module = {
    type: "file",
    "bom-ref": MODULE,
    name: MODULE,
    hashes: [{ alg: "SHA-256", content: sha256 }],
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      ...(at && { timestamp: new Date(Number(at) * 1000).toISOString() }),
      component: npm,
    },
    components: [module, ...crates, rust],
    dependencies: [
      { ref: npm["bom-ref"], dependsOn: [MODULE] },
      { ref: MODULE, dependsOn: [root, rust["bom-ref"]] },
      ...edges,
    ],
  };
}

/** The crates whose code is in the module. Excludes those of tests and builds, and macros, which only generate code. */
function compiledIn() {
  /** @type {{ packages: Crate[], resolve: { root: string, nodes: Node[] } }} */
  const { packages, resolve } = JSON.parse(
    run("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]),
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
  const edges = ids.map((id) => ({ ref: purl(id), dependsOn: uses.get(id)?.map(purl).sort() }));
  return { crates, edges };
}

/** Rust's standard library, which is also in the module. */
function standardLibrary() {
  const version =
    /^release: (.+)$/m.exec(run("rustc", ["-vV"]))?.[1] ??
    fail("`rustc -vV` names no release: check the Rust installation");
  return component("rust-std", version, "MIT OR Apache-2.0", "generic");
}

/** @param {string} name @param {string} version @param {string | null} license @param {"npm" | "cargo" | "generic"} kind */
function component(name, version, license, kind) {
  const purl = `pkg:${kind}/${name}@${version}`;
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

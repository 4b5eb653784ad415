// The bill of materials of the deployed gateway: the npm packages in the Worker and in the console, the package with its
// WebAssembly modules and crates, and the files that are uploaded. CycloneDX 1.6.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./run.js";
import { component, fileComponent, packageSbom, sbomOf } from "./sbom.js";

/** @typedef {import("./sbom.js").Component} Component */

const IN_PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * @param {string[]} consoleModules ids of the modules in the console's bundle @param {string[]} files what is uploaded, below `ROOT`
 */
export async function gatewaySbom(consoleModules, files) {
  const { name, version, license } = json("package.json");
  const library = packageSbom();
  const [npm] = [library.metadata.component];
  const gateway = component(`${name}-gateway`, version, license, "generic");
  const packages = packagesOf([...(await workerModules()), ...consoleModules]);
  const uploaded = files.map(fileComponent);
  const inGateway = [...packages, ...uploaded].map((each) => each["bom-ref"]);
  return sbomOf(
    { ...gateway, type: "application" },
    [npm, ...library.components, ...packages, ...uploaded],
    [
      { ref: gateway["bom-ref"], dependsOn: [npm["bom-ref"], ...inGateway] },
      ...library.dependencies,
    ],
  );
}

/** The modules that esbuild takes into the Worker, with the conditions that wrangler uses. @returns {Promise<string[]>} */
export async function workerModules() {
  const { metafile } = await build({
    entryPoints: [join(ROOT, "www/gateway/worker.js")],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    outdir: "/",
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  // What tree shaking removes is not in the Worker.
  return outputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

/** The npm packages of some modules, with license and hash. @param {string[]} modules @returns {Component[]} */
export function packagesOf(modules) {
  const names = new Set(
    modules.flatMap((path) => {
      // Vite marks virtual modules, and adds queries to others.
      const [, name] = IN_PACKAGE.exec(path.replace(/^\0/, "").split("?", 1)[0] ?? "") ?? [];
      return name === undefined ? [] : [name];
    }),
  );
  const { packages } = json("package-lock.json");
  return [...names].sort().map((name) => {
    const { version, license = null, integrity = "" } = packages[`node_modules/${name}`] ?? {};
    if (version === undefined)
      throw new Error(`package-lock.json has no package ${name} at its top level`);
    const [algorithm = "", digest = ""] = integrity.split("-");
    const alg = algorithm.replace(/^sha/, "SHA-");
    const content = Buffer.from(digest, "base64").toString("hex");
    return { ...component(name, version, license, "npm"), hashes: [{ alg, content }] };
  });
}

/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

// Checkers of published packages. Every rule applies, except for kinds of import that an entry does not support, each with its
// reason.

/** @param {string} host @param {string} tool @param {string} command @param {string[]} args @returns {import("../run.js").Row} */
const check = (host, tool, command, args) => ({
  host,
  version: (project) => project.version(tool),
  run: async (project) => {
    await project.run(project.tool(command), args.concat(project.tarball));
  },
  says: "✓ clean",
});

const attw = "@arethetypeswrong/cli";

/** @type {import("../run.js").Row[]} */
export const rows = [
  check("publint `--strict`", "publint", "publint", ["run", "--strict"]),
  // WebAssembly modules have no types.
  check("attw, `certcentral-revoke`", attw, "attw", [
    "--exclude-entrypoints",
    "core.wasm",
    "mass.wasm",
    "gateway.wasm",
    "inline",
    "mass",
    "mass/file",
    "mass/inline",
    "pacing",
    "pacing/inline",
    "guard",
    "guard/inline",
    "--",
  ]),
  // The `node10` resolution only supports the default entry.
  check("attw, `certcentral-revoke/mass`, `/mass/file`, `/pacing`, `/guard`", attw, "attw", [
    "--profile",
    "node16",
    "--entrypoints",
    "mass",
    "mass/file",
    "pacing",
    "guard",
    "--",
  ]),
  // ESM only: `require` in Node uses the default entry, and bundlers convert ESM.
  check("attw, `certcentral-revoke/inline`, and those of the others", attw, "attw", [
    "--profile",
    "esm-only",
    "--entrypoints",
    "inline",
    "mass/inline",
    "pacing/inline",
    "guard/inline",
    "--",
  ]),
  {
    host: "bill of materials, CycloneDX 1.6",
    version: (project) => project.version("@cyclonedx/cyclonedx-library"),
    run: async (project) => {
      await project.run(process.execPath, ["bill.cjs"]);
    },
    says: "✓ valid",
  },
];

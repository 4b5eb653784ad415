// What checkers of published packages say of the tarball. Every rule holds; only where an entry is not made for a way of
// importing is that way left out, with the reason beside it.

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
  // Modules are bytes: they have no types.
  check("attw, `certcentral-revoke`", attw, "attw", [
    "--exclude-entrypoints",
    "core.wasm",
    "mass.wasm",
    "inline",
    "mass",
    "mass/file",
    "mass/inline",
    "pacing",
    "pacing/inline",
    "--",
  ]),
  // The oldest way of resolving knows no entries but the first.
  check("attw, `certcentral-revoke/mass`, `/mass/file`, `/pacing`", attw, "attw", [
    "--profile",
    "node16",
    "--entrypoints",
    "mass",
    "mass/file",
    "pacing",
    "--",
  ]),
  // ESM alone: `require` in Node has the module beside the default entry, and bundlers turn ESM into what they need.
  check("attw, `certcentral-revoke/inline`, `/mass/inline`, `/pacing/inline`", attw, "attw", [
    "--profile",
    "esm-only",
    "--entrypoints",
    "inline",
    "mass/inline",
    "pacing/inline",
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

// TypeScript in strict mode with checked library types: compiles the scenario, then runs it.

/** @type {Array<[tool: string, resolution: string, file: string, title: string]>} */
const WAYS = ["typescript", "typescript5"].flatMap((tool) => [
  [tool, "node16", "main.js", "`node16`"],
  [tool, "node16", "required.cjs", "`node16`, `.cts`"],
  [tool, "nodenext", "main.js", "`nodenext`"],
  [tool, "nodenext", "required.cjs", "`nodenext`, `.cts`"],
  [tool, "bundler", "main.js", "`bundler`"],
]);

/** @type {import("../run.js").Row[]} */
export const rows = WAYS.map(([tool, resolution, file, title]) => ({
  host: `TypeScript strict, ${title}`,
  version: (project) => project.version(tool),
  run: async (project, sandbox) => {
    const compiler = project.toolFile(`${tool}/bin/tsc`);
    await project.run(process.execPath, [compiler, "-p", `tsconfig.${resolution}.json`]);
    const built = [`built/${resolution}/${file}`, `${sandbox}/services/v2`];
    return JSON.parse(await project.run(process.execPath, built));
  },
}));

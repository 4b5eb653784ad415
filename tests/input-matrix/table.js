// The matrix as a page: `npm run input-matrix` prints the faults, `npm run input-matrix -- --write` writes the page.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runMatrix } from "./matrix.js";
import { KINDS } from "./values.js";

/** @import { Row } from "./matrix.js" */

export const PAGE = new URL("../../docs/input-matrix.md", import.meta.url);

const INTRODUCTION = `# Every kind of value in every parameter

Written by \`npm run input-matrix -- --write\`, and compared with the code by \`tests/input-matrix/input-matrix.test.js\`.

- \`U\`: used as intended; the request, the result or the abort shows it
- \`D\`: no value was passed, so the default applies
- \`R\`: rejected with a message that names the parameter, before anything is sent. For \`parseRevokeResponse\` the effect of
  the error is \`unknown\`, because its caller has sent the revocation
- \`-\`: the parameter cannot have this value

An object is used with its own, inherited and hidden fields and getters. A \`Proxy\` is used if the required traps do not
throw. For a parameter that accepts an object, the values contain a valid field of it.
`;

/** @param {Row[]} rows */
export function pageOf(rows) {
  const kinds = KINDS.map(({ name }, at) => `${at + 1}: ${name.replaceAll("|", "\\|")}`);
  const lines = rows.map(({ method, path, outcomes }) => {
    const groups = outcomes.join("").match(/.{1,10}/g) ?? [];
    return `${`${method}: ${path}`.padEnd(50)} ${groups.join(" ")}`;
  });
  return `${INTRODUCTION}
Values, in the order of the columns, in groups of ten: ${kinds.map((kind) => `\`${kind}\``).join(", ")}

\`\`\`text
${lines.join("\n")}
\`\`\`

${rows.length * KINDS.length} cells: ${rows.length} parameters × ${KINDS.length} values.
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { rows, faults } = await runMatrix();
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  const page = pageOf(rows);
  if (process.argv.includes("--write")) writeFileSync(PAGE, page);
  if (process.argv.includes("--table")) process.stdout.write(page);
  process.stdout.write(`${rows.length * KINDS.length} cells, ${faults.length} faults\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

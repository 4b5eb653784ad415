// The access matrix as a page: `npm run access-matrix` prints it, `npm run access-matrix -- --write` writes it.

import { writeFileSync } from "node:fs";
import { isMain } from "../../scripts/run.js";
import { operationFor } from "../support/openapi.js";
import { accessTable, PEOPLE } from "./matrix.js";

export const PAGE = new URL("../../docs/access-matrix.md", import.meta.url);

const INTRODUCTION = `# Access matrix of the gateway

Who may send which request. Written by \`npm run access-matrix -- --write\` from \`tests/gateway/matrix.js\`, which shares no table with the
gateway. \`tests/gateway/matrix.test.js\` sends every cell with valid and invalid bodies, from the gateway's own page, programs, listed pages
and other sites, and fails if a cell passes that is not listed here, or if a route is missing.

- \`✓\`: admitted; rules about the target, such as holds and the two-person rule, apply afterwards
- \`✓*\`: admitted, but \`skip_approval\` is a 403 \`access_denied|skip_approval\`
- \`403\`: \`access_denied|role\`. \`401\`: \`access_denied|not_signed_in\`. \`404\`: there is no such route

A list belongs to its creator: only the creator and admins may change, start, pause or remove it.
`;

/** @param {string} result @param {string | undefined} skips */
function cellOf(result, skips) {
  if (result !== "passes") return result.slice(0, 3);
  return skips === undefined || skips === "passes" ? "✓" : "✓*";
}

/** The route of a path of the matrix, or the path itself where there is none. @param {string} method @param {string} path */
function routeOf(method, path) {
  const [plain = ""] = path.split("?");
  return operationFor(method, plain)?.template ?? plain;
}

/** The routes of the matrix, as `GET /console/jobs/{id}`. */
export const routes = () =>
  accessTable().map(({ method, path }) => `${method} ${routeOf(method, path)}`);

export function pageOf() {
  const columns = Object.values(PEOPLE).map(({ roles }) =>
    roles === null ? "unknown" : roles.join(", ") || "no role",
  );
  const lines = accessTable().map(({ method, path, results }) => {
    const cells = results.map(([, result, skips]) => cellOf(result, skips));
    return `| \`${method} ${routeOf(method, path)}\` | ${cells.join(" | ")} |`;
  });
  return `${INTRODUCTION}
| Request | ${columns.join(" | ")} |
| --- |${" --- |".repeat(columns.length)}
${[...new Set(lines)].join("\n")}
`;
}

if (isMain(import.meta)) {
  const page = pageOf();
  if (process.argv.includes("--write")) writeFileSync(PAGE, page);
  else console.log(page);
}

// The examples of the documentation: every fenced block with its mark, and the module as which it runs.
// A mark is an HTML comment right before the block:
//   <!-- example: NAME -->         prepared and checked by the setup NAME (setups/)
//   <!-- type-checked: REASON -->  cannot run here; the types are checked
//   <!-- not run: REASON -->       not checked
// Blocks of the reference come from doc comments, where an editor shows HTML comments. Their mark is in the info string:
// ```js example=NAME

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Example
 * @property {string} where file and line
 * @property {string} lang
 * @property {string} code
 * @property {"example" | "type-checked" | "not run"} mark
 * @property {string} word the setup or the reason of the mark
 */

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const REFERENCE = "docs/reference.md";
/** Blocks that are data, not examples of use. */
const DATA = new Set(["json", "jsonc", "html", "http", "text"]);
const MARK = /^<!-- (example|type-checked|not run): (.+?) -->$/;

/** The pages with examples. */
export function pages() {
  const guides = readdirSync(join(ROOT, "docs/guide")).filter((name) => name.endsWith(".md"));
  return ["README.md", REFERENCE, ...guides.sort().map((name) => `docs/guide/${name}`)];
}

/** @param {string} page @returns {Example[]} */
export function examplesOf(page) {
  return examplesIn(readFileSync(join(ROOT, page), "utf8"), page);
}

/** @param {string} text @param {string} page @returns {Example[]} */
export function examplesIn(text, page) {
  const lines = text.split("\n");
  /** @type {Example[]} */
  const examples = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const where = `${page}:${at + 1}`;
    if (!line.trimStart().startsWith("```")) continue;
    const [, lang, inline] = /^```(\w+)(?: example=([\w-]+))?$/.exec(line) ?? [];
    if (!lang) throw new Error(`${where}: a block starts a line and names its language`);
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`${where}: the block has no end`);
    const before = lines.slice(0, at).findLast((line) => line !== "") ?? "";
    const [, mark = "example", word = inline ?? ""] = MARK.exec(before) ?? [];
    const code = lines.slice(at + 1, end).join("\n");
    // A signature in the reference is not an example: the generator writes signatures as `ts`, and examples as `js`.
    if (!DATA.has(lang) && !(lang === "ts" && page === REFERENCE))
      examples.push({ where, lang, code, mark: /** @type {Example["mark"]} */ (mark), word });
    at = end;
  }
  return examples;
}

const IMPORT = /^import [^;]*;\n*/gm;
const LITERAL = /^("[^"]*"|'[^']*'|\[.*\]|-?\d[\d_]*|true|false|undefined)( \(.*|[,:;] .*)?$/;
const REJECTS = /^\/\/ (\w+Error): (.+)$/;

/**
 * An example as a module. An example with an export is a module already. The statements of any other example become a
 * function, which receives the names of the setup and returns the names that the example declares. A comment that states a
 * value becomes a check: `result.outcome; // "revoked"`.
 * @param {Example} example @param {string[]} provided names
 */
export function moduleOf({ code }, provided) {
  if (/^export /m.test(code)) return code;
  const imports = code.match(IMPORT) ?? [];
  const body = code.replace(IMPORT, "").split("\n").map(withCheck).join("\n");
  const names = [
    ...body.matchAll(/^(?:const|let) (?:\{([^}]*)\}|(\w+))|^(?:async )?function (\w+)/gm),
  ]
    .flatMap(([, many, one, made]) => many?.split(",") ?? [one ?? made ?? ""])
    .map((name) => name.replace(/=.*/, "").split(":").at(-1)?.trim() ?? "")
    .filter(Boolean);
  return `${imports.join("")}
/** @param {import("../../tests/docs/setup.js").Context} context @returns {Promise<Record<string, any>>} */
export default async function (context) {
  const { ${["same", ...provided].join(", ")} } = context;
  {
${body}
    return { ${names.join(", ")} };
  }
}
`;
}

/** Turns a line whose comment states a value into a check of that value. @param {string} line */
function withCheck(line) {
  const [, expression = "", claim = ""] = /^(.+);\s+\/\/ (.+)$/.exec(line) ?? [];
  const literal = LITERAL.exec(claim)?.[1];
  const states = expression !== "" && !/[^=!<>]=[^=>]|^\s*(return|break|import)\b/.test(expression);
  return states && literal !== undefined ? `same(${expression}, ${literal});` : line;
}

/** The error with which an example ends, and its message as a pattern: `…` matches any text. @param {string} code */
export function rejectionOf(code) {
  const [, name, message = ""] = REJECTS.exec(code.trimEnd().split("\n").at(-1) ?? "") ?? [];
  if (!name) return undefined;
  const parts = message
    .split("…")
    .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { name, message: new RegExp(`^${parts.join("[\\s\\S]*")}`) };
}

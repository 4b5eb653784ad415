// Links within the project: each file, heading and reference name that a link uses must exist.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./examples.js";

const WEB = /^https?:/;

/** The links of a page to other files or headings, inline or by reference. @param {string} page */
export function linksOf(page) {
  const text = proseOf(page);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|^\[[\w-]+\]: (\S+)/gm)];
  return links
    .map(([, inline, defined]) => inline ?? defined ?? "")
    .filter((link) => !WEB.test(link));
}

/** @param {string} page */
function proseOf(page) {
  return readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
}

/** @param {string} page @returns {string[]} */
export function wrongLinks(page) {
  const text = proseOf(page);
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const defined = new Map(
    [...text.matchAll(/^\[([\w-]+)\]: (\S+)/gm)].map(([, name = "", target = ""]) => [
      name,
      target,
    ]),
  );
  const used = [...text.matchAll(/\]\[([\w-]+)\]/g)].map(([, name = ""]) => name);
  return [
    ...[...inline, ...defined.values()].filter((target) => !leadsSomewhere(page, target)),
    ...used.filter((name) => !defined.has(name)),
    ...[...defined.keys()].filter((name) => !used.includes(name)),
  ].map((link) => `${page}: ${link}`);
}

/** @param {string} page @param {string} target */
export function leadsSomewhere(page, target) {
  if (WEB.test(target)) return true;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || !file.endsWith(".md") || anchorsOf(file).has(anchor);
}

/** The anchors of a page, as GitHub makes them. @param {string} file */
function anchorsOf(file) {
  const text = readFileSync(file, "utf8");
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  const counted = titles.map((title, at) => {
    const before = titles.slice(0, at).filter((other) => other === title).length;
    return before ? `${title}-${before}` : title;
  });
  const explicit = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = ""]) => id);
  return new Set([...counted, ...explicit]);
}

// Reads the heads that a gateway has published to a witness: a file with one head on each line, or a folder of such files.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { headFrom, verifyHead } from "./head.js";

const NAMES = /\.jsonl?$/;

/**
 * @param {string} path @param {import("./keys.js").PublicKey[]} publicKeys
 * @returns {import("./head.js").Head[]}
 */
export function witnessedHeads(path, publicKeys) {
  return filesAt(path).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => {
        const head = headFrom(line);
        // Heads from before the first signing key are not signed.
        if (head.key !== null && publicKeys.length > 0) verifyHead(line, publicKeys);
        return head;
      }),
  );
}

/** @param {string} path @returns {string[]} */
function filesAt(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && NAMES.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

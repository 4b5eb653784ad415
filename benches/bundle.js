// Bundles a peer, or all of them, for a host.

import { build } from "esbuild";
import { BENCHES } from "./prepare.js";

/** The peers by their file names; the first is this package. */
export const PEERS = /** @type {const} */ (["ours", "hand", "valibot", "zod-mini", "zod"]);

/** The titles in the tables. @type {Record<string, string>} */
export const TITLES = {
  ours: "certcentral-revoke",
  hand: "hand-written",
  valibot: "valibot",
  "zod-mini": "zod/mini",
  zod: "zod",
};

/**
 * Bundles as a consumer does: one minified file without the WebAssembly module.
 * @param {"browser" | "node"} platform @param {string} source @param {string} [outfile]
 */
export async function bundle(platform, source, outfile) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: BENCHES, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    // In Node the package reads its module from its own folder, so it stays external.
    external: platform === "node" ? ["certcentral-revoke"] : [],
    write: outfile !== undefined,
    ...(outfile && { outfile }),
    logLevel: "error",
  });
  return outputFiles?.[0]?.contents ?? new Uint8Array();
}

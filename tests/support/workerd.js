// Starts a Worker on workerd, bundled as wrangler does it.

import { build } from "esbuild";
import { Miniflare } from "miniflare";

/**
 * @param {import("esbuild").BuildOptions} source what to bundle
 * @param {Partial<import("miniflare").WorkerOptions>} [options]
 */
export async function startWorker(source, options = {}) {
  const { outputFiles = [] } = await build({
    ...source,
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    outdir: "/",
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
  });
  const modules = outputFiles
    .map(({ path, contents, text }) =>
      path.endsWith(".wasm")
        ? { type: /** @type {const} */ ("CompiledWasm"), path: path.slice(1), contents }
        : { type: /** @type {const} */ ("ESModule"), path: path.slice(1), contents: text },
    )
    .sort(({ type }) => (type === "ESModule" ? -1 : 1));
  return new Miniflare({ modules, compatibilityDate: "2026-04-01", ...options });
}

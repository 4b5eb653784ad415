// Bundles the script of a page with each bundler. The WebAssembly module stays a separate file.

import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { ROOT } from "./examples.js";

/** @type {Record<"esbuild" | "vite", (code: string, file: string) => Promise<string>>} */
export const BUNDLERS = {
  async esbuild(code) {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: ROOT },
      bundle: true,
      write: false,
      format: "esm",
      conditions: ["browser"],
      loader: { ".wasm": "file" },
      outdir: "/assets",
      assetNames: "[name]",
    });
    return outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
  },

  async vite(code, file) {
    const vite = await import("vite");
    const input = file.replace(/\.js$/, ".page.js");
    writeFileSync(input, code);
    const made = await vite.build({
      configFile: false,
      logLevel: "warn",
      build: {
        write: false,
        assetsInlineLimit: 0,
        modulePreload: false,
        target: "es2022",
        rollupOptions: { input, output: { assetFileNames: "assets/[name][extname]" } },
      },
    });
    const [{ output }] = /** @type {any} */ ([made].flat());
    return output.find((/** @type {any} */ one) => one.isEntry).code;
  },
};

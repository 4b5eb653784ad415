// Runs console, gateway and sandbox on this machine, on workerd, the runtime of Cloudflare's edge. Loopback only.

import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, Response } from "miniflare";

const WWW = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(WWW, "console/dist");
const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".wasm", "application/wasm"],
]);

/** Builds the page. @param {string} [outDir] */
export async function buildConsole(outDir = DIST) {
  const vite = await import("vite");
  await vite.build({
    root: join(WWW, "console"),
    configFile: join(WWW, "console/vite.config.js"),
    logLevel: "warn",
    build: { outDir },
  });
}

/** A worker as Miniflare takes it: one script, and its wasm modules beside it. @param {string} entry */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(WWW, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    outdir: "/",
    assetNames: "[name]",
    loader: { ".wasm": "copy" },
    logLevel: "error",
  });
  return outputFiles
    .map(({ path, contents, text }) =>
      path.endsWith(".wasm")
        ? { type: /** @type {const} */ ("CompiledWasm"), path: path.slice(1), contents }
        : { type: /** @type {const} */ ("ESModule"), path: path.slice(1), contents: text },
    )
    .sort(({ type }) => (type === "ESModule" ? -1 : 1));
}

/** The built console, as the edge's asset store would serve it. @param {{ url: string }} request @param {string} dist */
async function asset({ url }, dist) {
  const { pathname } = new URL(url);
  const path = pathname === "/" ? "/index.html" : pathname;
  const type = TYPES.get(extname(path));
  if (!type || path.includes("..")) return new Response("Not found", { status: 404 });
  const body = await readFile(join(dist, path)).catch(() => undefined);
  if (!body) return new Response("Not found", { status: 404 });
  return new Response(body, { headers: { "content-type": type } });
}

/**
 * @param {object} [options]
 * @param {number} [options.port] @param {number} [options.sandboxPort] 0 takes any free one
 * @param {Record<string, unknown>} [options.settings] of the sandbox
 * @param {string} [options.key] the key that the gateway holds
 * @param {string} [options.upstream] another CertCentral than the sandbox
 * @param {{ retry?: import("certcentral-revoke").RetrySettings, pollMs?: number }} [options.pace] how the page waits
 * @param {import("./account/pacing.js").Limits} [options.limits] of the key; DigiCert's if left out
 * @param {string} [options.readKey] a key of its own for reads
 * @param {string} [options.dist] where the built page is
 */
export async function startLocal({
  port = 0,
  sandboxPort = 0,
  settings = {},
  key = "sandbox-admin-key",
  upstream,
  pace,
  limits,
  readKey,
  dist = DIST,
} = {}) {
  const host = "127.0.0.1";
  const compatibilityDate = "2026-04-01";
  const sandbox = new Miniflare({
    host,
    port: sandboxPort,
    compatibilityDate,
    modules: await bundled("sandbox/worker.js"),
    bindings: { SANDBOX_SETTINGS: JSON.stringify(settings) },
  });
  const sandboxUrl = `${(await sandbox.ready).origin}/services/v2`;
  const gateway = new Miniflare({
    host,
    port,
    compatibilityDate,
    modules: await bundled("gateway/worker.js"),
    bindings: {
      DIGICERT_API_KEY: key,
      CERTCENTRAL_BASE_URL: upstream ?? sandboxUrl,
      ENVIRONMENT: "sandbox",
      ...(pace ? { PACE: JSON.stringify(pace) } : {}),
      ...(limits ? { LIMITS: JSON.stringify(limits) } : {}),
      ...(readKey ? { DIGICERT_READ_KEY: readKey } : {}),
    },
    durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    serviceBindings: { ASSETS: (/** @type {{ url: string }} */ request) => asset(request, dist) },
  });
  const consoleUrl = (await gateway.ready).origin;
  const close = async () => {
    await gateway.dispose();
    await sandbox.dispose();
  };
  return { consoleUrl, sandboxUrl, close };
}

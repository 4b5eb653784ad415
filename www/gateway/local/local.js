// Runs console, gateway and sandbox on this machine, on workerd, the runtime of Cloudflare's edge. Loopback only.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { startKillable } from "./killable.js";
import { startRuntime } from "./runtime.js";

const WWW = fileURLToPath(new URL("../..", import.meta.url));
const DIST = join(WWW, "console/dist");
/** Whom `npm start` lets in; the first, where the header `X-CertCentral-Identity` names nobody. */
export const PEOPLE = [
  { id: "ada", name: "Ada", roles: ["admin"] },
  { id: "sam", name: "Sam", roles: ["submitter"] },
  { id: "alex", name: "Alex", roles: ["approver"] },
  { id: "vera", name: "Vera", roles: ["viewer"] },
];

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

/**
 * @typedef {object} LocalOptions
 * @property {number} [port] 0 takes any free one
 * @property {number} [sandboxPort] the same
 * @property {Record<string, unknown>} [settings] of the sandbox
 * @property {string} [key] the key that the gateway holds
 * @property {string} [upstream] another CertCentral than the sandbox
 * @property {{ retry?: import("certcentral-revoke").RetrySettings, pollMs?: number }} [pace] how the page waits
 * @property {{ windows: number[][], guardMs?: number }} [limits] calls and milliseconds of each window; DigiCert's if left out
 * @property {string} [readKey] a key of its own for reads
 * @property {Record<string, string>} [variables] further settings of the gateway, or others in place of these
 * @property {object[] | null} [people] who is let in on this machine; nobody by that way if null
 * @property {(request: any) => Promise<any>} [outbound] answers what the gateway asks others, in place of the network
 * @property {string} [persist] a folder in which the account stays when everything is stopped
 * @property {string} [dist] where the built page is
 */
/** @param {LocalOptions} options */
async function prepared({
  port = 0,
  sandboxPort = 0,
  settings = {},
  key = "sandbox-admin-key",
  upstream,
  pace,
  limits,
  readKey,
  variables = {},
  people = PEOPLE,
  persist,
  dist = DIST,
}) {
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
  /** @type {import("./runtime.js").Runtime} */
  const runtime = {
    ...{ host, port, compatibilityDate, dist, persist },
    modules: await bundled("gateway/worker.js"),
    bindings: {
      DIGICERT_API_KEY: key,
      CERTCENTRAL_BASE_URL: upstream ?? sandboxUrl,
      ENVIRONMENT: "sandbox",
      ...(pace ? { PACE: JSON.stringify(pace) } : {}),
      ...(limits ? { LIMITS: JSON.stringify(limits) } : {}),
      ...(readKey ? { DIGICERT_READ_KEY: readKey } : {}),
      ...(people ? { DEVELOPMENT_IDENTITY: JSON.stringify(people) } : {}),
      ...variables,
    },
  };
  return { sandbox, sandboxUrl, runtime };
}

/** @param {LocalOptions} [options] */
export async function startLocal(options = {}) {
  const { sandbox, sandboxUrl, runtime } = await prepared(options);
  const gateway = startRuntime(runtime, options.outbound);
  const consoleUrl = (await gateway.ready).origin;
  const close = async () => {
    await gateway.dispose();
    await sandbox.dispose();
  };
  return { consoleUrl, sandboxUrl, close };
}

/** The same with a gateway that can be killed and started again, while the sandbox lives on. @param {LocalOptions & { persist: string }} options */
export async function startLocalKillable(options) {
  const { sandbox, sandboxUrl, runtime } = await prepared(options);
  const { origin, kill, revive, close: end } = await startKillable(runtime);
  const close = async () => {
    await end();
    await sandbox.dispose();
  };
  return { consoleUrl: origin, sandboxUrl, kill, revive, close };
}

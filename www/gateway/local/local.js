// Runs console, gateway and sandbox on workerd, the runtime of Cloudflare's edge, on loopback only.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { DEFAULTS } from "../../sandbox/settings.js";
import { startKillable } from "./killable.js";
import { startRuntime } from "./runtime.js";

const WWW = fileURLToPath(new URL("../..", import.meta.url));
const DIST = join(WWW, "console/dist");
/** The development identities of `npm start`. The first one applies when `X-CertCentral-Identity` is absent. */
export const PEOPLE = [
  { id: "ada", name: "Ada", roles: ["admin"] },
  { id: "sam", name: "Sam", roles: ["submitter"] },
  { id: "alex", name: "Alex", roles: ["approver"] },
  { id: "vera", name: "Vera", roles: ["viewer"] },
];

/** Heads go to files soon, because a local gateway lives for minutes. */
const FILE_WITNESS = '{"everyEntries":20,"everyMinutes":1,"to":[{"kind":"file"}]}';

/** Builds the console. @param {string} [outDir] @returns {Promise<string[]>} the ids of the modules in its bundle */
export async function buildConsole(outDir = DIST) {
  const vite = await import("vite");
  const built = await vite.build({
    root: join(WWW, "console"),
    configFile: join(WWW, "console/vite.config.js"),
    logLevel: "warn",
    build: { outDir },
  });
  return [built]
    .flat()
    .flatMap((result) => ("output" in result ? result.output : []))
    .flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
}

/** Bundles a worker for Miniflare: one script and its WebAssembly modules. @param {string} entry */
async function bundle(entry) {
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
 * @property {number} [port] 0 selects a free port
 * @property {number} [sandboxPort] 0 selects a free port
 * @property {Record<string, unknown>} [settings] sandbox settings
 * @property {string} [key] API key of the gateway
 * @property {string} [upstream] base URL of a CertCentral other than the sandbox
 * @property {{ retry?: import("certcentral-revoke").RetrySettings, pollMs?: number }} [pace] retry and polling settings of the console
 * @property {{ windows: number[][], guardMs?: number }} [limits] rate limits, each window as requests and milliseconds; default: DigiCert's
 * @property {boolean} [notify] whether the gateway sends notifications to the sandbox, in each format
 * @property {string} [readKey] separate API key for reads
 * @property {Record<string, string>} [variables] further gateway settings; they override the ones above
 * @property {object[] | null} [people] development identities; `null` for none
 * @property {(request: any) => Promise<any>} [outbound] handles the gateway's outgoing requests in place of the network
 * @property {string} [persist] folder for the account's storage
 * @property {string} [witness] folder for the heads of the audit log
 * @property {string} [dist] folder of the built console
 * @property {boolean} [hasAssetWorker] serves the console with the edge's asset worker
 */
/** @param {LocalOptions} options */
async function prepare({
  port = 0,
  sandboxPort = 0,
  settings = {},
  key = "sandbox-admin-key",
  upstream,
  pace,
  limits,
  notify = false,
  readKey,
  variables = {},
  people = PEOPLE,
  persist,
  witness,
  dist = DIST,
  hasAssetWorker = false,
}) {
  const host = "127.0.0.1";
  const compatibilityDate = "2026-04-01";
  const sandbox = new Miniflare({
    host,
    port: sandboxPort,
    compatibilityDate,
    modules: await bundle("sandbox/worker.js"),
    bindings: { SANDBOX_SETTINGS: JSON.stringify(settings) },
  });
  const sandboxUrl = `${(await sandbox.ready).origin}/services/v2`;
  /** @type {import("./runtime.js").Runtime} */
  const runtime = {
    ...{ host, port, compatibilityDate, dist, persist, witness, hasAssetWorker },
    modules: await bundle("gateway/worker.js"),
    bindings: {
      DIGICERT_API_KEY: key,
      CERTCENTRAL_BASE_URL: upstream ?? sandboxUrl,
      ENVIRONMENT: "sandbox",
      ...(pace ? { PACE: JSON.stringify(pace) } : {}),
      ...(limits ? { LIMITS: JSON.stringify(limits) } : {}),
      ...(notify ? { WEBHOOKS: JSON.stringify(sandboxWebhooks(sandboxUrl)) } : {}),
      ...(readKey ? { DIGICERT_READ_KEY: readKey } : {}),
      ...(witness ? { AUDIT_WITNESS: FILE_WITNESS } : {}),
      ...(people ? { DEVELOPMENT_IDENTITY: JSON.stringify(people) } : {}),
      ...variables,
    },
  };
  return { sandbox, sandboxUrl, runtime };
}

/** The webhooks that send every notification to the sandbox. @param {string} sandboxUrl */
export function sandboxWebhooks(sandboxUrl) {
  const url = (/** @type {string} */ format) =>
    new URL(`/sandbox/notifications/${format}`, sandboxUrl).href;
  const { notificationSecret: secret } = DEFAULTS;
  return [
    { name: "sandbox", url: url("json"), secret },
    { name: "sandbox, as for Slack", url: url("slack"), format: "slack" },
    { name: "sandbox, as for Teams", url: url("teams"), format: "teams" },
  ];
}

/** @param {LocalOptions} [options] */
export async function startLocal(options = {}) {
  const { sandbox, sandboxUrl, runtime } = await prepare(options);
  const gateway = startRuntime(runtime, options.outbound);
  const consoleUrl = (await gateway.ready).origin;
  const close = async () => {
    await gateway.dispose();
    await sandbox.dispose();
  };
  return { consoleUrl, sandboxUrl, close };
}

/** Like `startLocal`, with a gateway that can be killed and restarted while the sandbox keeps running. @param {LocalOptions & { persist: string }} options */
export async function startLocalKillable(options) {
  const { sandbox, sandboxUrl, runtime } = await prepare(options);
  const { origin, kill, revive, close: closeGateway } = await startKillable(runtime);
  const close = async () => {
    await closeGateway();
    await sandbox.dispose();
  };
  return { consoleUrl: origin, sandboxUrl, kill, revive, close };
}

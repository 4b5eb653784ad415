// Runs the gateway on workerd. Its configuration is plain data, so that it can be sent to a child process.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { Miniflare, Response } from "miniflare";

/** @typedef {{ type: "ESModule", path: string, contents: string } | { type: "CompiledWasm", path: string, contents: Uint8Array }} Module */
/**
 * @typedef {object} Runtime
 * @property {string} host @property {number} port @property {string} compatibilityDate
 * @property {Module[]} modules
 * @property {Record<string, string>} bindings gateway settings
 * @property {string} dist folder of the built console
 * @property {string | undefined} persist folder for the account's storage
 * @property {boolean} [hasAssetWorker] serves the console with the edge's asset worker and its `_headers`; default: the files as
 *   they are, also if none are built
 * @property {string | undefined} witness folder for the heads of the audit log
 */

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".csv", "text/csv; charset=utf-8"],
  [".wasm", "application/wasm"],
]);

/** @param {Runtime} runtime @param {(request: any) => Promise<any>} [outbound] handles the gateway's outgoing requests */
export function startRuntime({ dist, persist, witness, hasAssetWorker, ...plain }, outbound) {
  return new Miniflare({
    ...plain,
    ...(outbound ? { outboundService: outbound } : {}),
    ...(persist ? { durableObjectsPersist: persist } : {}),
    durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    ...(hasAssetWorker ? { assets: assetWorker(dist) } : {}),
    serviceBindings: {
      ...(hasAssetWorker
        ? {}
        : { ASSETS: (/** @type {{ url: string }} */ request) => asset(request, dist) }),
      ...(witness ? { AUDIT_FILES: (/** @type {Request} */ head) => keepHead(head, witness) } : {}),
    },
  });
}

/** As in `wrangler.jsonc`: the gateway runs first. @param {string} directory */
function assetWorker(directory) {
  const routerConfig = { invoke_user_worker_ahead_of_assets: true, has_user_worker: true };
  return { directory, binding: "ASSETS", routerConfig };
}

/** Serves a file of the built console, as the edge's asset store does. @param {{ url: string }} request @param {string} dist */
async function asset({ url }, dist) {
  const { pathname } = new URL(url);
  const path = pathname === "/" ? "/index.html" : pathname;
  const type = TYPES.get(extname(path));
  if (!type || path.includes("..")) return new Response("Not found", { status: 404 });
  const body = await readFile(join(dist, path)).catch(() => undefined);
  if (!body) return new Response("Not found", { status: 404 });
  return new Response(body, { headers: { "content-type": type } });
}

/** The name of a head: `<log>/<entry>-<hash>.json`. */
const HEAD_PATH = /^\/[0-9a-f-]{36}\/\d{12}-[0-9a-f]{16}\.json$/;

/** Writes a head of the audit log to a file, never over another one. @param {{ url: string, text: () => Promise<string> }} request @param {string} folder */
async function keepHead(request, folder) {
  const { pathname } = new URL(request.url);
  if (!HEAD_PATH.test(pathname)) return new Response("Not a head", { status: 400 });
  const file = join(folder, pathname);
  await mkdir(dirname(file), { recursive: true });
  const error = await writeFile(file, await request.text(), { flag: "wx" }).catch((error) => error);
  const isWritten = error === undefined || error.code === "EEXIST";
  return new Response(null, { status: isWritten ? 204 : 507 });
}

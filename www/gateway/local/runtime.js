// Runs the gateway on workerd. Its configuration is plain data, so that it can be sent to a child process.

import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
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
export function startRuntime({ dist, persist, hasAssetWorker, ...plain }, outbound) {
  return new Miniflare({
    ...plain,
    ...(outbound ? { outboundService: outbound } : {}),
    ...(persist ? { durableObjectsPersist: persist } : {}),
    durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    ...(hasAssetWorker
      ? { assets: assetWorker(dist) }
      : {
          serviceBindings: {
            ASSETS: (/** @type {{ url: string }} */ request) => asset(request, dist),
          },
        }),
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

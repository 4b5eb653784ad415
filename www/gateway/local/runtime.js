// The gateway on workerd, on this machine, of plain values. Not here: what else runs beside it (`local.js`).

import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { Miniflare, Response } from "miniflare";

/** @typedef {{ type: "ESModule", path: string, contents: string } | { type: "CompiledWasm", path: string, contents: Uint8Array }} Module */
/**
 * @typedef {object} Runtime
 * @property {string} host @property {number} port @property {string} compatibilityDate
 * @property {Module[]} modules
 * @property {Record<string, string>} bindings settings of the gateway
 * @property {string} dist where the built page is
 * @property {string | undefined} persist a folder in which the account stays
 */

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".csv", "text/csv; charset=utf-8"],
  [".wasm", "application/wasm"],
]);

/** @param {Runtime} runtime @param {(request: any) => Promise<any>} [outbound] answers what the gateway asks others */
export function startRuntime({ dist, persist, ...plain }, outbound) {
  return new Miniflare({
    ...plain,
    ...(outbound ? { outboundService: outbound } : {}),
    ...(persist ? { durableObjectsPersist: persist } : {}),
    durableObjects: { ACCOUNT: { className: "Account", useSQLite: true } },
    serviceBindings: { ASSETS: (/** @type {{ url: string }} */ request) => asset(request, dist) },
  });
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

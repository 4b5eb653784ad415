// Where this runs: only whether it is a browser, where everybody can read a key.

/** Whether this is a page or a worker of a browser; not Workers, Node, Deno, Bun. */
export function inBrowser() {
  const host = /** @type {any} */ (globalThis);
  const agent = host.navigator?.userAgent ?? "";
  const server =
    host.process?.versions?.node ||
    host.Deno ||
    host.Bun ||
    host.WebSocketPair ||
    host.EdgeRuntime ||
    agent === "Cloudflare-Workers";
  const page = typeof host.window === "object" && typeof host.document === "object";
  const worker =
    typeof host.WorkerGlobalScope === "function" && typeof host.WorkerNavigator === "function";
  return !server && (page || worker);
}

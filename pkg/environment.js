// Facts about the runtime.

const runtime = /** @type {any} */ (globalThis);

/** Whether this is a page or a worker of a browser, where everyone who opens the page can read a key. */
export function inBrowser() {
  const agent = runtime.navigator?.userAgent ?? "";
  const server =
    runtime.process?.versions?.node ||
    runtime.Deno ||
    runtime.Bun ||
    runtime.WebSocketPair ||
    runtime.EdgeRuntime ||
    agent === "Cloudflare-Workers";
  const page = typeof runtime.window === "object" && typeof runtime.document === "object";
  const worker =
    typeof runtime.WorkerGlobalScope === "function" &&
    typeof runtime.WorkerNavigator === "function";
  return !server && (page || worker);
}

/** Whether this is Node itself, whose errors of `fetch` say whether a connection existed. */
export function inNode() {
  return Boolean(runtime.process?.versions?.node) && !runtime.Deno && !runtime.Bun;
}

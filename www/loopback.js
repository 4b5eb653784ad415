// Which hosts are this machine. A request under another name came through DNS rebinding, or to a deployment.

const NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** @param {string} url */
export function isLoopbackUrl(url) {
  return URL.canParse(url) && NAMES.has(new URL(url).hostname);
}

/** Returns whether the `Host` header, if there is one, names this machine. @param {Headers} headers */
export function hasLoopbackHost(headers) {
  const host = headers.get("host");
  return host === null || isLoopbackUrl(`http://${host}`);
}

/**
 * Returns whether a request was addressed to this machine. Its `Host` header counts beside its URL: a local runtime takes the
 * URL from a header that a page can set, but no page can set `Host`.
 * @param {Request} request
 */
export function isLoopbackRequest({ url, headers }) {
  return isLoopbackUrl(url) && hasLoopbackHost(headers);
}

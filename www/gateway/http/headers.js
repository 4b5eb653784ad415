// The headers of every answer: what a page of ours may do, which is little, and what may be kept.

const POLICY = [
  "default-src 'none'",
  // The core is WebAssembly; nothing else may be compiled, and no script stands in the page itself.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** @param {Response} response @param {string} path of the request */
export function secured(response, path) {
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", POLICY);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  headers.set("Cache-Control", cacheRule(path, response.status));
  return new Response(response.body, { status: response.status, headers });
}

/** Files with a hash in their name never change; everything else is asked for anew. @param {string} path @param {number} status */
export function cacheRule(path, status) {
  const hashed = path.startsWith("/assets/") && (status === 200 || status === 304);
  return hashed ? "public, max-age=31536000, immutable" : "no-store";
}

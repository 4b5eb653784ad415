// Adds the security and caching headers of every response.

const POLICY = [
  "default-src 'none'",
  // The core is WebAssembly. Nothing else may be compiled, and inline scripts are forbidden.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The console assigns no HTML, so it needs no policy.
  "trusted-types 'none'",
].join("; ");

/** Features of browsers, all denied: the console uses none. */
const PERMISSIONS = [
  ...["accelerometer", "autoplay", "bluetooth", "camera", "clipboard-read", "display-capture"],
  ...["encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection"],
  ...["magnetometer", "microphone", "midi", "payment", "picture-in-picture"],
  ...["publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** @param {Response} response @param {string} path of the request */
export function withSecurityHeaders(response, path) {
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", POLICY);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Permissions-Policy", PERMISSIONS);
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  headers.set("Cache-Control", cacheControl(path, response.status));
  return new Response(response.body, { status: response.status, headers });
}

/** Files with a hash in their name never change. Nothing else is cached. @param {string} path @param {number} status */
export function cacheControl(path, status) {
  const hashed = path.startsWith("/assets/") && (status === 200 || status === 304);
  return hashed ? "public, max-age=31536000, immutable" : "no-store";
}

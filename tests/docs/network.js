// Redirects the calls of examples from DigiCert to the sandbox, and refuses any other host than this machine. A program loads
// it with `node --import`.

const DIGICERT = /^https:\/\/(www\.digicert\.com|certcentral\.digicert\.eu)\/services\/v2/;

/** @param {string} url @param {string} sandbox the sandbox's base URL */
export function toSandbox(url, sandbox) {
  const target = url.replace(DIGICERT, sandbox);
  if (new URL(target).hostname !== "127.0.0.1") throw new Error(`an example calls ${url}`);
  return target;
}

/** @param {string} sandbox @returns {() => void} restores `fetch` */
export function divert(sandbox) {
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    input instanceof Request
      ? real(new Request(toSandbox(input.url, sandbox), input), init)
      : real(toSandbox(String(input), sandbox), init);
  return () => {
    globalThis.fetch = real;
  };
}

if (process.env.EXAMPLE_SANDBOX) divert(process.env.EXAMPLE_SANDBOX);

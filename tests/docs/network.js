// Where examples think they reach DigiCert, they reach the sandbox; anything else but this machine is refused.
// Loaded before an example that runs as a program of its own: `node --import`.

const DIGICERT = /^https:\/\/(www\.digicert\.com|certcentral\.digicert\.eu)\/services\/v2/;

/** @param {string} url @param {string} sandbox the sandbox's base URL */
export function toSandbox(url, sandbox) {
  const target = url.replace(DIGICERT, sandbox);
  if (new URL(target).hostname !== "127.0.0.1") throw new Error(`an example calls ${url}`);
  return target;
}

/** @param {string} sandbox @returns {() => void} how to undo it */
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

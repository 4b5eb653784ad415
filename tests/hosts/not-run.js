// Hosts that `npm run hosts` does not run, each with its reason, so that none is left out in silence.

export const NOT_RUN = [
  {
    host: "Safari",
    why: "it needs a system of Apple's; Bun runs its engine, JavaScriptCore",
  },
  {
    host: "Cloudflare's and Vercel's own servers",
    why: "they need an account; workerd and Next's edge runtime are what they run",
  },
  {
    host: "Node below 20.19, `require` of `certcentral-revoke/inline`",
    why: "it is ESM only; the default entry takes `require`, and bundlers take both",
  },
  {
    host: "React Native (Hermes)",
    why: "its engine has no WebAssembly: the package cannot work there",
  },
  { host: "macOS, Windows, other processors", why: "one machine, Linux on x64, runs this table" },
];

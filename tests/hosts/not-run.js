// Hosts that `npm run hosts` does not run, each with its reason.

export const NOT_RUN = [
  {
    host: "Safari",
    reason: "it needs an Apple system; Bun runs its engine, JavaScriptCore",
  },
  {
    host: "Cloudflare's and Vercel's own servers",
    reason: "they need an account; they run workerd and Next's edge runtime",
  },
  {
    host: "Node below 20.19, `require` of `certcentral-revoke/inline`",
    reason: "it is ESM only; the default entry supports `require`, and bundlers support both",
  },
  {
    host: "React Native (Hermes)",
    reason: "its engine has no WebAssembly: the package cannot work there",
  },
  {
    host: "macOS, Windows, other processors",
    reason: "one machine, Linux on x64, runs this table",
  },
];

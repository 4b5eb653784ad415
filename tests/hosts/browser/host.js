// Browsers without a bundler: pages, workers, and the error under a policy without `'wasm-unsafe-eval'`.

import { browserVersion, inBrowser } from "../browsers.js";
import { bulkRow } from "../bulk-row.js";

/** @typedef {import("../project.js").Project} Project */

const NAMES_THE_POLICY = {
  unavailable: /add 'wasm-unsafe-eval' to script-src$/,
  says: "✓ CoreUnavailableError names `'wasm-unsafe-eval'`",
};
const ALLOWED = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** The pages and their policies. @type {Array<{ what: string, path: string, csp?: string } & Partial<typeof NAMES_THE_POLICY>>} */
const PAGES = [
  { what: '`<script type="module">`', path: "/" },
  { what: "import map", path: "/importmap.html" },
  { what: "dedicated worker", path: "/worker.html" },
  { what: "service worker", path: "/service-worker.html" },
  { what: "inline", path: "/inline.html" },
  { what: "CSP with `'wasm-unsafe-eval'`", path: "/", csp: ALLOWED },
  { what: "CSP `script-src 'self'`", path: "/", csp: "script-src 'self'", ...NAMES_THE_POLICY },
  {
    what: "CSP `script-src 'self'`, dedicated worker",
    path: "/worker.html",
    csp: "script-src 'self'",
    ...NAMES_THE_POLICY,
  },
  {
    what: "CSP `script-src 'self'`, inline",
    path: "/inline.html",
    csp: "script-src 'self'",
    ...NAMES_THE_POLICY,
  },
];

/** Firefox supports modules as service workers since this version. */
const MODULE_SERVICE_WORKERS = 147;

/** @type {import("../run.js").Row[]} */
export const rows = /** @type {const} */ (["Chromium", "Firefox"]).flatMap((browser) => [
  ...PAGES.filter(({ what }) => supports(browser, what)).map(
    ({ what, path, csp = "", ...expected }) => ({
      host: `${browser}, ${what}`,
      version: () => browserVersion(browser),
      run: (/** @type {Project} */ { folder }, /** @type {string} */ sandbox) =>
        inBrowser(browser, sandbox, { folder }, { path, csp }),
      ...expected,
    }),
  ),
  bulkRow(
    `${browser}, \`<script type="module">\``,
    () => browserVersion(browser),
    (/** @type {Project} */ { folder }, /** @type {string} */ sandbox) =>
      inBrowser(browser, sandbox, { folder }, { path: "/mass.html" }),
  ),
]);

/** @param {import("../browsers.js").Browser} browser @param {string} what */
function supports(browser, what) {
  if (browser === "Chromium" || what !== "service worker") return true;
  const [major = ""] = /\d+/.exec(browserVersion(browser)) ?? [];
  if (Number(major) >= MODULE_SERVICE_WORKERS) return true;
  console.log(
    `not run: Firefox, service worker: this is version ${major}, and modules need version ${MODULE_SERVICE_WORKERS}`,
  );
  return false;
}

// Next: a client component, which Node renders first, an edge route and a Node route; built by Turbopack and by webpack.

import { browserVersion, inBrowser } from "../browsers.js";
import { freePort } from "../origin.js";

/** @typedef {import("../project.js").Project} Project */

const SECONDS = 240;
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", CI: "true" };
/** One build for the three rows of a bundler. @type {Map<string, Promise<string>>} */
const built = new Map();

/** @param {Project} project @param {string} bundler */
function build(project, bundler) {
  const made =
    built.get(bundler) ??
    project.run(project.tool("next"), ["build", `--${bundler}`], {
      env: { ...QUIET, DIST: `built-${bundler}` },
      seconds: SECONDS,
    });
  built.set(bundler, made);
  return made;
}

/** @param {Project} project @param {string[]} args @param {string} dist @param {(origin: string) => Promise<Record<string, string>>} act */
async function serving(project, args, dist, act) {
  const port = await freePort();
  const all = [...args, "--hostname", "127.0.0.1", "--port", String(port)];
  const env = { ...QUIET, DIST: dist };
  const server = await project.serve(project.tool("next"), all, /Ready in/, { env, seconds: 120 });
  try {
    return await act(`http://127.0.0.1:${port}`);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${server.output()}`);
  } finally {
    server.stop();
  }
}

/** @param {string} sandbox @returns {Record<string, (origin: string) => Promise<Record<string, string>>>} */
const places = (sandbox) => {
  const route = async (/** @type {string} */ address) => {
    const response = await fetch(
      `${address}?sandbox=${encodeURIComponent(`${sandbox}/services/v2`)}`,
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`the route responded ${response.status}`);
    return JSON.parse(text);
  };
  return {
    "client component": (origin) => inBrowser("Chromium", sandbox, { upstream: origin }),
    "edge route": (origin) => route(`${origin}/edge`),
    "Node route": (origin) => route(`${origin}/node`),
  };
};

/** @param {string} way @param {string} place @param {(project: Project) => Promise<[args: string[], dist: string]>} ready @returns {import("../run.js").Row} */
const row = (way, place, ready) => ({
  host: `Next, ${way}, ${place}`,
  version: (project) =>
    project.version("next") + (place.startsWith("client") ? `, ${browserVersion("Chromium")}` : ""),
  run: async (project, sandbox) => {
    const [args, dist] = await ready(project);
    const act = places(sandbox)[place];
    return act ? serving(project, args, dist, act) : {};
  },
});

/** @type {import("../run.js").Row[]} */
export const rows = Object.keys(places("")).flatMap((place) => [
  ...["turbopack", "webpack"].map((bundler) =>
    row(`built by ${bundler}`, place, async (project) => {
      await build(project, bundler);
      return [["start"], `built-${bundler}`];
    }),
  ),
  row("development server", place, async () => [["dev"], "developed"]),
]);

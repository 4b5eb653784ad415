const folder = new URL("./built/", import.meta.url).pathname;

export default [
  {
    entry: { page: "./page.js", worker: "./worker-page.js" },
    output: { path: folder, publicPath: "auto" },
    target: "web",
  },
  {
    entry: "./server.js",
    output: { path: folder, filename: "server.mjs", module: true, chunkFormat: "module" },
    experiments: { outputModule: true },
    target: "node20",
  },
];

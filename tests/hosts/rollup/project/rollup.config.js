import { nodeResolve } from "@rollup/plugin-node-resolve";

export default [
  {
    input: ["page.js", "inline.js"],
    output: { dir: "built" },
    plugins: [nodeResolve({ browser: true })],
  },
  {
    input: "server.js",
    output: { file: "built/server.js" },
    plugins: [nodeResolve({ exportConditions: ["node"] })],
  },
];

// The tools are one folder above the project.
const above = new URL("..", import.meta.url).pathname;

export default {
  distDir: process.env.DIST,
  turbopack: { root: above },
  outputFileTracingRoot: above,
};

// Entry for Node, Deno and Bun: the module lies beside this file and is there at once.
// The build turns this file into `node.cjs`; both `import` and `require` end up there, so that one program never
// holds two copies.

import { readFileSync } from "node:fs";
import { useLoader } from "./turns.js";

useLoader({
  now: () =>
    new WebAssembly.Module(readFileSync(new URL("../wasm/mass/mass.wasm", import.meta.url))),
});

export * from "./public.js";

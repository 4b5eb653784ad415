// Entry for Vercel's edge runtime and for Next's: the module is imported compiled, by their way of asking for that.

import { useLoader } from "./core.js";
// @ts-expect-error a wasm import is a WebAssembly.Module there; no type checker knows it
import module from "./wasm/core.wasm?module";

useLoader({ now: () => module });

export * from "./public.js";

// Entry for Cloudflare Workers: they never compile bytes, the module is imported compiled.

import { useLoader } from "./core.js";
// @ts-expect-error a wasm import is a WebAssembly.Module in workerd; no type checker knows it
import module from "./wasm/core.wasm";

useLoader({ now: () => module });

export * from "./public.js";

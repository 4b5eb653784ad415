// Entry for Cloudflare Workers: they never compile bytes, the module is imported compiled.

// @ts-expect-error a wasm import is a WebAssembly.Module in workerd; no type checker knows it
import module from "../wasm/mass/mass.wasm";
import { useLoader } from "./turns.js";

useLoader({ now: () => module });

export * from "./public.js";

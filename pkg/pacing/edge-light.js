// Entry for Vercel's edge runtime and for Next's: the module is imported compiled, by their way of asking for that.

// @ts-expect-error a wasm import is a WebAssembly.Module there; no type checker knows it
import module from "../wasm/mass/mass.wasm?module";
import { useLoader } from "./turns.js";

useLoader({ now: () => module });

export * from "./public.js";

// Entry that carries the module in itself, for bundlers that lose files: larger by a third, and there at once.

import { bytesOf } from "../load.js";
import base64 from "../wasm/mass/mass.base64.js";
import { useLoader } from "./turns.js";

useLoader({ now: () => new WebAssembly.Module(bytesOf(base64)) });

export * from "./public.js";

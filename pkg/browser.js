// Entry for browsers, and for unknown hosts: the first call loads the module over the network.

import { useLoader } from "./core.js";
import { compile } from "./load.js";

useLoader({ later: () => compile(new URL("./wasm/core.wasm", import.meta.url)) });

export * from "./public.js";

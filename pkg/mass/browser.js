// Entry for browsers, and for unknown hosts: the first call loads the module over the network.

import { compile } from "../load.js";
import { useLoader } from "./core.js";

useLoader({ later: () => compile(new URL("../wasm/mass/mass.wasm", import.meta.url)) });

export * from "./public.js";

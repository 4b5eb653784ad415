// Entry for the development servers of pages: some of them, as Vite up to 7, move this file away from the module, so it
// carries the bytes. Else it is as `browser.js`, so that what works here works in production.

import { bytesOf, compile } from "../load.js";
import base64 from "../wasm/mass/mass.base64.js";
import { useLoader } from "./turns.js";

useLoader({ later: () => compile(bytesOf(base64)) });

export * from "./public.js";

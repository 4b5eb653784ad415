// Entry for the development servers of browsers: they move this file away from the module, so it carries the bytes too.
// Else it behaves as `browser.js` does, so that what works here works in production.

import { useLoader } from "./core.js";
import { bytesOf, compile } from "./load.js";
import base64 from "./wasm/core.base64.js";

useLoader({ later: () => compile(bytesOf(base64)) });

export * from "./public.js";

// The setups of the examples, by the name in an example's mark: preparation before the example, and checks after it.

import { PAGES } from "./pages.js";
import { PROGRAMS } from "./programs.js";
import { SHELLS } from "./shells.js";
import { STATEMENTS } from "./statements.js";
import { WORKERS } from "./workers.js";

/** @type {Record<string, import("../setup.js").Setup>} */
export const SETUPS = { ...STATEMENTS, ...PROGRAMS, ...WORKERS, ...PAGES, ...SHELLS };

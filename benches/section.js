// A separate process for `run.js`: measures one section and prints its tables.

import { argv } from "node:process";

const [, , section] = argv;
/** @type {{ measure: () => Promise<string[]> }} */
const { measure } = await import(`./${section}.js`);
for (const part of await measure()) console.log(`\n${part}`);

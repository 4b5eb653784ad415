// A process of its own, for `cold.js`: imports a peer, builds once, and prints how long each took, in milliseconds.

import { pathToFileURL } from "node:url";

const [script = ""] = process.argv.slice(2);
const { href } = pathToFileURL(script);
const started = performance.now();
const { build } = await import(href);
const imported = performance.now();
build("123456789", { revocationReason: "superseded" });
console.log(JSON.stringify([imported - started, performance.now() - imported]));

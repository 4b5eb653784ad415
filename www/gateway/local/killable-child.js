// The child process of `killable.js`: runs one gateway until it is killed or its parent exits.

import { startRuntime } from "./runtime.js";

process.once("message", async (/** @type {import("./runtime.js").Runtime} */ runtime) => {
  const gateway = startRuntime(runtime);
  process.once("disconnect", async () => {
    await gateway.dispose();
    process.exit(0);
  });
  process.send?.((await gateway.ready).origin);
});

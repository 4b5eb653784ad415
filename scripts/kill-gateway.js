// `npm run kill:gateway`: kills the gateway 1,000 times, or `KILLS` times, in the middle of runs of many orders; half an hour
// or more. `npm test` kills it 10 times. Not here: how (tests/gateway/jobs-kill.js).

import { step } from "./run.js";

await step(
  "kill the gateway",
  process.execPath,
  ["--test", "--test-reporter=spec", "tests/gateway/jobs-kill.test.js"],
  { env: { KILLS: process.env.KILLS ?? "1000" } },
);

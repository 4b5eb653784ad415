// Kills the gateway 1,000 times, or `KILLS` times, during bulk runs. Takes half an hour or more; `npm test` kills it 10 times.
// `npm run kill:gateway`

import { step } from "./run.js";

await step(
  "kill the gateway",
  process.execPath,
  ["--test", "--test-reporter=spec", "tests/gateway/jobs-kill.test.js"],
  { env: { KILLS: process.env.KILLS ?? "1000" } },
);

// `npm run simulate`: 10,000 seeds of runs of many orders and a day of 100,000, in release mode. `npm test` plays 200 seeds
// and 10,000 orders. Not here: what is simulated (tests/mass_run).

import { step } from "./run.js";

await step(
  "simulate: runs of many orders",
  "cargo",
  [
    "test",
    "--release",
    "--quiet",
    "--package",
    "certcentral-revoke",
    "--test",
    "mass_run",
    "--",
    "--nocapture",
  ],
  { env: { SIMULATE: "long" } },
);

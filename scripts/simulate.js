// Simulates 10,000 seeds of bulk runs and one day of 100,000 orders, in release mode. `npm test` simulates 200 seeds and
// 10,000 orders. `npm run simulate`

import { step } from "./run.js";

await step(
  "simulate bulk runs",
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

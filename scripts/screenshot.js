// Writes `docs/images/console.png`: an order and its blast radius in the console, with gateway and sandbox. Requires the built
// package. `npm run screenshot`

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { launchChromium } from "../tests/support/chromium.js";
import { buildConsole, startLocal } from "../www/gateway/local/local.js";
import { ORDERS } from "../www/sandbox/seed.js";
import { ROOT } from "./run.js";

const PATH = join(ROOT, "docs/images/console.png");

await buildConsole();
const local = await startLocal();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 860, height: 1110 } });
  await page.goto(local.consoleUrl);
  await page.getByLabel(/^Order/).fill(String(ORDERS.issued));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: new RegExp(String(ORDERS.issued)) }).waitFor();
  await page.waitForLoadState("networkidle");
  mkdirSync(dirname(PATH), { recursive: true });
  await page.screenshot({ path: PATH });
} finally {
  await browser.close();
  await local.close();
}
console.log(PATH);

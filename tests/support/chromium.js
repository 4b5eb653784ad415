// Starts a headless Chromium that connects only to this machine.

import { chromium } from "playwright-core";

/** @param {string[]} [more] options for this browser @returns {Promise<import("playwright-core").Browser>} */
export function launchChromium(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

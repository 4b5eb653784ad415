// Starts a headless Chromium that connects only to this machine.

import { chromium } from "playwright-core";

/** Command line options without first-run pages and without calls to other hosts. */
export const CHROMIUM_OPTIONS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @param {string[]} [more] options for this browser @returns {Promise<import("playwright-core").Browser>} */
export function launchChromium(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...CHROMIUM_OPTIONS, ...more],
  });
}

// Opens one page in Chromium or Firefox without a driver: headless, with a new profile, and only for this page.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_OPTIONS } from "../support/chromium.js";
import { startOrigin } from "./origin.js";

/** Preferences of Firefox without first-run pages and without calls to other hosts. */
const QUIET_FIREFOX = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "trailhead.firstrun.didSeeAboutWelcome": true,
};

/** @type {Record<"Chromium" | "Firefox", { command: string, args: (profile: string, url: string) => string[] }>} */
const BROWSERS = {
  Chromium: {
    command: process.env.CHROMIUM ?? "chromium",
    args: (profile, url) => ["--headless", ...CHROMIUM_OPTIONS, `--user-data-dir=${profile}`, url],
  },
  Firefox: {
    command: process.env.FIREFOX ?? "firefox-esr",
    args: (profile, url) => {
      const lines = Object.entries(QUIET_FIREFOX).map(
        (pair) => `user_pref(${pair.map((part) => JSON.stringify(part)).join(", ")});`,
      );
      writeFileSync(join(profile, "user.js"), lines.join("\n"));
      return ["--headless", "--no-remote", "--profile", profile, url];
    },
  },
};

/** @typedef {keyof typeof BROWSERS} Browser */

/** Name and version, from the browser itself. @param {Browser} browser */
export function browserVersion(browser) {
  const output = execFileSync(BROWSERS[browser].command, ["--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return `${browser} ${/[\d.]+/.exec(output)?.[0]}`;
}

/**
 * Opens a page and waits for its results.
 * @param {Browser} browser @param {string} sandbox its origin @param {Parameters<typeof startOrigin>[1]} behind
 * @param {{ path?: string, csp?: string }} [options]
 */
export async function inBrowser(browser, sandbox, behind, { path = "/", csp = "" } = {}) {
  const origin = await startOrigin(sandbox, behind, { csp });
  const profile = mkdtempSync(join(tmpdir(), "certcentral-browser-"));
  const { command, args } = BROWSERS[browser];
  const child = spawn(command, args(profile, origin.url + path), {
    stdio: "ignore",
    detached: true,
  });
  const failed = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}`)));
  });
  const stop = () => {
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {} // The browser has already ended.
  };
  process.once("exit", stop);
  try {
    return await Promise.race([origin.results(), /** @type {Promise<never>} */ (failed)]);
  } finally {
    process.off("exit", stop);
    child.removeAllListeners("exit");
    const gone = new Promise((resolve) => child.once("exit", resolve));
    stop();
    if (child.exitCode === null && child.pid) await gone;
    origin.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

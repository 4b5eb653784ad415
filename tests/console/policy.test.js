// The browser enforces the gateway's policies: no page script creates a Trusted Types policy, uses a feature of the browser, or
// reads memory that is shared with another site. That the console works under them: all other files.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, setUp } from "../support/console-page.js";

setUp();

test("the page cannot create a Trusted Types policy", async () => {
  // Not `close`: it reports the violations that this test causes.
  const { page } = await open();
  for (const name of ["default", "x", "dompurify"]) {
    const error = await page.evaluate((name) => {
      try {
        /** @type {any} */ (globalThis).trustedTypes.createPolicy(name, {});
        return "";
      } catch (error) {
        return String(error);
      }
    }, name);
    assert.match(error, /^TypeError: .*disallowed/, name);
  }
  await page.context().close();
});

test("the page is isolated, and may use no browser feature", async () => {
  const { page, close } = await open();
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  /** @type {string[]} */
  const allowed = await page.evaluate(() =>
    /** @type {any} */ (document).featurePolicy.allowedFeatures(),
  );
  assert.ok(allowed.length > 0);
  for (const feature of ["camera", "geolocation", "microphone", "payment", "usb", "fullscreen"])
    assert.ok(!allowed.includes(feature), feature);
  // The console copies rows to the clipboard.
  assert.ok(allowed.includes("clipboard-write"));
  await close();
});

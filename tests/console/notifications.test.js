// The webhooks in the console: their state, and the test notification.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, open, refuseOnce, setUp, shot } from "../support/console-page.js";

setUp();

/** @typedef {import("playwright-core").Page} Page */

const TIME = Date.UTC(2026, 9, 1, 3, 0, 0);
const WEBHOOK = {
  ...{ name: "security", format: "json", events: ["approval-requested", "frozen"], queued: 0 },
  ...{ delivered: 12, dropped: 0, failures: 0, retryAt: null, lastSuccess: TIME },
  ...{ lastFailure: null, problem: null },
};
const FAILING = {
  ...{ ...WEBHOOK, name: "slack hooks.slack.com", format: "slack", queued: 3, delivered: 0 },
  ...{ dropped: 1, failures: 4, retryAt: TIME + 60_000, lastSuccess: null, lastFailure: TIME },
  problem: "HTTP 503",
};

/** Serves the webhooks. @param {Page} page @param {object[]} webhooks @param {string | true} [notify] the permission */
async function serve(page, webhooks, notify = true) {
  /** @type {string[]} */
  const calls = [];
  await page.route(
    (url) => url.pathname === "/console/me",
    async (route) => {
      const response = await route.fetch();
      const me = await response.json();
      await route.fulfill({ response, json: { ...me, may: { ...me.may, notify } } });
    },
  );
  await page.route(
    (url) => url.pathname.startsWith("/console/notifications"),
    (route) => {
      const request = route.request();
      calls.push(`${request.method()} ${new URL(request.url()).pathname}`);
      const status = request.method() === "POST" ? 202 : 200;
      return route.fulfill({ status, json: { webhooks, digicert: { confirmed: 7 } } });
    },
  );
  await page.reload();
  return calls;
}

/** @param {Page} page */
async function show(page) {
  await page.getByRole("button", { name: "Notifications" }).click();
  await page.getByRole("heading", { name: "Notifications" }).waitFor();
}

test("webhooks are listed with their state", async () => {
  const { page, close } = await open();
  await serve(page, [WEBHOOK, FAILING]);
  await show(page);
  await page.getByText("2 webhooks, 1 failing.").waitFor();
  const working = page.locator('[data-webhook="working"]');
  assert.match((await working.textContent()) ?? "", /securityjsonworkingDelivered12/);
  const failing = page.locator('[data-webhook="failing"]');
  const text = (await failing.textContent()) ?? "";
  for (const words of ["4 failures in a row", "Waiting3", "Dropped1", "HTTP 503", "Next attempt"])
    assert.ok(text.includes(words), words);
  await page.getByRole("heading", { name: "Events from DigiCert" }).waitFor();
  await assertAccessible(page);
  await shot(page, "notifications");
  await page.setViewportSize({ width: 320, height: 640 });
  await assertAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "notifications-narrow-dark");
  await close();
});

test("test notification is queued and confirmed", async () => {
  const { page, close } = await open();
  const calls = await serve(page, [WEBHOOK]);
  await show(page);
  await page.getByText("1 webhook, none of them failing.").waitFor();
  await refuseOnce(page, "/console/notifications/test", 500, "Internal Server Error", "No.");
  await page.getByRole("button", { name: "Send a test notification" }).click();
  await page.getByText("Internal Server Error: No.").waitFor();
  await page.getByRole("button", { name: "Send a test notification" }).click();
  await page.getByText(/^Queued on/).waitFor();
  assert.equal(calls.at(-1), "POST /console/notifications/test");
  await assertAccessible(page);
  await close();
});

test("without webhooks there is nothing to test", async () => {
  const { page, close } = await open();
  const calls = await serve(page, []);
  await show(page);
  await page.getByText("No webhook is configured.").waitFor();
  const button = page.getByRole("button", { name: "Send a test notification" });
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await button.click({ force: true });
  assert.ok(!calls.some((call) => call.startsWith("POST")));
  await assertAccessible(page);
  await close();
});

test("viewer sees why the webhooks are denied", async () => {
  const { page, close } = await open({ as: "vera" });
  const calls = await serve(page, [WEBHOOK], "Only admin may test the notifications.");
  await show(page);
  await page.getByText("Only admin may test the notifications.").waitFor();
  assert.deepEqual(calls, []);
  await assertAccessible(page);
  await close();
});

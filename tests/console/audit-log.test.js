// The audit log in the console: pages, filters and export.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  assertAccessible,
  CANARY,
  gateway,
  open,
  refuseOnce,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

const VERIFY = fileURLToPath(new URL("../../pkg/verify/cli.js", import.meta.url));
const HOUR_MS = 3_600_000;

/** Adds more than one page of entries: 30 refused revocations and a hold. */
async function addEntries() {
  const reason = { revocation_reason: "keyCompromise", comment: "INC-4711" };
  for (let order = 1000; order < 1030; order++)
    await gateway("sam", "PUT", `/services/v2/order/certificate/${order}/revoke`, reason);
  await gateway("ada", "PUT", "/console/holds/1003", { reason: "Wait for the vendor" });
}

/** @param {import("playwright-core").Page} page */
async function openAuditLog(page) {
  await page.getByRole("button", { name: "Audit log" }).click();
  await page.getByRole("heading", { name: "Audit log" }).waitFor();
}

test("entries are listed newest first, page by page", async () => {
  const { page, close } = await open();
  await addEntries();
  await openAuditLog(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const rows = page.getByRole("list", { name: "Entries" }).getByRole("listitem");
  const texts = await rows.allTextContents();
  assert.match(String(texts[0]), /ada.*Put on hold: order 1003\. “Wait for the vendor”/);
  assert.match(
    String(texts[1]),
    /sam.*Revocation result: order 1029\. Refused .*Nothing was changed/,
  );
  assert.match(
    String(texts[2]),
    /sam.*Revocation requested: order 1029\. Reason: Key compromise\. “INC-4711”/,
  );
  const utc = await rows.first().locator("time").getAttribute("title");
  assert.ok(Math.abs(Date.parse(String(utc).replace(" UTC", "Z")) - Date.now()) < HOUR_MS);
  await rows
    .first()
    .getByText(/^Entry \d+$/)
    .click();
  await rows.first().getByText('"reason": "Wait for the vendor"').waitFor();
  await assertAccessible(page);
  await shot(page, "audit-log");
  await page.getByRole("button", { name: "Show older entries" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".entries > li").length > 60);
  const numbers = await rows.locator("summary").allTextContents();
  assert.equal(new Set(numbers).size, numbers.length, "no entry is listed twice");
  await close();
});

test("filters by user, action, order and time apply", async () => {
  const { page, close } = await open({ timezoneId: "Asia/Tokyo" });
  await addEntries();
  await openAuditLog(page);
  const filter = page.getByRole("form", { name: "Filter" });
  const apply = filter.getByRole("button", { name: "Filter" });
  const shown = () =>
    page
      .locator(".entries > li")
      .evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.action))]);
  await filter.getByLabel("User ID").fill("sam");
  await filter.getByLabel("Order ID").fill(" 1003 ");
  await apply.click();
  await page.getByText(/^\d+ entries\.$/).waitFor();
  assert.deepEqual((await shown()).sort(), ["revoke-order", "revoke-order-answer"]);
  await filter.getByLabel("Action").selectOption("Revocation requested");
  await apply.click();
  await page.waitForFunction(() => !document.querySelector('[data-action="revoke-order-answer"]'));
  await page.locator('[data-action="revoke-order"]').first().waitFor();
  // The form uses the browser's time zone, nine hours ahead of UTC in this test.
  const inputValue = (/** @type {number} */ ms) =>
    new Date(ms + 9 * HOUR_MS).toISOString().slice(0, 16);
  await filter.getByLabel("From").fill(inputValue(Date.now() - HOUR_MS));
  await filter.getByLabel("Before").fill(inputValue(Date.now() + HOUR_MS));
  await apply.click();
  await page.locator('[data-action="revoke-order"]').first().waitFor();
  await filter.getByLabel("Before").fill(inputValue(Date.now() - HOUR_MS / 2));
  await apply.click();
  await page.getByText("No entries match these filters.").waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  await assertAccessible(page);
  await shot(page, "audit-log-narrow");
  await close();
});

test("exported audit log passes the verifier", async () => {
  const { page, close } = await open();
  await addEntries();
  await openAuditLog(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export the audit log" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^audit-log-sandbox-[\dT-]+Z\.jsonl$/);
  const path = String(await file.path());
  const output = execFileSync(process.execPath, [VERIFY, "verify", path, "--allow-unsigned"], {
    encoding: "utf8",
  });
  assert.match(output, /complete and unchanged/);
  assert.ok(!readFileSync(path, "utf8").includes(CANARY));
  await page.getByText(`npx certcentral-revoke verify ${file.suggestedFilename()}`).waitFor();
  await assertAccessible(page);
  await close();
});

test("viewer sees why the audit log is denied", async () => {
  const { page, close } = await open({ as: "vera" });
  await openAuditLog(page);
  await page.getByText("Only admin may read and export the audit log; vera is viewer.").waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByRole("button", { name: /Export|Filter|Refresh/ }).count(), 0);
  await close();
});

test("refused filter and failed export show the reason", async () => {
  const { page, close } = await open();
  await openAuditLog(page);
  await page.getByRole("button", { name: "Refresh" }).waitFor();
  const filter = page.getByRole("form", { name: "Filter" });
  await filter.getByLabel("User ID").fill("x".repeat(201));
  await filter.getByRole("button", { name: "Filter" }).click();
  await page.getByText(/^Invalid query parameter actor/).waitFor();
  assert.equal(await page.getByText("No entries match these filters.").count(), 0);
  await refuseOnce(
    page,
    "/console/audit-log/export",
    500,
    "Internal Server Error",
    "The gateway failed.",
  );
  await page.getByRole("button", { name: "Export the audit log" }).click();
  await page.getByText("Internal Server Error: The gateway failed.").waitFor();
  assert.equal(await page.getByText("Saved as").count(), 0);
  await close();
});

// The record in the console: read page by page, filtered, exported.

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

/** 30 revokes of orders that do not exist, each with its answer, and a hold; as many entries for every test. */
async function deeds() {
  const reason = { revocation_reason: "keyCompromise", comment: "INC-4711" };
  for (let order = 1000; order < 1030; order++)
    await gateway("sam", "PUT", `/services/v2/order/certificate/${order}/revoke`, reason);
  await gateway("ada", "PUT", "/console/holds/1003", { reason: "Wait for the vendor" });
}

/** @param {import("playwright-core").Page} page */
async function record(page) {
  await page.getByRole("button", { name: "Record" }).click();
  await page.getByRole("heading", { name: "Record" }).waitFor();
}

test("the newest come first, in sentences, page by page", async () => {
  const { page, close } = await open();
  await deeds();
  await record(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const rows = page.getByRole("list", { name: "Entries" }).getByRole("listitem");
  const texts = await rows.allTextContents();
  assert.match(String(texts[0]), /ada.*Put on hold: order 1003\. “Wait for the vendor”/);
  assert.match(
    String(texts[1]),
    /sam.*Answer to a revoke: order 1029\. Refused .*nothing was changed/,
  );
  assert.match(
    String(texts[2]),
    /sam.*Asked to revoke: order 1029\. Reason: Key compromise\. “INC-4711”/,
  );
  const utc = await rows.first().locator("time").getAttribute("title");
  assert.ok(Math.abs(Date.parse(String(utc).replace(" UTC", "Z")) - Date.now()) < HOUR_MS);
  await rows
    .first()
    .getByText(/^Entry \d+$/)
    .click();
  await rows.first().getByText('"reason": "Wait for the vendor"').waitFor();
  await assertAccessible(page);
  await shot(page, "record");
  await page.getByRole("button", { name: "Show older ones" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".entries > li").length > 60);
  const numbers = await rows.locator("summary").allTextContents();
  assert.equal(new Set(numbers).size, numbers.length, "none twice");
  await close();
});

test("it can be filtered by who, what, order and time", async () => {
  const { page, close } = await open({ timezoneId: "Asia/Tokyo" });
  await deeds();
  await record(page);
  const filter = page.getByRole("form", { name: "Filter" });
  const apply = filter.getByRole("button", { name: "Filter" });
  const shown = () =>
    page
      .locator(".entries > li")
      .evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.action))]);
  await filter.getByLabel("Who").fill("sam");
  await filter.getByLabel("Order id").fill(" 1003 ");
  await apply.click();
  await page.getByText(/^\d+ entries\.$/).waitFor();
  assert.deepEqual((await shown()).sort(), ["revoke-order", "revoke-order-answer"]);
  await filter.getByLabel("What").selectOption("Asked to revoke");
  await apply.click();
  await page.waitForFunction(() => !document.querySelector('[data-action="revoke-order-answer"]'));
  await page.locator('[data-action="revoke-order"]').first().waitFor();
  // What is typed is the browser's time, nine hours ahead of UTC here.
  const typed = (/** @type {number} */ ms) => new Date(ms + 9 * HOUR_MS).toISOString().slice(0, 16);
  await filter.getByLabel("From").fill(typed(Date.now() - HOUR_MS));
  await filter.getByLabel("Before").fill(typed(Date.now() + HOUR_MS));
  await apply.click();
  await page.locator('[data-action="revoke-order"]').first().waitFor();
  await filter.getByLabel("Before").fill(typed(Date.now() - HOUR_MS / 2));
  await apply.click();
  await page.getByText("No entry is like that.").waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  await assertAccessible(page);
  await shot(page, "record-narrow");
  await close();
});

test("it is exported as a file that the verifier finds whole", async () => {
  const { page, close } = await open();
  await deeds();
  await record(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export the record" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^record-sandbox-[\dT-]+Z\.jsonl$/);
  const path = String(await file.path());
  const told = execFileSync(process.execPath, [VERIFY, "verify", path], { encoding: "utf8" });
  assert.match(told, /whole and unchanged/);
  assert.ok(!readFileSync(path, "utf8").includes(CANARY));
  await page.getByText(`npx certcentral-revoke verify ${file.suggestedFilename()}`).waitFor();
  await assertAccessible(page);
  await close();
});

test("who may not read it is told why", async () => {
  const { page, close } = await open({ as: "vera" });
  await record(page);
  await page.getByText("Only admin may read and export the record; vera is viewer.").waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByRole("button", { name: /Export|Filter|Read again/ }).count(), 0);
  await close();
});

test("a refusal is shown with its title and detail", async () => {
  const { page, close } = await open();
  await record(page);
  await page.getByRole("button", { name: "Read again" }).waitFor();
  const filter = page.getByRole("form", { name: "Filter" });
  await filter.getByLabel("Who").fill("x".repeat(201));
  await filter.getByRole("button", { name: "Filter" }).click();
  await page.getByText(/^actor is not right here/).waitFor();
  assert.equal(await page.getByText("No entry is like that.").count(), 0);
  await refuseOnce(
    page,
    "/console/record/export",
    500,
    "Internal Server Error",
    "The gateway failed.",
  );
  await page.getByRole("button", { name: "Export the record" }).click();
  await page.getByText("Internal Server Error: The gateway failed.").waitFor();
  assert.equal(await page.getByText("Saved as").count(), 0);
  await close();
});

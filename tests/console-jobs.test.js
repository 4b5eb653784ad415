// Lists of orders in the console: from a file to the report, the failures on the way, and very long ones without a stutter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeJobs } from "./console-jobs-fake.js";
import { assertAccessible, open, setUp, shot } from "./console-page.js";

setUp();

/** @typedef {import("playwright-core").Page} Page */

/** A page on a made up gateway. @param {FakeJobs} fake @param {import("./console-page.js").Options} [options] */
async function openLists(fake, options) {
  const { page, close } = await open(options);
  await fake.serve(page);
  await page.getByRole("button", { name: "Lists", exact: true }).click();
  await page.getByRole("heading", { name: "Lists" }).waitFor();
  return { page, close };
}

/** @param {Page} page */
async function openFirst(page) {
  await page
    .getByRole("button", { name: /^Open / })
    .first()
    .click();
  await page.locator(".way").waitFor();
}

test("from a file to the report", async () => {
  const fake = new FakeJobs({ orders: 10_000 });
  fake.step = 3000;
  const { page, close } = await openLists(fake);
  await page.getByText("No list was given yet.").waitFor();
  await shot(page, "jobs-none");
  await page.getByRole("button", { name: "New list" }).click();
  await page.getByRole("heading", { name: "New list" }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-new");
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByText("Drop or choose a file, or paste the orders.").waitFor();
  await page.getByLabel("Or choose one").setInputFiles({
    name: "incident-4711.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("order_id\n600000000\n"),
  });
  assert.equal(await page.getByLabel("Name of the list").inputValue(), "incident-4711");
  await shot(page, "jobs-chosen");
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByRole("heading", { name: "The list is right: 10,000 orders" }).waitFor();
  await page.getByText("3 rows were about an order that had come before").waitFor();
  await page.getByText("Owner").waitFor();
  await page.getByLabel("Key compromise").check();
  await assertAccessible(page);
  await shot(page, "jobs-settings");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.getByRole("heading", { name: "The plan: 9,980 of 10,000 orders" }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-plan");
  await page.getByRole("button", { name: "Rehearse it" }).click();
  await page.getByText("Rehearsed: no order was revoked").waitFor();
  const revoke = page.getByRole("button", { name: "Request revocation of 9,980 orders" });
  assert.equal(await revoke.getAttribute("aria-disabled"), "true");
  await page.getByLabel("Type how many orders").fill("9,980");
  await assertAccessible(page);
  await shot(page, "jobs-rehearsed");
  await revoke.click();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await page.locator(".windowed tbody tr").first().waitFor();
  await page.waitForTimeout(2500);
  await assertAccessible(page);
  await shot(page, "jobs-running");
  await page.getByRole("heading", { name: /^Finished/ }).waitFor();
  await page.locator(".windowed tbody tr").first().waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-finished");
  await close();
});

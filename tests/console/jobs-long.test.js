// A run of 100,000 orders in the console: the page stays small, and rows are loaded when they become visible.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, setUp } from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp();

const ORDERS = 100_000;

test("table of 100,000 orders scrolls during the run", async (t) => {
  const fake = new FakeJobs({ orders: ORDERS, job: { state: "running" } });
  fake.step = 500;
  const { page, close } = await open();
  await fake.serve(page);
  await page.getByRole("button", { name: "Lists", exact: true }).click();
  await page.getByRole("button", { name: /^Open / }).click();
  const table = page.getByRole("table", { name: "Orders of the list" });
  await table
    .getByRole("button", { name: /^Open order/ })
    .first()
    .waitFor();
  assert.equal(await table.getAttribute("aria-rowcount"), String(ORDERS + 1));
  const before = fake.calls.length;
  const stats = await page.evaluate(async () => {
    const frame = /** @type {HTMLElement} */ (document.querySelector(".virtual-table.orders"));
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let rows = 0;
    let longest = 0;
    let jumps = 0;
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    tasks.observe({ type: "longtask" });
    for (let step = 0; step <= 200; step += 1) {
      frame.scrollTop = (frame.scrollHeight * step) / 200;
      await nextFrame();
      rows = Math.max(rows, frame.querySelectorAll("tbody tr").length);
      jumps += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    tasks.disconnect();
    return { rows, longest, jumps, nodes: document.querySelectorAll("*").length };
  });
  const last = table.locator(`tr[aria-rowindex="${ORDERS + 1}"]`);
  await last.getByRole("button").first().waitFor();
  const pages = fake.calls.slice(before).filter((call) => call.startsWith("GET orders"));
  t.diagnostic(
    `${stats.jumps} jumps over ${ORDERS} orders: longest task ${Math.round(stats.longest)} ms (0: none over 50 ms), at most ${stats.rows} rows and ${stats.nodes} elements on the page, ${pages.length} pages loaded`,
  );
  assert.ok(stats.rows <= 40, `${stats.rows} rows are on the page`);
  assert.ok(pages.length < ORDERS / 100, "not every page is loaded");
  assert.ok(
    pages.some((call) => call.includes("offset=99900")),
    "the last page is loaded",
  );
  // The table keeps the focus after its row is removed, so that the keyboard keeps working.
  await last.getByRole("button").first().focus();
  await page.keyboard.press("Home");
  await page.evaluate(() => {
    const frame = document.querySelector(".virtual-table.orders");
    if (frame) frame.scrollTop = 0;
  });
  await table.locator('tr[aria-rowindex="2"]').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.className),
    "virtual-table orders",
    "the table has the focus",
  );
  await close();
});

test("hidden page does not poll", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  const { page, close } = await open();
  await fake.serve(page);
  await page.getByRole("button", { name: "Lists", exact: true }).click();
  await page.getByRole("button", { name: /^Open / }).click();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  /** @param {boolean} hidden */
  const setHidden = (hidden) =>
    page.evaluate((now) => {
      Object.defineProperty(document, "hidden", { value: now, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const polls = () => fake.calls.filter((call) => call === "GET j1").length;
  await page.waitForResponse(/console\/jobs\/j1$/);
  await setHidden(true);
  // A poll that was in flight may still arrive.
  await page.waitForLoadState("networkidle");
  const before = polls();
  await page.waitForTimeout(2500);
  assert.equal(polls(), before);
  const response = page.waitForResponse(/console\/jobs\/j1$/);
  await setHidden(false);
  await response;
  assert.equal(polls(), before + 1);
  await close();
});

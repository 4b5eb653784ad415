// A run of 100,000 orders in the console: what is on the page stays small, and rows are asked for when they come into sight.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, setUp } from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp();

const ORDERS = 100_000;

test("100,000 orders are scrolled through while the run goes on", async (t) => {
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
  const seen = await page.evaluate(async () => {
    const frame = /** @type {HTMLElement} */ (document.querySelector(".windowed.orders"));
    const frameOf = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let rows = 0;
    let longest = 0;
    let shown = 0;
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    tasks.observe({ type: "longtask" });
    for (let step = 0; step <= 200; step += 1) {
      frame.scrollTop = (frame.scrollHeight * step) / 200;
      await frameOf();
      rows = Math.max(rows, frame.querySelectorAll("tbody tr").length);
      shown += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    tasks.disconnect();
    return { rows, longest, shown, nodes: document.querySelectorAll("*").length };
  });
  const last = table.locator(`tr[aria-rowindex="${ORDERS + 1}"]`);
  await last.getByRole("button").first().waitFor();
  const pages = fake.calls.slice(before).filter((call) => call.startsWith("GET orders"));
  t.diagnostic(
    `${seen.shown} jumps over ${ORDERS} orders: longest task ${Math.round(seen.longest)} ms (0: none over 50 ms), at most ${seen.rows} rows and ${seen.nodes} elements on the page, ${pages.length} pages asked for`,
  );
  assert.ok(seen.rows <= 40, `${seen.rows} rows are on the page`);
  assert.ok(pages.length < ORDERS / 100, "not every page was asked for");
  assert.ok(
    pages.some((call) => call.includes("offset=99900")),
    "the last page was",
  );
  // The focus stays in the table when its row is gone, and keys go on from there.
  await last.getByRole("button").first().focus();
  await page.keyboard.press("Home");
  await page.evaluate(() => {
    const frame = document.querySelector(".windowed.orders");
    if (frame) frame.scrollTop = 0;
  });
  await table.locator('tr[aria-rowindex="2"]').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.className),
    "windowed orders",
    "the table has the focus",
  );
  await close();
});

test("a page that nobody sees asks for nothing", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  const { page, close } = await open();
  await fake.serve(page);
  await page.getByRole("button", { name: "Lists", exact: true }).click();
  await page.getByRole("button", { name: /^Open / }).click();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  /** @param {boolean} hidden */
  const turn = (hidden) =>
    page.evaluate((now) => {
      Object.defineProperty(document, "hidden", { value: now, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const looks = () => fake.calls.filter((call) => call === "GET j1").length;
  await page.waitForResponse(/console\/jobs\/j1$/);
  await turn(true);
  // A look that was on its way may still arrive.
  await page.waitForLoadState("networkidle");
  const before = looks();
  await page.waitForTimeout(2500);
  assert.equal(looks(), before);
  const back = page.waitForResponse(/console\/jobs\/j1$/);
  await turn(false);
  await back;
  assert.equal(looks(), before + 1);
  await close();
});

// The age of a plan in the console: it expires, its certificates are counted again, and it can be made again. Lists by page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, open, setUp, shot } from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp();

/** @typedef {import("../../www/console/jobs/types.ts").Job} Job */

const HOUR_MS = 3_600_000;

/** Opens a planned list. @param {Partial<Job>} job @param {string} [as] */
async function openPlanned(job, as = "ada") {
  const { page, close } = await open({ as });
  const plan = /** @type {any} */ (new FakeJobs().plan());
  const fake = await new FakeJobs({ job: { state: "planned", plan, ...job } }).serve(page);
  await page.getByRole("button", { name: "Lists" }).click();
  await page.getByRole("button", { name: "Open Intermediate G2" }).click();
  await page.getByRole("heading", { name: "The plan:" }).waitFor();
  return { page, close, fake };
}

test("expired plan cannot be started, and is made again", async () => {
  const { page, close, fake } = await openPlanned({
    plannedAt: Date.now() - 2 * HOUR_MS,
    planExpires: Date.now() - HOUR_MS,
  });
  const age = page.locator('[data-plan-age="expired"]');
  await age.getByText("The plan has expired.").waitFor();
  await page.getByLabel("To confirm, type the number of orders").fill("9980");
  await page.locator("#start-hint").getByText("The plan has expired. Plan again first.").waitFor();
  const start = page.getByRole("button", { name: "Request revocation of" });
  assert.equal(await start.getAttribute("aria-disabled"), "true");
  await assertAccessible(page);
  await shot(page, "plan-expired");
  await age.getByRole("button", { name: "Plan again" }).click();
  await page.locator('[data-plan-age="current"]').getByText("It can be started until").waitFor();
  assert.ok(fake.calls.includes("POST plan"));
  assert.ok(!fake.calls.some((call) => call.includes("settings")), "the settings are the same");
  await assertAccessible(page);
  await close();
});

test("plan whose certificates grew is made again", async () => {
  const message =
    "The orders have other certificates than the plan counted: at least 200 instead of 1. Plan again.";
  const { page, close, fake } = await openPlanned({
    plannedAt: Date.now(),
    planExpires: Date.now() + HOUR_MS,
    problem: { code: "conflict|changed", message },
  });
  await page.getByText(message).waitFor();
  const age = page.locator('[data-plan-age="outdated"]');
  await assertAccessible(page);
  await shot(page, "plan-grown");
  await age.getByRole("button", { name: "Plan again" }).click();
  await page.locator('[data-plan-age="current"]').waitFor();
  assert.equal(await page.getByText(message).count(), 0);
  assert.ok(fake.calls.includes("POST plan"));
  await close();
});

test("owner's plan is not made again by someone else", async () => {
  const { page, close, fake } = await openPlanned(
    { plannedAt: 0, planExpires: Date.now() - HOUR_MS },
    "sam",
  );
  const again = page.getByRole("button", { name: "Plan again", exact: true });
  await page.locator("#plan-again-hint").getByText("ada owns this list.").waitFor();
  await again.click({ force: true });
  assert.ok(!fake.calls.includes("POST plan"));
  await close();
});

test("list that counts its certificates again has sent nothing", async () => {
  const { page, close } = await open();
  const figures = { orders: 5, minCertificates: 1200, withDuplicates: 0, unread: 0 };
  await new FakeJobs({ job: { state: "starting", figures } }).serve(page);
  await page.getByRole("button", { name: "Lists" }).click();
  await page.locator('[data-job="starting"]').getByText("starting").waitFor();
  await page.getByRole("button", { name: "Open Intermediate G2" }).click();
  await page.getByRole("heading", { name: "Counting the certificates again…" }).waitFor();
  await page.getByText("Nothing was sent to DigiCert yet.").waitFor();
  await page.getByText("than the 1,200 of the plan").waitFor();
  await assertAccessible(page);
  await close();
});

test("lists are shown page by page", async () => {
  const { page, close } = await open();
  const fake = await new FakeJobs({ job: { state: "draft" } }).serve(page);
  const [first] = fake.jobs;
  assert.ok(first);
  fake.jobs = Array.from({ length: 120 }, (_, nth) => ({
    ...first,
    id: `j${nth}`,
    name: `L${nth}`,
  }));
  await page.getByRole("button", { name: "Lists" }).click();
  const rows = page.getByRole("list", { name: "Lists" }).getByRole("listitem");
  await page.getByText("The newest 50 of 120 lists.").waitFor();
  assert.equal(await rows.count(), 50);
  const more = page.getByRole("button", { name: "Show older lists" });
  await more.click();
  await page.getByText("The newest 100 of 120 lists.").waitFor();
  await assertAccessible(page);
  await more.click();
  await page.getByText("120 lists, newest first.").waitFor();
  assert.equal(await rows.count(), 120);
  assert.equal(await more.count(), 0);
  await close();
});

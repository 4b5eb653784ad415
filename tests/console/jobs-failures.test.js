// What lists in the console meet on their way: errors by row, no permission, no time, a gateway that is gone, runs that halt.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, gateway, open, setUp, shot } from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp();

/** @typedef {import("playwright-core").Page} Page */

/** A page on a made up gateway. @param {FakeJobs} fake @param {import("../support/console-page.js").Options} [options] */
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

test("a list with errors is told row by row, and nothing of it is taken", async () => {
  const fake = new FakeJobs();
  const message = "a reason is one of unspecified, keyCompromise, superseded";
  const rows = Array.from({ length: 1000 }, (_, nth) => ({
    ...{ line: nth * 2 + 2, column: 2, field: "reason", message },
  }));
  fake.rejections.push({ rows, rowsTotal: 4321 });
  const { page, close } = await openLists(fake, {
    permissions: ["clipboard-write", "clipboard-read"],
  });
  await page.getByRole("button", { name: "New list" }).click();
  await page.getByLabel("Or paste the orders").fill("order_id,reason\n1,because");
  await page.getByLabel("Rows of a file").check();
  await page.getByLabel("Name of the list").fill("INC-4711");
  await page.getByRole("button", { name: "Check the list" }).click();
  const heading = page.getByRole("heading", {
    name: "Nothing was taken of what was pasted: 4,321",
  });
  await heading.waitFor();
  assert.ok(await heading.evaluate((shown) => document.activeElement === shown));
  await page.getByText("The first 1,000 are shown.").waitFor();
  const table = page.getByRole("table", { name: "Rows that are wrong" });
  assert.equal(await table.getAttribute("aria-rowcount"), "1001");
  assert.ok((await table.locator("tbody tr").count()) < 40, "only those in sight are there");
  await page.locator(".windowed.issues").press("End");
  await table.getByText("Line 2,000").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-wrong");
  await page.getByRole("button", { name: "Copy them" }).click();
  await page.getByText("Copied.").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.split("\n")[0], `line 2, column 2, reason: ${message}`);
  assert.equal(copied.trim().split("\n").length, 1000);
  assert.equal(
    await page.getByLabel("Or paste the orders").inputValue(),
    "order_id,reason\n1,because",
  );
  await close();
});

test("a file dropped anywhere on the page is taken, and pasted ids are sent as such", async () => {
  const fake = new FakeJobs();
  const { page, close } = await openLists(fake);
  await page.getByRole("button", { name: "New list" }).click();
  await page.getByRole("heading", { name: "New list" }).waitFor();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["order_id\n1\n"], "dropped.csv", { type: "text/csv" }));
    for (const kind of ["dragover", "drop"])
      document.body.dispatchEvent(
        new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
      );
  });
  await page.getByText("dropped.csv").first().waitFor();
  await page.getByRole("button", { name: "Take dropped.csv away" }).click();
  await page.getByLabel("Or paste the orders").fill("600000000, 600000001");
  await page.getByLabel("Name of the list").fill("INC-4711");
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByRole("heading", { name: "The list is right" }).waitFor();
  assert.ok(fake.calls.includes("POST ?name=INC-4711&format=ids"));
  await close();
});

test("who may not revoke lists sees them, with the reason why not", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  const { page, close } = await openLists(fake, { as: "vera" });
  await page.getByText("Only submitter or admin may revoke a list of orders").waitFor();
  await page.getByRole("button", { name: "New list" }).click({ force: true });
  await openFirst(page);
  await page.getByRole("button", { name: "Pause" }).click({ force: true });
  await page.getByRole("button", { name: "Cancel the run…" }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.deepEqual(
    fake.calls.filter((call) => !call.startsWith("GET")),
    [],
  );
  await close();
});

test("who may revoke lists, but not change this one, is told whose it is", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  const { page, close } = await openLists(fake, { as: "sam" });
  await openFirst(page);
  await page.getByText("The list is ada's: only ada or an admin may change it.").waitFor();
  await page.getByRole("button", { name: "Pause" }).click({ force: true });
  assert.deepEqual(
    fake.calls.filter((call) => !call.startsWith("GET")),
    [],
  );
  await close();
});

test("a plan that cannot be done in time says what would help, and cannot be started", async () => {
  const fake = new FakeJobs({ job: { state: "planned" } });
  const [job] = fake.jobs;
  const plan = fake.plan();
  const shortfall = {
    ...{ deadlineUnixMs: plan.deadlineUnixMs, neededUnixMs: plan.deadlineUnixMs + 5_400_000 },
    ...{
      ordersInTime: 8000,
      limits: [
        [130, 5000],
        [1300, 180_000],
      ],
    },
  };
  Object.assign(job ?? {}, { plan: { ...plan, shortfall } });
  const { page, close } = await openLists(fake);
  await openFirst(page);
  await page.getByText("1 hour 30 minutes too late").waitFor();
  await page.getByText("Leave no more than 8,000 orders in the list").waitFor();
  await page.getByText("130 calls in 5 seconds and 1,300 calls in 3 minutes").waitFor();
  await page.getByLabel("Type how many orders").fill("9980");
  await page.getByRole("button", { name: "Request revocation of" }).click({ force: true });
  await page.getByText("It cannot be done in time, so it cannot be started.").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-too-late");
  assert.ok(!fake.calls.includes("POST start"));
  await close();
});

test("a run is paused, resumed and cancelled, and an order of it put on hold", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  fake.step = 1;
  const { page, close } = await openLists(fake, { viewport: { width: 320, height: 900 } });
  await openFirst(page);
  await page.getByRole("img", { name: /^Calls in 5 s: now/ }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-running");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByText("Somebody paused it.").waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await page.getByLabel("Show", { exact: true }).selectOption("waiting");
  const hold = page.getByRole("button", { name: /^Put order \d+ on hold/ }).last();
  const order = /\d+/.exec((await hold.getAttribute("aria-label")) ?? "")?.[0];
  await hold.click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Still in use");
  await page.getByRole("dialog").getByRole("button", { name: "Put on hold" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { holds } = await (await gateway("vera", "GET", "/console/holds")).json();
  assert.deepEqual(
    holds.map((/** @type {any} */ { orderId }) => orderId),
    [order],
  );
  await page.getByRole("button", { name: "Cancel the run…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel Intermediate G2?" });
  await dialog.getByText("What is revoked stays revoked.").waitFor();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Cancel the run" }).click();
  await page.getByRole("heading", { name: "Cancelled:" }).waitFor();
  await close();
});

test("a gateway that is gone for a moment loses nothing, and a closed page comes back to its list", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  fake.step = 10;
  const { page, close } = await openLists(fake);
  await openFirst(page);
  await page.getByRole("heading", { name: "Running" }).waitFor();
  const settled = page.locator(".progress span");
  await settled.getByText(/^[1-9]\d+ of 10,000 settled/).waitFor();
  fake.isDown = true;
  await page.getByText("The gateway does not answer").waitFor();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-silent");
  fake.isDown = false;
  await page.getByText("The gateway does not answer").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: "Intermediate G2" }).waitFor();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await close();
});

test("why a run does not go on is said in words", async () => {
  const fake = new FakeJobs({ job: { state: "stopped" } });
  const { page, close } = await openLists(fake);
  await openFirst(page);
  await page
    .getByText("DigiCert does not let the gateway's key in (access_denied: The key was")
    .waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-stopped");
  const [job] = fake.jobs;
  job?.snapshot && Object.assign(job.snapshot, { status: { is: "paused", why: "unknowns" } });
  Object.assign(job ?? {}, { state: "paused" });
  await page.getByText("The breaker tripped").waitFor();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await close();
});

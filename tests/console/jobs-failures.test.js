// Failures of lists in the console: rejected rows, denied actions, impossible deadlines, outages and halted runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, open, setUp, shot } from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp();

/** @typedef {import("playwright-core").Page} Page */

/** Opens the lists of a simulated gateway. @param {FakeJobs} fake @param {import("../support/console-page.js").Options} [options] */
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
  await page.locator(".steps").waitFor();
}

test("rejected list shows its errors by row", async () => {
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
  await page.getByRole("radio", { name: "CSV or JSON lines" }).check();
  await page.getByLabel("List name").fill("INC-4711");
  await page.getByRole("button", { name: "Upload the list" }).click();
  const heading = page.getByRole("heading", {
    name: "The pasted text wasn't imported: 4,321 errors",
  });
  await heading.waitFor();
  assert.ok(await heading.evaluate((element) => document.activeElement === element));
  await page.getByText("The first 1,000 errors are shown.").waitFor();
  const table = page.getByRole("table", { name: "Rows with errors" });
  assert.equal(await table.getAttribute("aria-rowcount"), "1001");
  assert.ok((await table.locator("tbody tr").count()) < 40, "only the visible rows are rendered");
  await page.locator(".virtual-table.issues").press("End");
  await table.getByText("Line 2,000").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-rejected");
  await page.getByRole("button", { name: "Copy errors" }).click();
  await page.getByText("Copied.").waitFor();
  const paste = page.getByLabel("Or paste the orders");
  assert.equal(await paste.inputValue(), "order_id,reason\n1,because");
  // The gateway's policy forbids the page to read the clipboard.
  await paste.press("ControlOrMeta+A");
  await paste.press("ControlOrMeta+V");
  const copied = await paste.inputValue();
  assert.equal(copied.split("\n")[0], `line 2, column 2, reason: ${message}`);
  assert.equal(copied.trim().split("\n").length, 1000);
  await close();
});

test("dropped file is accepted, pasted ids are sent as ids", async () => {
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
  await page.getByRole("button", { name: "Remove dropped.csv" }).click();
  await page.getByLabel("Or paste the orders").fill("600000000, 600000001");
  await page.getByLabel("List name").fill("INC-4711");
  await page.getByRole("button", { name: "Upload the list" }).click();
  await page.getByRole("heading", { name: "10,000 orders, no errors" }).waitFor();
  assert.ok(fake.calls.includes("POST ?name=INC-4711&format=ids"));
  await close();
});

test("viewer sees lists, but cannot change them", async () => {
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

test("submitter sees who owns the list of someone else", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  const { page, close } = await openLists(fake, { as: "sam" });
  await openFirst(page);
  await page.getByText("ada owns this list. Only ada or an admin may change it.").waitFor();
  await page.getByRole("button", { name: "Pause" }).click({ force: true });
  assert.deepEqual(
    fake.calls.filter((call) => !call.startsWith("GET")),
    [],
  );
  await close();
});

test("plan that misses the deadline cannot be started", async () => {
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
  await page.getByText("1 hour 30 minutes late").waitFor();
  await page.getByText("Reduce the list to at most 8,000 orders").waitFor();
  await page.getByText("130 requests in 5 seconds and 1,300 requests in 3 minutes").waitFor();
  await page.getByLabel("type the number of orders").fill("9980");
  await page.getByRole("button", { name: "Request revocation of" }).click({ force: true });
  await page.getByText("This can't finish by the deadline, so you can't start it.").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-too-late");
  assert.ok(!fake.calls.includes("POST start"));
  await close();
});

test("run is paused, resumed, held back and canceled", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  fake.step = 1;
  const { page, close } = await openLists(fake, { viewport: { width: 320, height: 900 } });
  await openFirst(page);
  await page.getByRole("img", { name: /^Requests in 5 s: now/ }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-running");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByText("Paused manually.").waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await page.getByLabel("Show", { exact: true }).selectOption("waiting");
  const hold = page.getByRole("button", { name: /^Put order \d+ on hold/ }).last();
  const order = /\d+/.exec((await hold.getAttribute("aria-label")) ?? "")?.[0];
  // The orders of the simulated list do not exist in the sandbox.
  /** @type {string[]} */
  const held = [];
  await page.route(
    (url) => url.pathname.startsWith("/console/holds/"),
    (route) => {
      held.push(new URL(route.request().url()).pathname);
      return route.fulfill({ status: 204 });
    },
  );
  await hold.click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Still in use");
  await page.getByRole("dialog").getByRole("button", { name: "Put on hold" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(held, [`/console/holds/${order}`]);
  await page.getByRole("button", { name: "Cancel the run…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel Intermediate G2?" });
  await dialog.getByText("Revoked orders stay revoked.").waitFor();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Cancel the run" }).click();
  await page.getByRole("heading", { name: "Canceled:" }).waitFor();
  await close();
});

test("gateway outage and page reload keep the list in view", async () => {
  const fake = new FakeJobs({ job: { state: "running" } });
  fake.step = 10;
  const { page, close } = await openLists(fake);
  await openFirst(page);
  await page.getByRole("heading", { name: "Running" }).waitFor();
  const settled = page.locator(".progress span");
  await settled.getByText(/^[1-9]\d+ of 10,000 settled/).waitFor();
  fake.isDown = true;
  await page.getByText("The gateway hasn't responded").waitFor();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-outage");
  fake.isDown = false;
  await page.getByText("The gateway hasn't responded").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: "Intermediate G2" }).waitFor();
  await page.getByRole("heading", { name: "Running" }).waitFor();
  await close();
});

test("halted run shows the reason", async () => {
  const fake = new FakeJobs({ job: { state: "stopped" } });
  const { page, close } = await openLists(fake);
  await openFirst(page);
  await page
    .getByText("Stopped: DigiCert rejected the API key (access_denied: The key was")
    .waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-stopped");
  const [job] = fake.jobs;
  job?.snapshot &&
    Object.assign(job.snapshot, { status: { state: "paused", reason: "unknown-outcomes" } });
  Object.assign(job ?? {}, { state: "paused" });
  await page.getByText("Paused by the circuit breaker").waitFor();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await close();
});

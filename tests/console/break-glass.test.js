// Break-glass in the console: an admin requests it with a justification, a second person approves it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  changes,
  decideProposal,
  find,
  gateway,
  open,
  setUp,
  shot,
} from "../support/console-page.js";
import { FakeJobs } from "../support/fake-jobs-api.js";

setUp({ TWO_PERSON: "null" });

const ORDER = ORDERS.issued;

/** @param {import("playwright-core").Page} page */
const openOption = (page) => page.getByText("The revocation limit is in the way?").click();

test("admin breaks glass with a justification and a second person", async () => {
  const { page, close } = await open({ as: "ada" });
  await find(page, ORDER);
  await openOption(page);
  const button = page.getByRole("button", { name: "Break glass…" });
  await page.getByText("Not possible yet: see the form above.").waitFor();
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await page.getByLabel("Key compromise").check();
  await page.getByLabel("to confirm").fill(String(ORDER));
  await assertAccessible(page);
  await button.click();
  const dialog = page.getByRole("dialog", { name: `Break glass: revoke order ${ORDER}?` });
  await dialog.getByText("This passes the revocation limit,").waitFor();
  const request = dialog.getByRole("button", { name: "Break glass: request" });
  await request.click();
  await dialog.getByText("Enter a justification.").waitFor();
  await dialog.getByLabel("Justification").fill("the key is on a forum");
  await assertAccessible(page);
  await shot(page, "break-glass");
  await request.click();
  await page.getByRole("heading", { name: `Revoke order ${ORDER}?` }).waitFor();
  await page.getByText("Break-glass: this passes the revocation limit.").waitFor();
  await page.getByText("You requested this yourself").waitFor();
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  const [, id = ""] = /#approval-(\d+)/.exec(page.url()) ?? [];
  assert.equal((await decideProposal("alex", id, "approved")).status, 204);
  assert.deepEqual(await changes(), [{ revocation_reason: "keyCompromise" }]);
  await page.getByRole("button", { name: "Audit log" }).click();
  const entry = page.locator('[data-action="break-glass"]').first();
  await entry.getByText("the key is on a forum").first().waitFor();
  await close();
});

test("submitter sees that only admin may break glass", async () => {
  const { page, close } = await open({ as: "sam" });
  await find(page, ORDER);
  await page.getByLabel("to confirm").fill(String(ORDER));
  await openOption(page);
  await page.getByText("Only admin may use break-glass.").waitFor();
  await page.getByRole("button", { name: "Break glass…" }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

test("list is started with break-glass and its justification", async () => {
  const { page, close } = await open({ as: "ada", viewport: { width: 320, height: 640 } });
  const plan = /** @type {any} */ (new FakeJobs().plan());
  await new FakeJobs({ job: { state: "planned", plan } }).serve(page);
  await page.getByRole("button", { name: "Lists" }).click();
  await page.getByRole("button", { name: "Open Intermediate G2" }).click();
  await page.getByLabel("To confirm, type the number of orders").fill("9980");
  await openOption(page);
  await page.getByRole("button", { name: "Break glass…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Justification").fill("24 hours left");
  await assertAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "break-glass-narrow-dark");
  const sent = page.waitForRequest((request) => request.url().endsWith("/start"));
  await dialog.getByRole("button", { name: "Break glass: request" }).click();
  assert.deepEqual((await sent).postDataJSON(), { count: 9980, breakGlass: "24 hours left" });
  await close();
});

test("stop of all revocations also stops break-glass", async () => {
  const { page, close } = await open({ as: "ada" });
  await find(page, ORDER);
  await gateway("vera", "POST", "/console/freeze", { reason: "wrong list" });
  await page.getByLabel("to confirm").fill(String(ORDER));
  await openOption(page);
  await page.getByRole("button", { name: "Break glass…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Justification").fill("urgent");
  await dialog.getByRole("button", { name: "Break glass: request" }).click();
  await dialog.getByText("vera stopped all revocations").waitFor();
  assert.deepEqual(await changes(), []);
  await close();
});

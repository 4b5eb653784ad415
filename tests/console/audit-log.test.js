// The audit log in the console: pages, filters and export.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  CANARY,
  decideProposal,
  gateway,
  open,
  refuseOnce,
  setUp,
  shot,
} from "../support/console-page.js";

setUp({ TWO_PERSON: '{"certificates":2}' });

const VERIFY = fileURLToPath(new URL("../../pkg/verify/cli.js", import.meta.url));
const HOUR_MS = 3_600_000;
/** An order that exists. */
const HELD = ORDERS.codeSigning;

/** Adds more than one page of entries: 30 refused revocations and a hold. */
async function addEntries() {
  const reason = { revocation_reason: "keyCompromise", comment: "INC-4711" };
  for (let order = 1000; order < 1030; order++)
    await gateway("sam", "PUT", `/services/v2/order/certificate/${order}/revoke`, reason);
  await gateway("ada", "PUT", `/console/holds/${HELD}`, { reason: "Wait for the vendor" });
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
  const held = new RegExp(`ada.*Put on hold: order ${HELD}\\. “Wait for the vendor”`);
  assert.match(String(texts[0]), held);
  assert.match(
    String(texts[1]),
    /sam.*Revocation result: order 1029\. Refused .*Nothing was (changed|sent)/,
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

/** Revokes an order with two people. @param {number} order */
async function revokeWithTwo(order) {
  const body = { revocation_reason: "keyCompromise", skip_approval: true };
  const path = `/services/v2/order/certificate/${order}/revoke`;
  const response = await gateway("ada", "PUT", path, body);
  assert.equal(response.status, 201);
  const { id } = await response.json();
  assert.equal((await decideProposal("alex", String(id), "approved", "checked")).status, 204);
  return String(id);
}

test("search by order answers who revoked it", async () => {
  const { page, close } = await open();
  const id = await revokeWithTwo(ORDERS.issued);
  assert.equal((await decideProposal("alex", id, "approved")).status, 409);
  await openAuditLog(page);
  const filter = page.getByRole("form", { name: "Filter" });
  await filter.getByLabel("Order ID").fill(String(ORDERS.issued));
  await filter.getByRole("button", { name: "Filter" }).click();
  const answer = page.locator("[data-answer]");
  await answer.getByRole("heading", { name: `Who revoked order ${ORDERS.issued}?` }).waitFor();
  assert.match(
    (await answer.locator('[data-revocation="revoked"]').last().textContent()) ?? "",
    /ada requested it\. alex approved it\. DigiCert revoked it\./,
  );
  const decided = page.locator('[data-action="decide-request-answer"]').first();
  await decided.getByText("Refused: it was decided already. Nothing was sent.").waitFor();
  assert.equal(await decided.getByText("DigiCert accepted the decision.").count(), 0);
  await assertAccessible(page);
  await shot(page, "audit-answer");
  await filter.getByLabel("Order ID").fill("4711");
  await filter.getByRole("button", { name: "Filter" }).click();
  await answer.getByText("No entry below shows a revocation of order 4711").waitFor();
  await close();
});

test("answer for an order of a list names the list", async () => {
  const { page, close } = await open();
  const listed = {
    ...{ seq: 9, time: Date.now(), hash: "0", actor: { id: "gateway", how: "setting" } },
    action: "job-orders",
    details: { job: "j1", startedBy: "sam", approvedBy: "alex", part: 1, parts: 1, orders: ["77"] },
  };
  await openAuditLog(page);
  await page.getByText(/The newest \d+ entries\.|^\d+ entries\.$/).waitFor();
  await page.route(
    (url) => url.pathname === "/console/audit-log",
    (route) => route.fulfill({ json: { entries: [listed] } }),
  );
  const filter = page.getByRole("form", { name: "Filter" });
  await filter.getByLabel("Order ID").fill("77");
  await filter.getByRole("button", { name: "Filter" }).click();
  const row = page.locator('[data-revocation="listed"]');
  assert.match(
    (await row.textContent()) ?? "",
    /sam requested it\. alex approved it\. A run of a list/,
  );
  await row.getByRole("button", { name: "Open the list" }).waitFor();
  await page.getByText("1 order. Started by sam. Approved by alex.").waitFor();
  await assertAccessible(page);
  await close();
});

test("witnesses of the log are shown with their state", async () => {
  const { page, close } = await open();
  const witnesses = [
    { kind: "r2", name: "r2", seq: 12, failures: 0, hash: "0", at: Date.now() },
    {
      ...{ kind: "https", name: "https https://witness.example.com/heads", seq: 0, failures: 3 },
      ...{ since: Date.now(), error: "HTTP 503" },
    },
  ];
  await page.route(
    (url) => url.pathname === "/console/audit-log/status",
    (route) => route.fulfill({ json: { last: 14, witnesses } }),
  );
  await openAuditLog(page);
  await page.getByRole("heading", { name: "Witnesses" }).waitFor();
  await page.locator('[data-witness="working"]').getByText("Has entry 12 of 14").waitFor();
  await page.locator('[data-witness="failing"]').getByText("HTTP 503").waitFor();
  await assertAccessible(page);
  await shot(page, "audit-witnesses");
  await close();
});

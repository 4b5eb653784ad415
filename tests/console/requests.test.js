// Pending CertCentral requests in the console: list, approval, rejection and their results.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  CANARY,
  calls,
  changes,
  control,
  elsewhere,
  faults,
  open,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

/** @param {import("playwright-core").Page} page */
async function list(page) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("heading", { name: "Approvals", exact: true }).waitFor();
}

/** Opens the dialog of the only request. @param {import("playwright-core").Page} page @param {"Approve" | "Reject"} action */
async function openDecision(page, action) {
  await page.getByRole("button", { name: new RegExp(`^${action} request`) }).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${action} request \\d+\\?$`) });
  await dialog.waitFor();
  return dialog;
}

/** The decisions that reached the sandbox. */
const decisions = async () =>
  (await calls()).filter(({ method, path }) => method === "PUT" && path.endsWith("/status"));

test("approval of a revoke request ends as revoked", async () => {
  const { page, close } = await open();
  await list(page);
  await page.getByText("1 request waits for approval.").waitFor();
  await assertAccessible(page);
  await shot(page, "requests");
  const dialog = await openDecision(page, "Approve");
  await dialog.getByText(`Approving revokes order ${ORDERS.openRevoke}`).waitFor();
  await dialog.getByText("This can't be undone.").waitFor();
  await dialog.getByRole("heading", { name: "This revokes 1 certificate" }).waitFor();
  await dialog.getByLabel("Note (optional)").fill("INC-4711");
  await assertAccessible(page);
  await shot(page, "approve");
  await dialog.getByRole("button", { name: `and revoke order ${ORDERS.openRevoke}` }).click();
  await assertResult(page, "decided", /is being revoked[\s\S]*Confirmed by DigiCert's response/);
  await shot(page, "approved");
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await assertRevoked(page);
  await shot(page, "approved-revoked");
  assert.deepEqual(await changes(), [{ status: "approved", processor_comment: "INC-4711" }]);
  await page.getByRole("button", { name: "Approvals" }).last().click();
  await page.getByText("No request waits for approval.").waitFor();
  await assertAccessible(page);
  await close();
});

/** @param {import("playwright-core").Page} page */
async function assertRevoked(page) {
  await page.locator('[data-result="revoked"]').waitFor();
  await page.getByText("is confirmed as revoked.").waitFor();
  await assertAccessible(page);
}

test("rejected request revokes nothing", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await openDecision(page, "Reject");
  await dialog.getByText("Nothing is revoked").waitFor();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "rejected", /Rejected[\s\S]*Nothing is revoked/);
  await shot(page, "rejected");
  assert.deepEqual(await changes(), [{ status: "rejected" }]);
  await close();
});

test("canceled dialog sends nothing and returns the focus", async () => {
  const { page, close } = await open();
  await list(page);
  for (const leave of [
    () => page.getByRole("button", { name: "Cancel" }).click(),
    () => page.keyboard.press("Escape"),
  ]) {
    await openDecision(page, "Approve");
    await leave();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    assert.match(label ?? "", /^Approve request/);
  }
  assert.deepEqual(await changes(), []);
  await close();
});

test("approval with a lost response is verified, sent once", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await openDecision(page, "Approve");
  await dialog.getByRole("heading", { name: "This revokes" }).waitFor();
  await faults({ method: "PUT", status: 502, afterCommit: true });
  await dialog.getByRole("button", { name: "and revoke order" }).click();
  await assertResult(page, "decided", /Verified by reading the request\. Someone else/);
  assert.equal((await decisions()).length, 1);
  await close();
});

test("check after an unknown decision shows a pending request", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await openDecision(page, "Reject");
  await faults({ method: "PUT", status: 500 });
  // The gateway reads the request before the decision. Only the reads of the page fail.
  await page.route(
    (url) => /^\/services\/v2\/request\/\d+$/.test(url.pathname),
    (route) => route.fulfill({ status: 503 }),
    { times: 4 },
  );
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "unknown", /may or may not be rejected[\s\S]*Do not send it again/);
  await shot(page, "decision-unknown");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByText("is still pending. It appears that nothing was decided.").waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Back to approvals" }).click();
  await page.getByText("1 request waits for approval.").waitFor();
  assert.equal((await decisions()).length, 1);
  await close();
});

test("refused decision shows DigiCert's reason", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await openDecision(page, "Reject");
  await control("settings", "PUT", { keys: { [CANARY]: "limited" } });
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "refused", /Nothing was changed[\s\S]*missing_permission[\s\S]*admin/);
  await page.getByRole("button", { name: "Back to approvals" }).click();
  await page.getByText("1 request waits for approval.").waitFor();
  await close();
});

test("decision on a closed request is refused", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await openDecision(page, "Reject");
  const [, id] = (await dialog.getByRole("heading").textContent())?.match(/request (\d+)/) ?? [];
  await elsewhere(`/request/${id}/status`, { status: "rejected" });
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "refused", /already[\s\S]*Someone else may have decided/);
  await close();
});

test("requests load page by page, and read errors are shown", async () => {
  const { page, close } = await open();
  for (const order of [ORDERS.issued, ORDERS.codeSigning])
    await elsewhere(`/order/certificate/${order}/revoke`, {});
  await control("settings", "PUT", { maxLimit: 2 });
  await list(page);
  await page.getByText("The first 2 of 3 requests.").waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("3 requests wait for approval.").waitFor();
  assert.equal(await page.getByRole("listitem").count(), 3);
  assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
  await assertAccessible(page);
  await faults({ pathPrefix: "/services/v2/request", status: 500, times: 4 });
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.locator("#requests-issues p").waitFor();
  assert.equal(await page.getByText("No request waits for approval.").count(), 0);
  await close();
});

test("approvals and dialog fit 320 pixels", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await list(page);
  await assertAccessible(page);
  const dialog = await openDecision(page, "Approve");
  await dialog.getByRole("heading", { name: "This revokes" }).waitFor();
  await assertAccessible(page);
  await shot(page, "approve-narrow");
  await close();
});

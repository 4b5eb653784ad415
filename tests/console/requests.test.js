// Pending requests in the console: listed, approved, rejected, and what that ends in.

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

/** The dialog about the only request there is. @param {import("playwright-core").Page} page @param {"Approve" | "Reject"} act */
async function ask(page, act) {
  await page.getByRole("button", { name: new RegExp(`^${act} request`) }).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${act} request \\d+\\?$`) });
  await dialog.waitFor();
  return dialog;
}

/** The decisions that reached the sandbox. */
const decisions = async () =>
  (await calls()).filter(({ method, path }) => method === "PUT" && path.endsWith("/status"));

test("approving a request to revoke says what it ends, and follows it until it is revoked", async () => {
  const { page, close } = await open();
  await list(page);
  await page.getByText("1 request waits for approval.").waitFor();
  await assertAccessible(page);
  await shot(page, "requests");
  const dialog = await ask(page, "Approve");
  await dialog.getByText(`Approving revokes order ${ORDERS.openRevoke}`).waitFor();
  await dialog.getByText("It cannot be undone.").waitFor();
  await dialog.getByRole("heading", { name: "This revokes 1 certificate" }).waitFor();
  await dialog.getByLabel("A note with your decision").fill("INC-4711");
  await assertAccessible(page);
  await shot(page, "approve");
  await dialog.getByRole("button", { name: `and revoke order ${ORDERS.openRevoke}` }).click();
  await assertResult(page, "decided", /is being revoked[\s\S]*Confirmed by DigiCert's answer/);
  await shot(page, "approved");
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  await assertFollowed(page);
  await shot(page, "approved-revoked");
  assert.deepEqual(await changes(), [{ status: "approved", processor_comment: "INC-4711" }]);
  await page.getByRole("button", { name: "Approvals" }).last().click();
  await page.getByText("No request waits for approval.").waitFor();
  await assertAccessible(page);
  await close();
});

/** @param {import("playwright-core").Page} page */
async function assertFollowed(page) {
  await page.locator('[data-result="revoked"]').waitFor();
  await page.getByText("was seen revoked.").waitFor();
  await assertAccessible(page);
}

test("rejecting a request revokes nothing", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await ask(page, "Reject");
  await dialog.getByText("Nothing is revoked").waitFor();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "rejected", /Rejected[\s\S]*Nothing is revoked by it/);
  await shot(page, "rejected");
  assert.deepEqual(await changes(), [{ status: "rejected" }]);
  await close();
});

test("the dialog can be left without a trace, by button and by key, and gives the focus back", async () => {
  const { page, close } = await open();
  await list(page);
  for (const leave of [
    () => page.getByRole("button", { name: "Cancel" }).click(),
    () => page.keyboard.press("Escape"),
  ]) {
    await ask(page, "Approve");
    await leave();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    assert.match(label ?? "", /^Approve request/);
  }
  assert.deepEqual(await changes(), []);
  await close();
});

test("an approval whose answer is lost is confirmed by reading, and sent once", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await ask(page, "Approve");
  await dialog.getByRole("heading", { name: "This revokes" }).waitFor();
  await faults({ method: "PUT", status: 502, afterCommit: true });
  await dialog.getByRole("button", { name: "and revoke order" }).click();
  await assertResult(page, "decided", /Confirmed by reading the request; somebody else/);
  assert.equal((await decisions()).length, 1);
  await close();
});

test("where nobody can know, a later look tells", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await ask(page, "Reject");
  await faults(
    { method: "PUT", status: 500 },
    { method: "GET", pathPrefix: "/services/v2/request/", status: 503, times: 4 },
  );
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "unknown", /may be rejected, or not[\s\S]*Do not send it again/);
  await shot(page, "decision-unknown");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByText("still waits. As far as can be seen, nothing was decided.").waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Back to the approvals" }).click();
  await page.getByText("1 request waits for approval.").waitFor();
  assert.equal((await decisions()).length, 1);
  await close();
});

test("a no is shown with DigiCert's words", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await ask(page, "Reject");
  await control("settings", "PUT", { keys: { [CANARY]: "limited" } });
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "refused", /Nothing was changed[\s\S]*missing_permission[\s\S]*admin/);
  await page.getByRole("button", { name: "Back to the approvals" }).click();
  await page.getByText("1 request waits for approval.").waitFor();
  await close();
});

test("a decision that somebody else was faster with is a no as well", async () => {
  const { page, close } = await open();
  await list(page);
  const dialog = await ask(page, "Reject");
  const [, id] = (await dialog.getByRole("heading").textContent())?.match(/request (\d+)/) ?? [];
  await elsewhere(`/request/${id}/status`, { status: "rejected" });
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await assertResult(page, "refused", /already[\s\S]*Somebody else may have decided/);
  await close();
});

test("a long list comes page by page, and a list that cannot be read says so", async () => {
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
  await page.getByRole("button", { name: "Read again" }).click();
  await page.locator("#requests-issues p").waitFor();
  assert.equal(await page.getByText("No request waits for approval.").count(), 0);
  await close();
});

test("it fits 320 pixels, dialog included", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await list(page);
  await assertAccessible(page);
  const dialog = await ask(page, "Approve");
  await dialog.getByRole("heading", { name: "This revokes" }).waitFor();
  await assertAccessible(page);
  await shot(page, "approve-narrow");
  await close();
});

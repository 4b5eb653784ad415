// Two-person approvals in the console: pending ones, decisions and their results.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  changes,
  faults,
  find,
  gateway,
  open,
  refuseOnce,
  revoke,
  setUp,
  shot,
} from "../support/console-page.js";

setUp({ TWO_PERSON: '{"certificates":2}' });

/** An order with four certificates. */
const ORDER = ORDERS.issued;
const BODY = { revocation_reason: "keyCompromise", comment: "INC-4711" };

/** Requests a revocation. @param {Record<string, unknown>} [more] @param {string} [person] @returns {Promise<string>} the id of the two-person approval */
async function propose(more = {}, person = "sam") {
  const path = `/services/v2/order/certificate/${ORDER}/revoke`;
  const response = await gateway(person, "PUT", path, { ...BODY, ...more });
  assert.equal(response.status, 201);
  return String((await response.json()).id);
}

/** @param {string} person @param {string} id @param {"approved" | "rejected"} status */
const decide = (person, id, status) =>
  gateway(person, "PUT", `/services/v2/request/${id}/status`, { status });

/** @param {import("playwright-core").Page} page */
async function inbox(page) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("heading", { name: "Two-person approvals" }).waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
}

test("revocation that needs two persons is not sent yet", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, true);
  await page.getByText("The approval expires on").waitFor();
  const words =
    /Nothing was sent to DigiCert, and nothing is revoked[\s\S]*role approver or admin[\s\S]*It can't be you[\s\S]*expires on/;
  await assertResult(page, "waiting", words);
  assert.match(await page.title(), /^Not sent yet/);
  assert.equal(
    await page.locator(".panel .notice").count(),
    0,
    "no warning about DigiCert's own approval",
  );
  await shot(page, "proposed");
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  const [id] = (await page.locator(".timeline").textContent())?.match(/9\d{15}/) ?? [];
  assert.equal((await decide("alex", String(id), "approved")).status, 204);
  await page.locator('[data-result="revoked"]').waitFor();
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  await assertAccessible(page);
  await close();
});

test("requester sees that the approval was rejected", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await page.getByText("The approval expires on").waitFor();
  const [id] = (await page.locator(".timeline").textContent())?.match(/9\d{15}/) ?? [];
  await decide("alex", String(id), "rejected");
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByRole("heading", { name: /is rejected/ }).waitFor();
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("inbox separates two-person approvals from requests", async () => {
  const { page, close } = await open({ as: "alex" });
  await propose();
  await inbox(page);
  const list = page.getByRole("list", { name: "Two-person approvals", exact: true });
  const text = (await list.getByRole("listitem").textContent()) ?? "";
  for (const words of ["1 order, 4 certificates", "Key compromise", "INC-4711", "sam, "])
    assert.ok(text.includes(words), words);
  assert.match(text, /Fingerprint[0-9a-f]{12}…/);
  await page.getByText("1 two-person approval is pending.").waitFor();
  const requests = page.getByRole("list", { name: "Requests in CertCentral" });
  assert.equal(await requests.getByRole("listitem").count(), 1);
  await assertAccessible(page);
  await shot(page, "inbox");
  await close();
});

test("approval sends the revocation and shows the result", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await inbox(page);
  await page.getByRole("button", { name: `Approve two-person approval ${id}` }).click();
  const dialog = page.getByRole("dialog", { name: `Approve two-person approval ${id}?` });
  await dialog.getByText("Approving sends the revocation").waitFor();
  await dialog.getByRole("heading", { name: "This revokes 4 certificates" }).waitFor();
  await dialog.getByLabel("Note (optional)").fill("seen");
  await assertAccessible(page);
  await shot(page, "approve-proposal");
  assert.deepEqual(await changes(), []);
  await dialog.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
  await page.getByText("created a request of its own").waitFor();
  await assertResult(page, "decided", /Confirmed by the gateway's response/);
  await shot(page, "proposal-approved");
  assert.deepEqual(await changes(), [BODY]);
  await close();
});

test("approval that skips DigiCert's approval ends as revoked", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose({ skip_approval: true }, "ada");
  await inbox(page);
  await approve(page, id, async () => {});
  await page.getByText("DigiCert accepted the revocation.").waitFor();
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await page.locator('[data-result="revoked"]').waitFor();
  await assertAccessible(page);
  await close();
});

test("rejection sends nothing to DigiCert", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await inbox(page);
  await page.getByRole("button", { name: `Reject two-person approval ${id}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nothing is sent to DigiCert").waitFor();
  await dialog.getByRole("button", { name: `Reject two-person approval ${id}` }).click();
  await assertResult(page, "rejected", /Nothing was sent to DigiCert, and nothing is revoked/);
  assert.deepEqual(await changes(), []);
  await close();
});

/** Opens the dialog, waits for the certificates, runs `then`, and approves. @param {import("playwright-core").Page} page @param {string} id @param {() => Promise<void>} then */
async function approve(page, id, then) {
  await page.getByRole("button", { name: `Approve two-person approval ${id}` }).click();
  await page.getByRole("heading", { name: "This revokes 4 certificates" }).waitFor();
  await then();
  await page.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
}

test("approval of changed certificates is void, sends nothing", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await inbox(page);
  const pathPrefix = `/services/v2/order/certificate/${ORDER}/duplicate`;
  const none = { status: 200, body: '{"certificates":[]}', contentType: "application/json" };
  await approve(page, id, () => faults({ method: "GET", pathPrefix, ...none }));
  await assertResult(page, "refused", /was not executed[\s\S]*changed after it was proposed/);
  assert.equal(await page.getByText("The API key is invalid").count(), 0);
  await page.getByRole("button", { name: "Back to approvals" }).click();
  await page.getByText(/^Closed \(/).click();
  await page.locator('[data-state="void"]').getByText("Nothing was sent to DigiCert").waitFor();
  assert.deepEqual(await changes(), []);
  await close();
});

test("approval shows DigiCert's refusal", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await inbox(page);
  const body = '{"errors":[{"code":"not_allowed","message":"not now"}]}';
  const refusal = { status: 409, body, contentType: "application/json" };
  await approve(page, id, () => faults({ method: "PUT", ...refusal }));
  await assertResult(page, "refused", /was not executed[\s\S]*not now/);
  await page.getByRole("button", { name: "Back to approvals" }).click();
  await page.getByText(/^Closed \(/).click();
  await page.locator('[data-state="refused"]').getByText("Nothing was revoked.").waitFor();
  await close();
});

test("approval with a lost response is unknown", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await inbox(page);
  await approve(page, id, () => faults({ method: "PUT", status: 502, afterCommit: true }));
  await assertResult(page, "unknown", /We don't know yet/);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText(/^Closed \(/).click();
  await page.locator('[data-state="unknown"]').first().waitFor();
  await assertAccessible(page);
  assert.equal((await changes()).length, 1);
  await close();
});

test("requester cannot approve, but can reject their request", async () => {
  const { page, close } = await open();
  const id = await propose({}, "ada");
  await inbox(page);
  await page.getByText("You requested this yourself, so someone else must approve it.").waitFor();
  const approve = page.getByRole("button", { name: `Approve two-person approval ${id}` });
  assert.equal(await approve.getAttribute("aria-disabled"), "true");
  await approve.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  await page.getByRole("button", { name: `Reject two-person approval ${id}` }).click();
  await page.getByRole("dialog").waitFor();
  await close();
});

test("viewer sees why decisions are denied", async () => {
  const { page, close } = await open({ as: "vera" });
  await propose();
  await inbox(page);
  await page.getByText("Only approver or admin may approve or reject a request").first().waitFor();
  const buttons = page.getByRole("button", { name: /^(Approve|Reject) / });
  assert.equal(await buttons.count(), 4);
  for (const button of await buttons.all()) {
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await button.click({ force: true });
  }
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  await close();
});

test("closed approvals show their results", async () => {
  const { page, close } = await open({ as: "alex" });
  const rejected = await propose();
  await decide("alex", rejected, "rejected");
  const approved = await propose();
  assert.equal((await decide("alex", approved, "approved")).status, 204);
  await inboxWith(page, 2);
  await page.getByText("No two-person approvals are pending.").waitFor();
  await page.getByText(/^Closed \(/).click();
  for (const [state, words] of /** @type {const} */ ([
    ["rejected", /sam.*Decided by alex.*Nothing was sent to DigiCert/],
    ["sent", /Decided by alex.*created a request of its own/],
  ]))
    assert.match(
      (await page.locator(`[data-state="${state}"]`).first().textContent()) ?? "",
      words,
    );
  await assertAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "closed-dark");
  await close();
});

/** @param {import("playwright-core").Page} page @param {number} requests */
async function inboxWith(page, requests) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText(`${requests} requests wait for approval.`).waitFor();
}

test("failed read of approvals does not hide requests", async () => {
  const { page, close } = await open({ as: "alex", viewport: { width: 320, height: 640 } });
  await propose();
  const fault = /** @type {const} */ ([500, "Internal Server Error", "The gateway failed."]);
  await refuseOnce(page, "/console/proposals", ...fault);
  await inbox(page);
  await page
    .getByText("Couldn't read the two-person approvals. Internal Server Error: The gateway failed.")
    .waitFor();
  assert.equal(await page.getByText("No two-person approvals are pending.").count(), 0);
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByText("1 two-person approval is pending.").waitFor();
  await assertAccessible(page);
  await shot(page, "inbox-narrow");
  await close();
});

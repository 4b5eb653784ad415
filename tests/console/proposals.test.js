// Two-person approvals in the console: what waits, who may decide, and what came of it.

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

/** It has four certificates. */
const ORDER = ORDERS.issued;
const BODY = { revocation_reason: "keyCompromise", comment: "INC-4711" };

/** Sam asks for a revoke. @param {Record<string, unknown>} [more] @param {string} [who] @returns {Promise<string>} the proposal */
async function proposed(more = {}, who = "sam") {
  const path = `/services/v2/order/certificate/${ORDER}/revoke`;
  const answer = await gateway(who, "PUT", path, { ...BODY, ...more });
  assert.equal(answer.status, 201);
  return String((await answer.json()).id);
}

/** @param {string} who @param {string} id @param {"approved" | "rejected"} status */
const decided = (who, id, status) =>
  gateway(who, "PUT", `/services/v2/request/${id}/status`, { status });

/** @param {import("playwright-core").Page} page */
async function inbox(page) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("heading", { name: "Two-person approvals" }).waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
}

test("a revoke that needs a second person says that nothing was sent, and until when it waits", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, true);
  await page.getByText("That has to happen before").waitFor();
  const words =
    /Nothing was sent to DigiCert, and nothing is revoked[\s\S]*role approver or admin, but not you[\s\S]*has to happen before/;
  await assertResult(page, "waiting", words);
  assert.match(await page.title(), /^Not sent yet/);
  assert.equal(
    await page.locator(".panel .notice").count(),
    0,
    "no warning of DigiCert's approval",
  );
  await shot(page, "proposed");
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  const [id] = (await page.locator(".timeline").textContent())?.match(/9\d{15}/) ?? [];
  assert.equal((await decided("alex", String(id), "approved")).status, 204);
  await page.locator('[data-result="revoked"]').waitFor();
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  await assertAccessible(page);
  await close();
});

test("who waits learns that it was rejected", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await page.getByText("That has to happen before").waitFor();
  const [id] = (await page.locator(".timeline").textContent())?.match(/9\d{15}/) ?? [];
  await decided("alex", String(id), "rejected");
  await page.getByRole("button", { name: "Read the proposal again" }).click();
  await page.getByRole("heading", { name: /is rejected/ }).waitFor();
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("the inbox tells the two kinds apart, with the exact set", async () => {
  const { page, close } = await open({ as: "alex" });
  await proposed();
  await inbox(page);
  const list = page.getByRole("list", { name: "Two-person approvals", exact: true });
  const text = (await list.getByRole("listitem").textContent()) ?? "";
  for (const words of ["1 order, 4 certificates", "Key compromise", "INC-4711", "sam, "])
    assert.ok(text.includes(words), words);
  assert.match(text, /Bound by hash[0-9a-f]{12}…/);
  await page.getByText("1 waits for a second person.").waitFor();
  const requests = page.getByRole("list", { name: "Requests in CertCentral" });
  assert.equal(await requests.getByRole("listitem").count(), 1);
  await assertAccessible(page);
  await shot(page, "inbox");
  await close();
});

test("approving sends it, and says what DigiCert made of it", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed();
  await inbox(page);
  await page.getByRole("button", { name: `Approve proposal ${id}` }).click();
  const dialog = page.getByRole("dialog", { name: `Approve proposal ${id}?` });
  await dialog.getByText("Approving sends the revocation").waitFor();
  await dialog.getByRole("heading", { name: "This revokes 4 certificates" }).waitFor();
  await dialog.getByLabel("A note with your decision").fill("seen");
  await assertAccessible(page);
  await shot(page, "approve-proposal");
  assert.deepEqual(await changes(), []);
  await dialog.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
  await page.getByText("made a request of its own").waitFor();
  await assertResult(page, "decided", /Confirmed by the gateway's answer/);
  await shot(page, "proposal-approved");
  assert.deepEqual(await changes(), [BODY]);
  await close();
});

test("approving what skips DigiCert's approval ends in revoked", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed({ skip_approval: true }, "ada");
  await inbox(page);
  await approve(page, id, async () => {});
  await page.getByText("which accepted the revocation").waitFor();
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  await page.locator('[data-result="revoked"]').waitFor();
  await assertAccessible(page);
  await close();
});

test("rejecting sends nothing to DigiCert", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed();
  await inbox(page);
  await page.getByRole("button", { name: `Reject proposal ${id}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nothing is sent to DigiCert").waitFor();
  await dialog.getByRole("button", { name: `Reject proposal ${id}` }).click();
  await assertResult(
    page,
    "rejected",
    /Nothing was sent to DigiCert, and nothing is revoked by it/,
  );
  assert.deepEqual(await changes(), []);
  await close();
});

/** A click on Approve, once the set was read and right after `then`. @param {import("playwright-core").Page} page @param {string} id @param {() => Promise<void>} then */
async function approve(page, id, then) {
  await page.getByRole("button", { name: `Approve proposal ${id}` }).click();
  await page.getByRole("heading", { name: "This revokes 4 certificates" }).waitFor();
  await then();
  await page.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
}

test("what has changed since it was asked for is void, and nothing is sent", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed();
  await inbox(page);
  const pathPrefix = `/services/v2/order/certificate/${ORDER}/duplicate`;
  const none = { status: 200, body: '{"certificates":[]}', contentType: "application/json" };
  await approve(page, id, () => faults({ method: "GET", pathPrefix, ...none }));
  await assertResult(
    page,
    "refused",
    /was not carried out[\s\S]*has changed since it was asked for/,
  );
  assert.equal(await page.getByText("The key may not decide").count(), 0);
  await page.getByRole("button", { name: "Back to the approvals" }).click();
  await page.getByText(/^Closed ones/).click();
  await page.locator('[data-stand="void"]').getByText("Nothing was sent to DigiCert").waitFor();
  assert.deepEqual(await changes(), []);
  await close();
});

test("what DigiCert refuses says so", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed();
  await inbox(page);
  const body = '{"errors":[{"code":"not_allowed","message":"not now"}]}';
  const no = { status: 409, body, contentType: "application/json" };
  await approve(page, id, () => faults({ method: "PUT", ...no }));
  await assertResult(page, "refused", /was not carried out[\s\S]*not now/);
  await page.getByRole("button", { name: "Back to the approvals" }).click();
  await page.getByText(/^Closed ones/).click();
  await page.locator('[data-stand="refused"]').getByText("nothing was revoked by it").waitFor();
  await close();
});

test("an approval whose answer is lost leaves the doubt", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await proposed();
  await inbox(page);
  await approve(page, id, () => faults({ method: "PUT", status: 502, afterCommit: true }));
  await assertResult(page, "unknown", /Nobody can know yet/);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText(/Closed ones/).click();
  await page.locator('[data-stand="doubtful"]').first().waitFor();
  await assertAccessible(page);
  assert.equal((await changes()).length, 1);
  await close();
});

test("nobody approves what they asked for, but may take it back", async () => {
  const { page, close } = await open();
  const id = await proposed({}, "ada");
  await inbox(page);
  await page.getByText("You asked for this yourself: somebody else has to approve it.").waitFor();
  const approve = page.getByRole("button", { name: `Approve proposal ${id}` });
  assert.equal(await approve.getAttribute("aria-disabled"), "true");
  await approve.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  await page.getByRole("button", { name: `Reject proposal ${id}` }).click();
  await page.getByRole("dialog").waitFor();
  await close();
});

test("who may not decide reads why", async () => {
  const { page, close } = await open({ as: "vera" });
  await proposed();
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

test("closed ones say what became of them", async () => {
  const { page, close } = await open({ as: "alex" });
  const rejected = await proposed();
  await decided("alex", rejected, "rejected");
  const approved = await proposed();
  assert.equal((await decided("alex", approved, "approved")).status, 204);
  await inboxWith(page, 2);
  await page.getByText("Nothing waits for a second person.").waitFor();
  await page.getByText(/^Closed ones/).click();
  for (const [stand, words] of /** @type {const} */ ([
    ["rejected", /sam.*Decided by alex.*Nothing was sent to DigiCert/],
    ["sent", /Decided by alex.*made a request of its own/],
  ]))
    assert.match(
      (await page.locator(`[data-stand="${stand}"]`).first().textContent()) ?? "",
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

test("proposals that cannot be read hide no request, and are not taken for none", async () => {
  const { page, close } = await open({ as: "alex", viewport: { width: 320, height: 640 } });
  await proposed();
  const fault = /** @type {const} */ ([500, "Internal Server Error", "The gateway failed."]);
  await refuseOnce(page, "/console/proposals", ...fault);
  await inbox(page);
  await page
    .getByText("They could not be read. Internal Server Error: The gateway failed.")
    .waitFor();
  assert.equal(await page.getByText("Nothing waits for a second person.").count(), 0);
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByText("1 waits for a second person.").waitFor();
  await assertAccessible(page);
  await shot(page, "inbox-narrow");
  await close();
});

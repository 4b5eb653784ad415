// Decisions about two-person approvals in the console: what they name, their results, and why they are denied.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessible,
  assertResult,
  changes,
  faults,
  gateway,
  open,
  setUp,
  shot,
} from "../support/console-page.js";
import { approve, BODY, change, ORDER, propose, review } from "../support/console-proposals.js";

setUp({ TWO_PERSON: '{"certificates":2}' });

const NONE = { status: 200, body: '{"certificates":[]}', contentType: "application/json" };

test("approval names the hash that was shown, and is sent", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  const { hash } = await (await gateway("alex", "GET", `/console/proposals/${id}`)).json();
  await page.getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog", { name: `Approve two-person approval ${id}?` });
  await dialog.getByText("Approving sends the revocation").waitFor();
  await dialog.getByText(`with the hash ${hash.slice(0, 12)}…`).waitFor();
  await dialog.getByLabel("Note (optional)").fill("seen");
  await assertAccessible(page);
  await shot(page, "approve-proposal");
  assert.deepEqual(await changes(), []);
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await dialog.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
  assert.equal((await sent).headers()["if-match"], `"${hash}"`);
  await page.getByText("created a request of its own").waitFor();
  await assertResult(page, "decided", /Confirmed by the gateway's response/);
  await shot(page, "proposal-approved");
  assert.deepEqual(await changes(), [BODY]);
  await page.getByRole("button", { name: `Open two-person approval ${id}` }).click();
  const state = page.locator('[data-proposal="sent"]');
  await state.getByText("1 of 1 approval (alex,").waitFor();
  await state.getByText("seen").first().waitFor();
  await close();
});

test("approval that skips DigiCert's approval ends as revoked", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose({ skip_approval: true }, "ada");
  await review(page, id);
  await page.getByText("revokes immediately, approval skipped").waitFor();
  await approve(page);
  await page.getByText("DigiCert accepted the revocation.").waitFor();
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await page.locator('[data-result="revoked"]').waitFor();
  await assertAccessible(page);
  await close();
});

test("rejection sends nothing to DigiCert", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  await page.getByRole("button", { name: "Reject…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nothing is sent to DigiCert").waitFor();
  await dialog.getByRole("button", { name: `Reject two-person approval ${id}` }).click();
  await assertResult(page, "rejected", /Nothing was sent to DigiCert, and nothing is revoked/);
  assert.deepEqual(await changes(), []);
  await close();
});

test("approval of changed certificates shows what changed", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  const pathPrefix = `/services/v2/order/certificate/${ORDER}/duplicate`;
  // For the gateway's read, and for the page's.
  await faults(...Array(2).fill({ method: "GET", pathPrefix, ...NONE }));
  await approve(page);
  const changed = page.locator("[data-changed]");
  await changed.getByRole("heading", { name: "something changed" }).waitFor();
  await changed.getByText("The approval is closed.").waitFor();
  const row = changed.getByRole("row").filter({ hasText: "Certificates" });
  assert.match((await row.textContent()) ?? "", /4 certificates: .*2 certificates: /);
  await page.getByText("It is void: the affected orders or certificates changed").waitFor();
  assert.equal(await page.getByText("The API key is invalid").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Approve…" }).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await page.getByText("1 order.", { exact: true }).waitFor();
  await assertAccessible(page);
  await shot(page, "proposal-changed");
  await page.getByRole("button", { name: "← Approvals" }).click();
  await page.getByText(/^Closed \(/).click();
  await page.locator('[data-state="void"]').first().getByText("Nothing was sent").waitFor();
  assert.deepEqual(await changes(), []);
  await close();
});

test("decision about an outdated page is refused", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await page.route(
    (url) => url.pathname === `/console/proposals/${id}`,
    async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      json.hash = "0".repeat(64);
      json.comment = json.binding.comment = "INC-1";
      await route.fulfill({ response, json });
    },
    { times: 1 },
  );
  await review(page, id);
  await page.getByText("INC-1", { exact: true }).first().waitFor();
  await approve(page);
  const changed = page.locator("[data-changed]");
  await changed.getByText("Look at it again before you decide.").waitFor();
  const row = changed.getByRole("row").filter({ hasText: "Comment" });
  assert.match((await row.textContent()) ?? "", /INC-1.*INC-4711/);
  assert.deepEqual(await changes(), []);
  await assertAccessible(page);
  await approve(page);
  await page.locator('[data-result="decided"]').waitFor();
  assert.deepEqual(await changes(), [BODY]);
  await close();
});

test("approval after a change of the rules shows it", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  const message = "The rules of the gateway changed after it was proposed, so it is void.";
  const errors = [{ code: "conflict|rules", message }];
  await page.route(
    (url) => url.pathname === `/services/v2/request/${id}/status`,
    (route) => route.fulfill({ status: 409, json: { title: "Conflict", status: 409, errors } }),
  );
  await change(page, `/console/proposals/${id}`, { status: "void", note: "the rules changed" });
  await approve(page);
  await page.locator("[data-changed]").getByText(message).waitFor();
  await page.getByText("It is void: the rules changed.").waitFor();
  await assertAccessible(page);
  await close();
});

test("approval shows DigiCert's refusal", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  const body = '{"errors":[{"code":"not_allowed","message":"not now"}]}';
  await faults({ method: "PUT", status: 409, body, contentType: "application/json" });
  await approve(page);
  await assertResult(page, "refused", /was not executed[\s\S]*not now/);
  await page.getByRole("button", { name: "Back to the approval" }).click();
  await page.locator('[data-proposal="refused"]').waitFor();
  await page.getByText("DigiCert refused the revocation. Nothing was revoked.").waitFor();
  await close();
});

test("approval with a lost response is unknown", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  await faults({ method: "PUT", status: 502, afterCommit: true });
  await approve(page);
  await assertResult(page, "unknown", /We don't know yet/);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText(/^Closed \(/).click();
  await page.locator('[data-state="unknown"]').first().waitFor();
  await assertAccessible(page);
  assert.equal((await changes()).length, 1);
  await close();
});

test("requester cannot approve, but can withdraw", async () => {
  const { page, close } = await open();
  const id = await propose({}, "ada");
  await review(page, id);
  await page.getByText("You requested this yourself, so someone else must approve it.").waitFor();
  const approveButton = page.getByRole("button", { name: "Approve…" });
  assert.equal(await approveButton.getAttribute("aria-disabled"), "true");
  await approveButton.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Reject…" }).count(), 0);
  await assertAccessible(page);
  await page.getByRole("button", { name: "Withdraw…" }).click();
  const dialog = page.getByRole("dialog", { name: `Withdraw two-person approval ${id}?` });
  await dialog.getByLabel("Note (optional)").fill("wrong order");
  await shot(page, "withdraw");
  await dialog.getByRole("button", { name: `Withdraw two-person approval ${id}` }).click();
  const state = page.locator('[data-proposal="withdrawn"]');
  await state.getByText("Decided by ada").waitFor();
  await state.getByText("wrong order").waitFor();
  await page.getByText("The requester withdrew it. Nothing was sent to DigiCert.").waitFor();
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("submitter withdraws without the right to decide", async () => {
  const { page, close } = await open({ as: "sam" });
  const id = await propose();
  await review(page, id);
  await page.getByText("Only approver or admin may approve or reject a request").waitFor();
  await page.getByRole("button", { name: "Withdraw…" }).click();
  await page.getByRole("button", { name: `Withdraw two-person approval ${id}` }).click();
  await page.locator('[data-proposal="withdrawn"]').waitFor();
  await close();
});

test("viewer sees why decisions are denied", async () => {
  const { page, close } = await open({ as: "vera" });
  const id = await propose();
  await review(page, id);
  await page.getByText("Only approver or admin may approve or reject a request").waitFor();
  const buttons = page.getByRole("button", { name: /^(Approve|Reject)…/ });
  assert.equal(await buttons.count(), 2);
  for (const button of await buttons.all()) {
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await button.click({ force: true });
  }
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  await close();
});

for (const [name, me, proposal, words] of /** @type {const} */ ([
  [
    "service token sees that only people may decide",
    { kind: "service" },
    {},
    "Only people may approve or reject.",
  ],
  [
    "second approval of a person is denied with the reason",
    {},
    { approvedBy: [{ by: "alex", time: 1_700_000_000_000 }], approvals: 1, required: 2 },
    "You approved this already. Another person must approve it as well.",
  ],
  [
    "expired approval cannot be decided",
    {},
    { expires: 1_700_000_000_000 },
    "The time limit for the approval has passed.",
  ],
]))
  test(name, async () => {
    const { page, close } = await open({ as: "alex" });
    const id = await propose();
    await change(page, "/console/me", me);
    await change(page, `/console/proposals/${id}`, proposal);
    await page.reload();
    await review(page, id);
    await page.getByText(words).waitFor();
    const button = page.getByRole("button", { name: "Approve…" });
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await button.click({ force: true });
    assert.equal(await page.getByRole("dialog").count(), 0);
    await close();
  });

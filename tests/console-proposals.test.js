// Two-person approvals in the console: what waits, who may decide, and what came of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../www/sandbox/seed.js";
import { proposalOf } from "./console-fake.js";
import {
  assertAccessible,
  assertResult,
  changes,
  find,
  open,
  revoke,
  setUp,
  shot,
} from "./console-page.js";

setUp();

const SAM = { id: "sam@example.com", name: "Sam Submitter", roles: ["submitter"] };
const ADA = { id: "ada@example.com", name: "Ada Admin", roles: ["admin"] };
const ALEX = { id: "alex@example.com", name: "Alex Approver", roles: ["approver"] };
const ID = 9_000_000_000_000_001;
const BODY = { revocation_reason: "keyCompromise", comment: "INC-4711", skip_approval: true };
const PROPOSAL = proposalOf(ID, String(ORDERS.issued), BODY, SAM.id);

/** @param {import("playwright-core").Page} page */
async function inbox(page) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("heading", { name: "Two-person approvals" }).waitFor();
}

test("a revoke that needs a second person says that nothing was sent, and until when it waits", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.persons = [ADA, ALEX];
    gateway.twoPerson = true;
  });
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  const words =
    /Nothing was sent to DigiCert, and nothing is revoked[\s\S]*role approver or admin, but not you[\s\S]*has to happen before/;
  await page.getByText("That has to happen before").waitFor();
  await assertResult(page, "waiting", words);
  assert.match(await page.title(), /^Not sent yet/);
  assert.equal(
    await page.locator(".panel .notice").count(),
    0,
    "no warning about DigiCert's approval",
  );
  await shot(page, "proposed");
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  Object.assign(gateway.proposals[0], {
    status: "rejected",
    decidedBy: ALEX.id,
    decidedAt: Date.now(),
  });
  await page.getByRole("heading", { name: /is rejected/ }).waitFor();
  await assertAccessible(page);
  await close();
});

test("the inbox tells the two kinds apart, with the exact set", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.persons = [ALEX];
    gateway.proposals = [structuredClone(PROPOSAL)];
  });
  await inbox(page);
  const row = page
    .getByRole("list", { name: "Two-person approvals", exact: true })
    .getByRole("listitem");
  await row.waitFor();
  const text = (await row.textContent()) ?? "";
  for (const words of [
    "1 order, 4 certificates",
    "Key compromise",
    "INC-4711",
    SAM.id,
    "5f2c5f2c5f2c…",
  ])
    assert.ok(text.includes(words), words);
  await page.getByText("1 waits for a second person.").waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
  assert.equal(
    await page.getByRole("list", { name: "Requests in CertCentral" }).getByRole("listitem").count(),
    1,
  );
  await assertAccessible(page);
  await shot(page, "inbox");
  await close();
});

test("approving sends it, and says what DigiCert made of it", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.persons = [ALEX];
    gateway.proposals = [structuredClone(PROPOSAL)];
  });
  await inbox(page);
  await page.getByRole("button", { name: `Approve proposal ${ID}` }).click();
  const dialog = page.getByRole("dialog", { name: `Approve proposal ${ID}?` });
  await dialog.getByText("Approving sends the revocation").waitFor();
  await dialog.getByRole("heading", { name: "This revokes 4 certificates" }).waitFor();
  await dialog.getByLabel("A note with your decision").fill("seen");
  await assertAccessible(page);
  await shot(page, "approve-proposal");
  await dialog.getByRole("button", { name: `Approve and revoke order ${ORDERS.issued}` }).click();
  await page.getByText("made a request of its own").waitFor();
  await assertResult(page, "decided", /Confirmed by the gateway's answer/);
  await shot(page, "proposal-approved");
  const path = `/services/v2/request/${ID}/status`;
  const body = { status: "approved", processor_comment: "seen" };
  assert.deepEqual(gateway.changes, [{ method: "PUT", path, body }]);
  await close();
});

test("rejecting sends nothing to DigiCert", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.persons = [ALEX];
    gateway.proposals = [structuredClone(PROPOSAL)];
  });
  await inbox(page);
  await page.getByRole("button", { name: `Reject proposal ${ID}` }).click();
  await page.getByRole("dialog").getByText("Nothing is sent to DigiCert").waitFor();
  await page
    .getByRole("button", { name: `Reject proposal ${ID}` })
    .last()
    .click();
  await assertResult(
    page,
    "rejected",
    /Nothing was sent to DigiCert, and nothing is revoked by it/,
  );
  await close();
});

test("nobody approves what they asked for, and who may not decide reads why", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.persons = [ADA, { id: "vi", name: "Vi", roles: ["viewer"] }];
    gateway.proposals = [{ ...PROPOSAL, by: ADA.id }];
  });
  await inbox(page);
  await page.getByText("You asked for this yourself: somebody else has to approve it.").waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
  const approve = page.getByRole("button", { name: `Approve proposal ${ID}` });
  assert.equal(await approve.getAttribute("aria-disabled"), "true");
  await approve.click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.equal(
    await page.getByRole("button", { name: `Reject proposal ${ID}` }).getAttribute("aria-disabled"),
    "false",
    "taking it back is allowed",
  );
  await assertAccessible(page);
  await page.getByLabel("Act as").selectOption("vi");
  await page.getByText("Vi (viewer)").waitFor();
  await inbox(page);
  await page.getByText("You can read these, but not decide.").waitFor();
  for (const button of await page.getByRole("button", { name: /^(Approve|Reject) / }).all()) {
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await button.click({ force: true });
  }
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.deepEqual(gateway.changes, []);
  await close();
});

test("closed ones say what became of them", async () => {
  const { page, close } = await open({}, (gateway) => {
    const decided = { decidedBy: ALEX.id, decidedAt: Date.now() };
    gateway.proposals = [
      { status: "void" },
      { status: "expired" },
      { status: "rejected", note: "wrong order", ...decided },
      { status: "approved", outcome: "revoked", ...decided },
      { status: "approved", outcome: "unknown", ...decided },
      { status: "approved", outcome: "refused", ...decided },
    ].map((how, nth) => ({ ...PROPOSAL, id: ID + nth, ...how }));
  });
  await inbox(page);
  await page.getByText("Nothing waits for a second person.").waitFor();
  await page.getByText("Closed ones (6)").click();
  for (const [stand, words] of /** @type {const} */ ([
    ["void", /has changed since.*Nothing was sent to DigiCert/],
    ["expired", /Nobody approved it in time/],
    ["rejected", /wrong order.*Nothing was sent/],
    ["sent", /accepted the revocation/],
    ["doubtful", /nobody can know yet/],
    ["refused", /refused it: nothing was revoked/],
  ]))
    assert.match((await page.locator(`[data-stand="${stand}"]`).textContent()) ?? "", words);
  await assertAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "closed-dark");
  await close();
});

test("proposals that cannot be read hide no request, and are not taken for none", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } }, (gateway) => {
    const fault = { status: 500, title: "Internal Server Error", detail: "The gateway failed." };
    gateway.faults.set("/console/proposals", fault);
    gateway.proposals = [structuredClone(PROPOSAL)];
  });
  await inbox(page);
  await page
    .getByText("They could not be read. Internal Server Error: The gateway failed.")
    .waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
  assert.equal(await page.getByText("Nothing waits for a second person.").count(), 0);
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByText("1 waits for a second person.").waitFor();
  await assertAccessible(page);
  await shot(page, "inbox-narrow");
  await close();
});

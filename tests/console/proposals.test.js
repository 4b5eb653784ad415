// Two-person approvals in the console: the list, and the page with everything that an approval binds.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessible,
  assertResult,
  changes,
  decideProposal,
  find,
  gateway,
  open,
  refuseOnce,
  revoke,
  setUp,
  shot,
} from "../support/console-page.js";
import { change, inbox, ORDER, propose, review } from "../support/console-proposals.js";

setUp({ TWO_PERSON: '{"certificates":2}' });

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
  assert.equal((await decideProposal("alex", String(id), "approved")).status, 204);
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
  await decideProposal("alex", String(id), "rejected", "wrong order");
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
  assert.match(text, /0 of 1 approval/);
  assert.match(text, /Fingerprint[0-9a-f]{12}…/);
  await page.getByText("1 two-person approval is pending.").waitFor();
  const requests = page.getByRole("list", { name: "Requests in CertCentral" });
  assert.equal(await requests.getByRole("listitem").count(), 1);
  await assertAccessible(page);
  await shot(page, "inbox");
  await close();
});

test("page shows everything that the approval binds", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  const { hash, binding } = await (await gateway("alex", "GET", `/console/proposals/${id}`)).json();
  const text = (await page.locator("main").textContent()) ?? "";
  for (const words of [
    ...[`Revoke order ${ORDER}?`, id, "1 order, 4 certificates", "Key compromise", "INC-4711"],
    ...["creates a request that an administrator must also approve", "Deadlinenone", hash],
    ...["more certificates than one person may revoke alone", "Required approvals1 person"],
    ...["sam, ", "0 of 1 approval", binding.rulesHash.slice(0, 12), ...binding.certificates],
  ])
    assert.ok(text.includes(words), `${words} in ${text}`);
  assert.equal(new URL(page.url()).hash, `#approval-${id}`);
  await assertAccessible(page);
  await shot(page, "proposal-page");
  await page.reload();
  await page.getByRole("heading", { name: `Revoke order ${ORDER}?` }).waitFor();
  await close();
});

test("comment with hidden characters is isolated and marked", async () => {
  const { page, close } = await open({ as: "alex", viewport: { width: 320, height: 640 } });
  const id = await propose({ comment: "pay \u202Eelbatrop\u2069 now\u200B" });
  await review(page, id);
  const quote = page.locator(".facts bdi").filter({ hasText: "pay" });
  assert.equal(
    await quote.first().textContent(),
    "pay [U+202E]elbatrop[U+2069] now[U+200B] (contains invisible characters, shown in brackets)",
  );
  assert.ok(!/[\u202E\u2069\u200B]/.test((await page.locator("body").textContent()) ?? ""));
  await assertAccessible(page);
  await shot(page, "proposal-bidi-narrow");
  await close();
});

test("void approval states that the rules changed", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  const note = "the rules of the gateway changed";
  await change(page, `/console/proposals/${id}`, { status: "void", note });
  await inbox(page);
  await page.getByRole("button", { name: `Review two-person approval ${id}` }).click();
  await page.getByText(`It is void: ${note}. Nothing was sent to DigiCert.`).waitFor();
  assert.equal(await page.getByRole("button", { name: "Approve…" }).count(), 0);
  await assertAccessible(page);
  await close();
});

test("closed approvals show their results", async () => {
  const { page, close } = await open({ as: "alex" });
  const rejected = await propose();
  await decideProposal("alex", rejected, "rejected", "not now");
  const approved = await propose();
  assert.equal((await decideProposal("alex", approved, "approved")).status, 204);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText("2 requests wait for approval.").waitFor();
  await page.getByText("No two-person approvals are pending.").waitFor();
  await page.getByText(/^Closed \(/).click();
  for (const [state, words] of /** @type {const} */ ([
    ["rejected", /sam.*Decided by alex.*not now.*Nothing was sent to DigiCert/],
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

// The console as a person uses it: in Chromium, through the gateway on workerd, against the sandbox.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  CANARY,
  changes,
  control,
  faults,
  find,
  open,
  revoke,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

test("skipping the approval ends in revoked, and says that the comment is lost", async () => {
  const { page, close } = await open();
  await page.getByText("Sandbox: nothing here is real.").waitFor();
  await assertAccessible(page);
  await shot(page, "find");
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "order");
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "revoked", /Revoked[\s\S]*did not keep your comment/);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(`Order ${ORDERS.issued} is revoked.`).waitFor();
  await shot(page, "revoked");
  assert.deepEqual(await changes(), [
    { revocation_reason: "keyCompromise", comment: "INC-4711", skip_approval: true },
  ]);
  await page.getByRole("button", { name: "Another order" }).click();
  await find(page, ORDERS.issued);
  await page.getByText("This order is revoked already.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Request revocation" }).count(), 0);
  await assertAccessible(page);
  await close();
});

test("asking for approval ends in waiting, and nothing is revoked", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(/is not revoked. Request \d+ to revoke it waits for approval/).waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "waiting-dark");
  await close();
});

test("a refusal says that nothing was changed, with DigiCert's words and what to do", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.openRevoke);
  await page.getByText(/Request \d+ to revoke this order waits for approval already/).waitFor();
  await revoke(page, ORDERS.openRevoke, false);
  await assertResult(
    page,
    "refused",
    /Nothing was changed[\s\S]*request_already_exists[\s\S]*Settle/,
  );
  await shot(page, "refused");
  await page.getByRole("button", { name: "Back to the order" }).click();
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await close();
});

test("a key that may not skip the approval is refused", async () => {
  const { page, close } = await open();
  await control("settings", "PUT", { keys: { [CANARY]: "limited" } });
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "refused", /missing_permission[\s\S]*admin privileges/);
  await close();
});

test("a second click sends nothing, and the page stays while an answer is on its way", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  // Held until every click has been made, however slow this machine is.
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  await page.route(/\/revoke$/, async (route) => {
    await held;
    await route.continue();
  });
  await revoke(page, ORDERS.issued, true);
  await page.getByText("Keep this page open").waitFor();
  for (let click = 0; click < 3; click++)
    await page.getByRole("button", { name: "Revoke order" }).click({ force: true });
  await page.getByRole("button", { name: "Another order" }).click({ force: true });
  release();
  await assertResult(page, "revoked", /Revoked/);
  assert.equal((await changes()).length, 1);
  await close();
});

test("an order can be found by name and revoked with the keyboard alone", async () => {
  const { page, close } = await open();
  const { keyboard } = page;
  await page.getByLabel("Order id or name").focus();
  await keyboard.type("legacy");
  await keyboard.press("Enter");
  await page.getByText("1 order found").waitFor();
  await assertAccessible(page);
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.locator('[data-reach="read"]').waitFor();
  // The first one is the button that puts it on hold.
  for (const key of ["Tab", "Tab", "ArrowDown", "ArrowDown", "Tab", "Tab", "Space", "Tab"])
    await keyboard.press(key);
  await keyboard.type(String(ORDERS.openRevoke));
  await keyboard.press("Enter");
  await assertResult(page, "revoked", /Revoked/);
  assert.equal((await changes())[0].revocation_reason, "superseded");
  await page.getByRole("button", { name: "Another order" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.getByRole("list").count(), 0, "no list that is out of date");
  await close();
});

test("a long list says that it is cut, and an empty one that it is empty", async () => {
  const { page, close } = await open();
  await page.getByLabel("Order id or name").fill("example");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/The first 50 of \d+ orders/).waitFor();
  assert.equal(await page.getByRole("listitem").count(), 50);
  await assertAccessible(page);
  await shot(page, "list");
  await page.getByLabel("Order id or name").fill("nobody-has-this");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("No order has that in its name.").waitFor();
  await close();
});

test("what is wrong is said at its place, and nothing is sent", async () => {
  const { page, close } = await open();
  const search = page.getByLabel("Order id or name");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("Type an order id or a part of a name.").waitFor();
  await search.fill("0123");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/without sign, blanks or leading zeros/).waitFor();
  assert.equal(await search.getAttribute("aria-invalid"), "true");
  await assertAccessible(page);
  await search.fill("99999");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/not_found\|order/).waitFor();
  await find(page, ORDERS.codeSigning);
  await page.getByText("For this product it is ignored.").waitFor();
  await page.getByText("signatures made with it in the past").waitFor();
  await page.getByLabel("to confirm").fill("123");
  await page.getByRole("button", { name: "Request revocation" }).click({ force: true });
  await page.getByText(`Type ${ORDERS.codeSigning} to confirm which order you mean.`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "confirm");
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("an order that should not be revoked says so first", async () => {
  const { page, close } = await open();
  for (const [order, words] of /** @type {const} */ ([
    [ORDERS.pending, /not issued yet \(pending\)\. Cancel it/],
    [ORDERS.reissuePending, /A reissue is pending/],
    [ORDERS.revoked, /revoked already/],
  ])) {
    await find(page, order);
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: "Another order" }).click();
  }
  await close();
});

test("it fits 320 pixels without scrolling sideways", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await page.getByLabel("Order id or name").fill("example");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/The first 50/).waitFor();
  await assertAccessible(page);
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "narrow");
  await faults(
    { method: "PUT", status: 500, body: "<html>" },
    { method: "GET", status: 503, times: 4 },
  );
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "unknown", /Do not send it again/);
  await shot(page, "narrow-unknown");
  await close();
});

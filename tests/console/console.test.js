// Search, order and revocation in the console: in Chromium, through the gateway on workerd, against the sandbox.

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

test("revocation with skipped approval ends as revoked", async () => {
  const { page, close } = await open();
  await page.getByText("Sandbox: nothing here is real.").waitFor();
  await assertAccessible(page);
  await shot(page, "find");
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "order");
  await revoke(page, ORDERS.issued, true);
  await assertResult(
    page,
    "revoked",
    /Revoked[\s\S]*doesn't store comments when approval is skipped/,
  );
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(`Order ${ORDERS.issued} is revoked.`).waitFor();
  await shot(page, "revoked");
  assert.deepEqual(await changes(), [
    { revocation_reason: "keyCompromise", comment: "INC-4711", skip_approval: true },
  ]);
  await page.getByRole("button", { name: "Another order" }).click();
  await find(page, ORDERS.issued);
  await page.getByText("This order is already revoked.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Request revocation" }).count(), 0);
  await assertAccessible(page);
  await close();
});

test("revocation with approval ends as waiting", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page
    .getByText(/is not revoked. Request \d+ to revoke it is waiting for approval/)
    .waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "waiting-dark");
  await close();
});

test("refusal shows DigiCert's reason and what to do", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.openRevoke);
  await page.getByText(/Request \d+ to revoke this order is already pending/).waitFor();
  await revoke(page, ORDERS.openRevoke, false);
  await assertResult(
    page,
    "refused",
    /Nothing was changed[\s\S]*request_already_exists[\s\S]*Fix the problem/,
  );
  await shot(page, "refused");
  await page.getByRole("button", { name: "Back to the order" }).click();
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await close();
});

test("key without admin privileges may not skip approval", async () => {
  const { page, close } = await open();
  await control("settings", "PUT", { keys: { [CANARY]: "limited" } });
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "refused", /missing_permission[\s\S]*admin privileges/);
  await close();
});

test("clicks while a revocation is in flight have no effect", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  // The response is delayed until all clicks are done.
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

test("keyboard alone finds and revokes an order", async () => {
  const { page, close } = await open();
  const { keyboard } = page;
  await page.getByLabel("Order ID or name").focus();
  await keyboard.type("legacy");
  await keyboard.press("Enter");
  await page.getByText("1 order found").waitFor();
  await assertAccessible(page);
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.locator('[data-blast-radius="read"]').waitFor();
  // The first Tab reaches the hold button, the second one the history of holds.
  for (const key of ["Tab", "Tab", "Tab", "ArrowDown", "ArrowDown", "Tab", "Tab", "Space", "Tab"])
    await keyboard.press(key);
  await keyboard.type(String(ORDERS.openRevoke));
  await keyboard.press("Enter");
  await assertResult(page, "revoked", /Revoked/);
  assert.equal((await changes())[0].revocation_reason, "superseded");
  await page.getByRole("button", { name: "Another order" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.getByRole("list").count(), 0, "outdated results are removed");
  await close();
});

test("search reports truncated and empty results", async () => {
  const { page, close } = await open();
  await page.getByLabel("Order ID or name").fill("example");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/The first 50 of \d+ orders/).waitFor();
  assert.equal(await page.getByRole("listitem").count(), 50);
  await assertAccessible(page);
  await shot(page, "list");
  await page.getByLabel("Order ID or name").fill("no-such-name");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("No orders match. Search by order ID or part of a common name.").waitFor();
  await close();
});

test("invalid input shows issues at its field, sends nothing", async () => {
  const { page, close } = await open();
  const search = page.getByLabel("Order ID or name");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("Enter an order ID or part of a common name.").waitFor();
  await search.fill("0123");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/without sign, spaces or leading zeros/).waitFor();
  assert.equal(await search.getAttribute("aria-invalid"), "true");
  await assertAccessible(page);
  await search.fill("99999");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/No order 99999 in this account\. .*not_found\|order/).waitFor();
  await find(page, ORDERS.codeSigning);
  await page.getByText("ignores it for this product.").waitFor();
  await page.getByText("Signatures that were made with it").waitFor();
  await page.getByLabel("to confirm").fill("123");
  await page.getByRole("button", { name: "Request revocation" }).click({ force: true });
  await page.getByText(`Type the order ID ${ORDERS.codeSigning} to confirm.`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "confirm");
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("order that should not be revoked shows a warning", async () => {
  const { page, close } = await open();
  for (const [order, words] of /** @type {const} */ ([
    [ORDERS.pending, /not issued yet \(pending\)\. Cancel it/],
    [ORDERS.reissuePending, /A reissue is pending/],
    [ORDERS.revoked, /already revoked/],
  ])) {
    await find(page, order);
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: "Another order" }).click();
  }
  await close();
});

test("search, order and result fit 320 pixels", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await page.getByLabel("Order ID or name").fill("example");
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

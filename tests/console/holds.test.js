// Holds in the console: shown on the order, set and lifted with a reason, and enforced.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  changes,
  find,
  gateway,
  open,
  refuseOnce,
  revoke,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

const REASON = "Payment terminals pin it until Friday";

/** Ada sets a hold. @param {number} order */
const hold = (order) => gateway("ada", "PUT", `/console/holds/${order}`, { reason: REASON });

/** The orders on hold, read from the gateway. @returns {Promise<string[]>} */
async function held() {
  const { holds } = await (await gateway("vera", "GET", "/console/holds")).json();
  return holds.map((/** @type {{ orderId: string }} */ { orderId }) => orderId);
}

test("order on hold cannot be revoked until the hold is lifted", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await page.getByRole("button", { name: "Put on hold…" }).click();
  const dialog = page.getByRole("dialog", { name: `Put order ${ORDERS.issued} on hold?` });
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Enter a reason.").waitFor();
  await assertAccessible(page);
  assert.deepEqual(await held(), []);
  await dialog.getByLabel("Reason").fill("Wait for the vendor");
  await shot(page, "hold-dialog");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await page.getByText("On hold: this order can't be revoked here.").waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    "Lift the hold…",
    "the focus returns to the button",
  );
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await page.getByLabel("to confirm").press("Enter");
  await page.locator("#submit-hint").getByText("is on hold: “Wait for the vendor”").waitFor();
  await assertAccessible(page);
  await shot(page, "held");
  assert.deepEqual(await held(), [String(ORDERS.issued)]);
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Lift the hold…" }).click();
  await page.getByLabel("Reason", { exact: true }).fill("Vendor is done");
  await page.getByRole("dialog").getByRole("button", { name: "Lift the hold" }).click();
  await page.getByRole("button", { name: "Put on hold…" }).waitFor();
  assert.deepEqual(await held(), []);
  await close();
});

test("hold set after the form was opened stops the revocation", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await hold(ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "refused", /is on hold[\s\S]*Payment terminals[\s\S]*Nothing was sent/);
  assert.equal(await page.getByText("The API key is invalid").count(), 0);
  assert.deepEqual(await changes(), []);
  await close();
});

test("submitter sees holds and why they cannot change them", async () => {
  const { page, close } = await open({ as: "sam" });
  await hold(ORDERS.issued);
  await find(page, ORDERS.issued);
  const shown = page.locator("[data-hold]");
  await shown.getByText("ada set the hold on").waitFor();
  await shown.getByText(REASON).waitFor();
  assert.match(
    (await shown.locator("time").getAttribute("title")) ?? "",
    /^\d{4}-\d\d-\d\d .* UTC$/,
  );
  await shown.getByText("Only admin may put an order on hold").waitFor();
  await shown.getByRole("button", { name: "Lift the hold…" }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText("1 order is on hold.").waitFor();
  await page.getByRole("button", { name: /^Lift the hold on/ }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  assert.deepEqual(await held(), [String(ORDERS.issued)]);
  await close();
});

test("hold is added by order id and lifted from the list", async () => {
  const { page, close } = await open();
  await hold(ORDERS.issued);
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByRole("heading", { name: "Holds" }).waitFor();
  await page.getByText("1 order is on hold.").waitFor();
  await page.getByLabel("Order ID to put on hold").fill("example.com");
  await page.getByRole("button", { name: "Put on hold…" }).click();
  await page.getByText("Enter an order ID in digits").waitFor();
  await assertAccessible(page);
  await page.getByLabel("Order ID to put on hold").fill(String(ORDERS.codeSigning));
  await page.getByRole("button", { name: "Put on hold…" }).click();
  await page.getByLabel("Reason").fill("Firmware is signed with it");
  await page.getByRole("dialog").getByRole("button", { name: "Put on hold" }).click();
  await page.getByText("2 orders are on hold.").waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "holds-dark");
  await page.getByRole("button", { name: `Lift the hold on order ${ORDERS.issued}` }).click();
  await page.getByLabel("Reason").fill("It is Friday");
  await page.getByRole("dialog").getByRole("button", { name: "Lift the hold" }).click();
  await page.getByText("1 order is on hold.").waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.getByRole("button", { name: `Open order ${ORDERS.codeSigning}` }).click();
  await page.getByText("On hold: this order can't be revoked here.").waitFor();
  await close();
});

test("lost response to a hold is resolved by a read", async () => {
  const { page, close } = await open();
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByLabel("Order ID to put on hold").fill("42");
  await page.getByRole("button", { name: "Put on hold…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("x".repeat(501));
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog
    .locator("#hold-reason-issues")
    .getByText("reason must not exceed 500 characters")
    .waitFor();
  await assertAccessible(page);
  await dialog.getByLabel("Reason").fill("x");
  await refuseOnce(page, "/console/holds/42", 502, "Bad Gateway", "Lost before it was set.");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Bad Gateway: Lost before it was set.").waitFor();
  await hold(42);
  await refuseOnce(page, "/console/holds/42", 502, "Bad Gateway", "Lost after it was set.");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await page.getByText("1 order is on hold.").waitFor();
  assert.equal(await dialog.count(), 0);
  await close();
});

test("failed read of holds is not shown as no holds", async () => {
  const { page, close } = await open();
  const fault = /** @type {const} */ ([500, "Internal Server Error", "The gateway failed."]);
  await refuseOnce(page, "/console/holds", ...fault);
  await find(page, ORDERS.issued);
  await page.getByText("Couldn't read whether this order is on hold.").waitFor();
  await assertAccessible(page);
  await refuseOnce(page, "/console/holds", ...fault);
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText("Internal Server Error: The gateway failed.").waitFor();
  assert.equal(await page.getByText("No order is on hold.").count(), 0);
  await close();
});

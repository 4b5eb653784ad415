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

/** Two admins, so that one can want to change the hold of the other. */
const PEOPLE = [
  { id: "ada", name: "Ada", roles: ["admin"] },
  { id: "amir", name: "Amir", roles: ["admin"] },
  { id: "sam", name: "Sam", roles: ["submitter"] },
  { id: "alex", name: "Alex", roles: ["approver"] },
  { id: "vera", name: "Vera", roles: ["viewer"] },
];

setUp({ TWO_PERSON: "null", DEVELOPMENT_IDENTITY: JSON.stringify(PEOPLE) });

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
  await shown.getByText("On hold: this order can't be revoked here.").waitFor();
  await shown.getByText(REASON).waitFor();
  assert.match(await shown.locator("p").first().innerText(), /ada, .*No end date\./);
  assert.match(
    (await shown.locator("time").first().getAttribute("title")) ?? "",
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
  await page.getByLabel("Order ID to put on hold").fill(String(ORDERS.issued));
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
  const path = `/console/holds/${ORDERS.issued}`;
  await refuseOnce(page, path, 502, "Bad Gateway", "Lost before it was set.");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Bad Gateway: Lost before it was set.").waitFor();
  await hold(ORDERS.issued);
  await refuseOnce(page, path, 502, "Bad Gateway", "Lost after it was set.");
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

/** @param {import("playwright-core").Page} page @param {number} order */
async function addHold(page, order) {
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText(/order is on hold|orders are on hold|No order is on hold/).waitFor();
  await page.getByLabel("Order ID to put on hold").fill(String(order));
  await page.getByRole("button", { name: "Put on hold…" }).click();
  return page.getByRole("dialog");
}

/** The value of a `datetime-local` input in UTC. @param {number} ms */
const inputValue = (ms) => new Date(ms).toISOString().slice(0, 16);

const DAY_MS = 86_400_000;

test("hold has an owner, an end, a ticket and a history", async () => {
  const { page, close } = await open({ timezoneId: "UTC" });
  const dialog = await addHold(page, ORDERS.issued);
  await dialog.getByLabel("Reason").fill("Wait for the vendor");
  await dialog.getByLabel("Ticket (optional)").fill("CHG-17");
  await dialog.getByLabel("Ends (optional").fill(inputValue(Date.now() - DAY_MS));
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.locator("#hold-ends-issues").getByText("ends must be in the future").waitFor();
  assert.equal(await dialog.getByLabel("Ends (optional").getAttribute("aria-invalid"), "true");
  assert.deepEqual(await held(), []);
  const ends = Date.now() + 2 * DAY_MS;
  await dialog.getByLabel("Ends (optional").fill(inputValue(ends));
  await assertAccessible(page);
  await shot(page, "hold-dialog-full");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  const row = page.locator(`[data-hold-of="${ORDERS.issued}"]`);
  await row.getByText("yours").waitFor();
  const text = (await row.textContent()) ?? "";
  assert.match(text, /Wait for the vendor.*ada, .*Ends .*Ticket: CHG-17\./);
  await row.getByRole("button", { name: "Change the hold on" }).click();
  await dialog.getByLabel("Reason").fill("The vendor needs a week");
  await dialog.getByRole("button", { name: "Change the hold" }).click();
  await row.getByText("The vendor needs a week").first().waitFor();
  await row.getByText(`History of order ${ORDERS.issued}`).click();
  const history = row.getByRole("list", { name: "History of order" });
  await history.getByRole("listitem").nth(1).waitFor();
  const events = await history.getByRole("listitem").allTextContents();
  assert.match(String(events[0]), /Changed by ada.*The vendor needs a week/);
  assert.match(String(events[1]), /Set by ada.*Wait for the vendor/);
  await assertAccessible(page);
  await shot(page, "holds");
  await close();
});

test("hold of an unknown order is refused with the reason", async () => {
  const { page, close } = await open();
  const dialog = await addHold(page, 999);
  await dialog.getByLabel("Reason").fill("typo");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Order 999 does not exist in this account.").waitFor();
  await assertAccessible(page);
  assert.deepEqual(await held(), []);
  await close();
});

test("hold of someone else is not overwritten silently", async () => {
  const { page, close } = await open({ as: "amir", timezoneId: "UTC" });
  const ends = Date.now() + 5 * DAY_MS;
  const dialog = await addHold(page, ORDERS.issued);
  await gateway("ada", "PUT", `/console/holds/${ORDERS.issued}`, { reason: REASON, ends });
  await dialog.getByLabel("Reason").fill("mine");
  await dialog.getByLabel("Ends (optional").fill(inputValue(Date.now() + DAY_MS));
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  const exists = `Order ${ORDERS.issued} is on hold already, by ada. To change that hold, tick`;
  await dialog.getByText(exists).waitFor();
  const existing = dialog.locator("[data-existing-hold]");
  await existing.getByText(REASON).waitFor();
  await existing.getByText("You can extend it, but not end it earlier").waitFor();
  await assertAccessible(page);
  await shot(page, "hold-exists");
  await dialog.getByLabel("Replace this hold.").check();
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("belongs to ada. Another person may only extend it.").waitFor();
  await dialog.getByLabel("Ends (optional").fill(inputValue(Date.now() + 9 * DAY_MS));
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  const row = page.locator(`[data-hold-of="${ORDERS.issued}"]`);
  await row.getByText("mine").first().waitFor();
  assert.match((await row.textContent()) ?? "", /mine.*ada, /, "ada stays the owner");
  await close();
});

test("someone else's hold is lifted with a second person", async () => {
  const { page, close } = await open({ as: "amir" });
  await hold(ORDERS.issued);
  await find(page, ORDERS.issued);
  await page.getByRole("button", { name: "Lift the hold…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("a second person must approve it").waitFor();
  await dialog.getByLabel("Reason").fill("the vendor is done");
  await assertAccessible(page);
  await shot(page, "lift-other");
  await dialog.getByRole("button", { name: "Request to lift the hold" }).click();
  await page.getByText(`The hold on order ${ORDERS.issued} stays for now.`).waitFor();
  assert.deepEqual(await held(), [String(ORDERS.issued)]);
  await page.getByRole("button", { name: "Open the approval" }).click();
  await page.getByRole("heading", { name: `Lift the hold on order ${ORDERS.issued}?` }).waitFor();
  const text = (await page.locator("main").textContent()) ?? "";
  for (const words of [REASON, "the vendor is done", "ada, ", "lifting a hold revokes nothing"])
    assert.ok(text.includes(words), words);
  await page.getByText("You requested this yourself").waitFor();
  await assertAccessible(page);
  await shot(page, "hold-lift-page");
  await page.getByLabel("Act as").selectOption("alex");
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("button", { name: /^Review two-person approval/ }).click();
  await page.getByRole("button", { name: "Approve…" }).click();
  const confirm = `Approve and lift the hold on order ${ORDERS.issued}`;
  await page.getByRole("dialog").getByRole("button", { name: confirm }).click();
  await assertResult(page, "decided", /The hold is lifted\. Nothing was revoked\./);
  assert.deepEqual(await held(), []);
  assert.deepEqual(await changes(), []);
  await close();
});

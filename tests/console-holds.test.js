// Holds in the console: seen on the order, set and lifted with a reason, and stronger than the form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../www/sandbox/seed.js";
import { assertAccessible, changes, find, open, setUp, shot } from "./console-page.js";

setUp();

const HELD = {
  orderId: String(ORDERS.issued),
  reason: "Payment terminals pin it until Friday",
  by: "ada@example.com",
  time: Date.UTC(2026, 4, 1, 8, 30),
};
const SUBMITTER = { id: "sam@example.com", name: "Sam Submitter", roles: ["submitter"] };

test("an order is put on hold with a reason, cannot be sent then, and is released again", async () => {
  const { page, close, gateway } = await open();
  await find(page, ORDERS.issued);
  await page.getByRole("button", { name: "Put on hold…" }).click();
  const dialog = page.getByRole("dialog", { name: `Put order ${ORDERS.issued} on hold?` });
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Say why").waitFor();
  await assertAccessible(page);
  assert.deepEqual(gateway.changes, []);
  await dialog.getByLabel("Reason").fill("Wait for the vendor");
  await shot(page, "hold-dialog");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await page.getByText("On hold: this order cannot be revoked here.").waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    "Lift the hold…",
    "the focus is where it came from",
  );
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await page.getByLabel("to confirm").press("Enter");
  await page.locator("#act-hint").getByText("is on hold: “Wait for the vendor”").waitFor();
  await assertAccessible(page);
  await shot(page, "held");
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Lift the hold…" }).click();
  await page.getByLabel("Reason", { exact: true }).fill("Vendor is done");
  await page.getByRole("dialog").getByRole("button", { name: "Lift the hold" }).click();
  await page.getByRole("button", { name: "Put on hold…" }).waitFor();
  const path = `/console/holds/${ORDERS.issued}`;
  assert.deepEqual(gateway.changes, [
    { method: "PUT", path, body: { reason: "Wait for the vendor" } },
    { method: "DELETE", path, body: { reason: "Vendor is done" } },
  ]);
  await close();
});

test("who may not set holds sees them, with the reason why not", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.persons = [SUBMITTER];
    gateway.holds = [HELD];
  });
  await find(page, ORDERS.issued);
  const hold = page.locator("[data-hold]");
  await hold.getByText("ada@example.com set the hold on").waitFor();
  await hold.getByText(HELD.reason).waitFor();
  assert.equal(await hold.locator("time").getAttribute("title"), "2026-05-01 08:30:00 UTC");
  await hold.getByText("this takes the role admin").waitFor();
  await hold.getByRole("button", { name: "Lift the hold…" }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText("1 order is on hold.").waitFor();
  await page.getByRole("button", { name: /^Lift the hold on/ }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await assertAccessible(page);
  assert.deepEqual(gateway.changes, []);
  await close();
});

test("all holds are listed, one is added by the order's id, one is lifted", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.holds = [HELD];
  });
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByRole("heading", { name: "Holds" }).waitFor();
  await page.getByText("1 order is on hold.").waitFor();
  await page.getByLabel("Put an order on hold").fill("example.com");
  await page.getByRole("button", { name: "Put on hold…" }).click();
  await page.getByText("Type an order id: digits").waitFor();
  await assertAccessible(page);
  await page.getByLabel("Put an order on hold").fill(String(ORDERS.codeSigning));
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
  await page.getByText("On hold: this order cannot be revoked here.").waitFor();
  await close();
});

test("a no to a hold is shown with its title and detail; a lost answer is settled by reading", async () => {
  const { page, close, gateway } = await open();
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByLabel("Put an order on hold").fill("42");
  await page.getByRole("button", { name: "Put on hold…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("x");
  const refused = { status: 409, title: "Conflict", detail: "There are 1000 holds already." };
  gateway.faults.set("/console/holds/42", refused);
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await dialog.getByText("Conflict: There are 1000 holds already.").waitFor();
  await assertAccessible(page);
  gateway.faults.set("/console/holds/42", { status: 502, title: "Bad Gateway", detail: "Lost." });
  gateway.holds = [{ ...HELD, orderId: "42" }];
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await page.getByText("1 order is on hold.").waitFor();
  assert.equal(await dialog.count(), 0);
  await close();
});

test("holds that cannot be read are not taken for none", async () => {
  const { page, close, gateway } = await open();
  const fault = { status: 500, title: "Internal Server Error", detail: "The gateway failed." };
  gateway.faults.set("/console/holds", fault);
  await find(page, ORDERS.issued);
  await page.getByText("Whether this order is on hold could not be read.").waitFor();
  await assertAccessible(page);
  gateway.faults.set("/console/holds", fault);
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText("Internal Server Error: The gateway failed.").waitFor();
  assert.equal(await page.getByText("No order is on hold.").count(), 0);
  await close();
});

// Who is signed in, and what they may: said before somebody clicks, and kept when the session ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../www/sandbox/seed.js";
import { assertAccessible, changes, find, open, revoke, setUp, shot } from "./console-page.js";

setUp();

const VIEWER = { id: "vi@example.com", name: "Vi Viewer", roles: ["viewer"] };
const SUBMITTER = { id: "sam@example.com", name: "Sam Submitter", roles: ["submitter"] };

test("who is signed in, how, and with which roles is on every page", async () => {
  const { page, close } = await open();
  await page.getByText("Ada Admin (admin), development identity").waitFor();
  assert.equal(await page.getByLabel("Act as").count(), 0, "there is nobody else");
  await close();
});

test("nobody signed in: no view, and what to do", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.signedIn = false;
  });
  await page.getByRole("heading", { name: "Not signed in" }).waitFor();
  await page.getByText("The gateway does not know who you are.").waitFor();
  assert.equal(await page.getByRole("navigation").count(), 0);
  assert.equal(await page.title(), "Not signed in – CertCentral");
  await assertAccessible(page);
  await shot(page, "not-signed-in");
  gateway.signedIn = true;
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("heading", { name: "Revoke an order" }).waitFor();
  await close();
});

test("a gateway that refuses to run says why", async () => {
  const { page, close } = await open({}, (gateway) => {
    const detail = "DEVELOPMENT_IDENTITY and ACCESS_AUD are set together.";
    gateway.faults.set("/console/me", { status: 500, title: "The gateway is not set up", detail });
  });
  await page.getByRole("heading", { name: "The gateway is not set up" }).waitFor();
  await page.getByText("DEVELOPMENT_IDENTITY and ACCESS_AUD are set together.").waitFor();
  await assertAccessible(page);
  await close();
});

test("a session that ends takes no result away", async () => {
  const { page, close, gateway } = await open();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await page.locator('[data-result="revoked"]').waitFor();
  gateway.signedIn = false;
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText("You are not signed in any more.").waitFor();
  assert.equal(await page.locator('[data-result="revoked"]').count(), 1);
  await assertAccessible(page);
  await close();
});

test("who may not revoke reads why, and nothing is sent", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.persons = [VIEWER];
  });
  await find(page, ORDERS.issued);
  const why = "You are viewer: this takes the role submitter or admin.";
  await page.locator("form .notice").getByText(why).waitFor();
  const button = page.getByRole("button", { name: "Request revocation" });
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await button.click({ force: true });
  await page.getByLabel("to confirm").press("Enter");
  assert.equal(await page.locator("#act-hint").textContent(), why);
  await assertAccessible(page);
  await shot(page, "viewer");
  assert.deepEqual(await changes(), []);
  await close();
});

test("who may not skip the approval cannot ask for it", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.persons = [SUBMITTER];
  });
  await find(page, ORDERS.issued);
  const skip = page.getByLabel("Skip the approval");
  assert.equal(await skip.getAttribute("aria-disabled"), "true");
  await page.locator("#skip-why").getByText("this takes the role admin").waitFor();
  await skip.click({ force: true });
  await skip.press("Space");
  assert.equal(await skip.isChecked(), false);
  await assertAccessible(page);
  await revoke(page, ORDERS.issued, false);
  await page.locator('[data-result="waiting"]').waitFor();
  assert.ok(!("skip_approval" in (await changes())[0]));
  await close();
});

test("on a gateway for local use one can be somebody else, in this tab", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.persons.push(VIEWER);
  });
  await page.getByText("Ada Admin (admin)").waitFor();
  await find(page, ORDERS.issued);
  await page.getByLabel("Act as").selectOption(VIEWER.id);
  await page.getByText("Vi Viewer (viewer)").waitFor();
  await page.getByRole("heading", { name: "Revoke an order" }).waitFor();
  await assertAccessible(page);
  await shot(page, "act-as");
  await page.reload();
  await page.getByText("Vi Viewer (viewer)").waitFor();
  assert.deepEqual(gateway.changes, []);
  await close();
});

// The session in the console: identity, roles, denial reasons, and the end of the session.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  changes,
  find,
  open,
  refuseOnce,
  revoke,
  setUp,
  shot,
  signOut,
} from "../support/console-page.js";

setUp();

test("every view shows the person, sign-in method and roles", async () => {
  const { page, close } = await open();
  await page.getByText("Ada (admin), development identity").waitFor();
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByRole("heading", { name: "Holds" }).waitFor();
  await page.getByText("Ada (admin)").waitFor();
  await close();
});

test("person who is not signed in sees how to sign in", async () => {
  const { page, close } = await open({ closed: true });
  await page.getByRole("heading", { name: "Not signed in" }).waitFor();
  await page.getByText("names an identity that DEVELOPMENT_IDENTITY does not contain").waitFor();
  await page.getByText("Cloudflare Access").waitFor();
  assert.equal(await page.getByRole("navigation").count(), 0);
  assert.equal(await page.title(), "Not signed in – CertCentral");
  await assertAccessible(page);
  await shot(page, "not-signed-in");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Revoke an order" }).waitFor();
  await close();
});

test("misconfigured gateway shows its reason", async () => {
  const { page, close } = await open({ closed: true });
  await page.getByRole("heading", { name: "Not signed in" }).waitFor();
  await page.unrouteAll();
  const detail =
    "DEVELOPMENT_IDENTITY disables authentication and cannot be combined with ACCESS_AUD.";
  await refuseOnce(page, "/console/me", 500, "Internal Server Error", detail);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Internal Server Error" }).waitFor();
  await page.getByText(detail).waitFor();
  await assertAccessible(page);
  await close();
});

test("person without a role sees no view and whom to contact", async () => {
  const { page, close } = await open({ closed: true });
  await page.getByRole("heading", { name: "Not signed in" }).waitFor();
  await page.unrouteAll();
  const read = "nora has no role here and may not read orders and requests.";
  const nora = { id: "nora", how: "access", roles: [], may: { read } };
  await page.route("**/console/me", (route) => route.fulfill({ json: nora }), { times: 1 });
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "You don't have access" }).waitFor();
  await page.getByText(read).waitFor();
  await page.getByText("nora (no role), by Cloudflare Access").waitFor();
  assert.equal(await page.getByRole("navigation").count(), 0);
  await assertAccessible(page);
  await close();
});

test("result stays visible after the session ends", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await page.locator('[data-result="revoked"]').waitFor();
  await signOut(page);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText("You are not signed in any more.").waitFor();
  assert.equal(await page.locator('[data-result="revoked"]').count(), 1);
  await assertAccessible(page);
  await close();
});

test("temporary gateway failure does not end the session", async () => {
  const { page, close } = await open();
  await page.getByText("Ada (admin)").waitFor();
  const lost = "The gateway failed.";
  await refuseOnce(page, "/console/holds", 401, "Unauthorized", "A key, not a person, is unknown.");
  await refuseOnce(page, "/console/me", 500, "Internal Server Error", lost);
  const response = page.waitForResponse((candidate) => candidate.url().endsWith("/console/me"));
  await page.getByRole("button", { name: "Holds" }).click();
  assert.equal((await response).status(), 500);
  await page.getByText("A key, not a person, is unknown.").waitFor();
  assert.equal(await page.getByText("You are not signed in any more.").count(), 0);
  await page.getByText("Ada (admin)").waitFor();
  await close();
});

test("viewer sees why revoking is denied, nothing is sent", async () => {
  const { page, close } = await open({ as: "vera" });
  await find(page, ORDERS.issued);
  const why = "Only submitter or admin may revoke; vera is viewer.";
  await page.locator("form .notice").getByText(why).waitFor();
  const button = page.getByRole("button", { name: "Request revocation" });
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await button.click({ force: true });
  await page.getByLabel("to confirm").press("Enter");
  assert.equal(await page.locator("#submit-hint").textContent(), why);
  await assertAccessible(page);
  await shot(page, "viewer");
  assert.deepEqual(await changes(), []);
  await close();
});

test("submitter cannot skip approval", async () => {
  const { page, close } = await open({ as: "sam" });
  await find(page, ORDERS.issued);
  const skip = page.getByLabel("Skip approval");
  assert.equal(await skip.getAttribute("aria-disabled"), "true");
  await page.locator("#skip-denial").getByText("Only admin may skip the approval").waitFor();
  await skip.click({ force: true });
  await skip.press("Space");
  assert.equal(await skip.isChecked(), false);
  await assertAccessible(page);
  await revoke(page, ORDERS.issued, false);
  await page.locator('[data-result="waiting"]').waitFor();
  assert.ok(!("skip_approval" in (await changes())[0]));
  await close();
});

test("local gateway: tab can act as another person", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await page.getByLabel("Act as").selectOption("Vera");
  await page.getByText("Vera (viewer)").waitFor();
  await page.getByRole("heading", { name: "Revoke an order" }).waitFor();
  await assertAccessible(page);
  await shot(page, "act-as");
  await page.reload();
  await page.getByText("Vera (viewer)").waitFor();
  await close();
});

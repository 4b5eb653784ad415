// The stop button in the console: every role presses it on every view, two people release it.

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

/** @typedef {import("playwright-core").Page} Page */

/** Freezes without the page. @param {string} person */
const freeze = (person) => gateway(person, "POST", "/console/freeze", { reason: "wrong list" });

/** @param {string} person */
const release = (person) =>
  gateway(person, "POST", "/console/freeze/release", { reason: "checked" });

const isFrozen = async () =>
  (await (await gateway("vera", "GET", "/console/freeze")).json()).frozen;

/** @param {Page} page */
const banner = (page) => page.locator('[data-frozen="true"]');

test("viewer stops everything with one click and a confirmation", async () => {
  const { page, close } = await open({ as: "vera" });
  await page.getByRole("button", { name: "Stop all revocations…" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop all revocations?" });
  await dialog.getByText("Every run pauses").waitFor();
  await assertAccessible(page);
  await shot(page, "stop-dialog");
  await dialog.getByRole("button", { name: "Stop all revocations" }).click();
  await banner(page).getByText("vera stopped them on").waitFor();
  await banner(page).getByText("Emergency stop").waitFor();
  assert.equal(await dialog.count(), 0);
  assert.equal(await banner(page).getAttribute("role"), "alert");
  await page.waitForFunction(() => document.activeElement?.closest(".frozen"));
  assert.equal(await isFrozen(), true);
  assert.equal(await page.getByRole("button", { name: "Stop all revocations…" }).count(), 0);
  const releaseButton = page.getByRole("button", { name: "Release the stop…" });
  assert.equal(await releaseButton.getAttribute("aria-disabled"), "true");
  await page.getByText("Only approver or admin may release the stop").waitFor();
  await assertAccessible(page);
  await shot(page, "stopped");
  await close();
});

test("banner and button are on every view", async () => {
  const { page, close } = await open();
  const views = ["Orders", "Lists", "Approvals", "Holds", "Audit log", "Notifications"];
  const navigation = page.getByRole("navigation");
  for (const view of views) {
    await navigation.getByRole("button", { name: view }).click();
    await page.getByRole("button", { name: "Stop all revocations…" }).waitFor();
  }
  await freeze("sam");
  await page.reload();
  for (const view of views) {
    await navigation.getByRole("button", { name: view }).click();
    await navigation.locator("[aria-current]").getByText(view).waitFor();
    await banner(page).getByText("sam stopped them on").waitFor();
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "stopped-dark");
  await close();
});

test("two people release the stop, with the progress shown", async () => {
  const { page, close } = await open({ as: "alex" });
  await freeze("sam");
  await page.reload();
  await banner(page).getByText("0 of 2 people released the stop").waitFor();
  await page.getByRole("button", { name: "Release the stop…" }).click();
  const dialog = page.getByRole("dialog", { name: "Release the stop?" });
  await dialog.getByRole("button", { name: "Release the stop" }).click();
  await dialog.getByText("Enter a reason.").waitFor();
  await dialog.getByLabel("Reason").fill("the list was right");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Release the stop" }).click();
  await banner(page).getByText("1 of 2 people released the stop").waitFor();
  await banner(page).getByText("(alex,").waitFor();
  await page.getByText("You released it already. Another person must").waitFor();
  const button = page.getByRole("button", { name: "Release the stop…" });
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    "Release the stop…",
    "the focus returns to the button",
  );
  await assertAccessible(page);
  await shot(page, "stop-released-once");
  assert.equal(await isFrozen(), true);
  assert.equal((await release("ada")).status, 200);
  await page.reload();
  await page.getByRole("button", { name: "Stop all revocations…" }).waitFor();
  assert.equal(await banner(page).count(), 0);
  await close();
});

test("stop by someone else appears without a reload", async () => {
  const { page, close } = await open({ as: "sam" });
  await page.getByRole("button", { name: "Stop all revocations…" }).waitFor();
  await freeze("ada");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await banner(page).getByText("ada stopped them on").waitFor();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "refused", /ada stopped all revocations[\s\S]*Nothing was sent/);
  assert.equal(await page.getByText("The API key is invalid").count(), 0);
  assert.deepEqual(await changes(), []);
  await close();
});

test("stop works while another call is in flight", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  /** @type {() => void} */
  let finish = () => {};
  const slow = new Promise((resolve) => {
    finish = () => resolve(undefined);
  });
  await page.route(
    (url) => url.pathname === "/console/holds",
    async (route) => {
      await slow;
      await route.continue();
    },
  );
  await page.getByRole("button", { name: "Holds" }).click();
  await page.getByText("Reading the holds…").waitFor();
  await page.getByRole("button", { name: "Stop all revocations…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop all revocations" }).click();
  await banner(page).getByText("ada stopped them on").waitFor();
  finish();
  await page.getByText("No order is on hold.").waitFor();
  await assertAccessible(page);
  await shot(page, "stopped-narrow");
  await close();
});

test("lost response to the stop is resolved by a read", async () => {
  const { page, close } = await open();
  await page.getByRole("button", { name: "Stop all revocations…" }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Stop all revocations" });
  await refuseOnce(page, "/console/freeze", 502, "Bad Gateway", "Lost before it was set.");
  await confirm.click();
  await page.getByRole("dialog").getByText("Bad Gateway: Lost before it was set.").waitFor();
  await freeze("ada");
  await refuseOnce(page, "/console/freeze", 502, "Bad Gateway", "Lost after it was set.");
  await confirm.click();
  await banner(page).getByText("ada stopped them on").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

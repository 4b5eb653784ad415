// The blast radius in the console: shown before the button, or stated as unknown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  changes,
  faults,
  find,
  open,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

const LIST = `/services/v2/order/certificate/${ORDERS.issued}/`;

test("order lists and counts its certificates before the button", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  const heading = await page.locator(".blast-radius h2").textContent();
  const [, count] = heading?.match(/^This revokes (\d+) certificates$/) ?? [];
  const rows = page.getByRole("list", { name: "Certificates on this order" }).getByRole("listitem");
  assert.equal(await rows.count(), Number(count));
  assert.ok(Number(count) >= 4, "primary, duplicates and reissues");
  const texts = await rows.allTextContents();
  assert.match(String(texts[0]), /www\.example\.com.*primary.*valid till .*\d+ days? left/);
  for (const word of ["duplicate", "reissue", "archived"])
    assert.ok(
      texts.some((text) => text.includes(word)),
      word,
    );
  const above = await page.evaluate(() => {
    const [radius, button] = [".blast-radius", "button.danger"].map((part) =>
      document.querySelector(part),
    );
    return (radius?.compareDocumentPosition(/** @type {Node} */ (button)) ?? 0) & 4;
  });
  assert.ok(above, "the button follows the blast radius");
  await shot(page, "blast-radius");
  await close();
});

test("blast radius warnings are shown as sentences", async () => {
  const { page, close } = await open();
  for (const [order, warning, words] of /** @type {const} */ ([
    [ORDERS.pending, "not-issued", /not issued yet \(pending\)\. Cancel it/],
    [ORDERS.reissuePending, "reissue-pending", /A reissue is pending/],
    [ORDERS.revoked, "already-revoked", /already revoked/],
    [ORDERS.codeSigning, "reason-ignored", /ignores it for this product/],
    [
      ORDERS.openRevoke,
      "revocation-requested",
      /Request \d+ to revoke this order is already pending/,
    ],
  ])) {
    await find(page, order);
    assert.match((await page.locator(`[data-warning="${warning}"]`).textContent()) ?? "", words);
    await assertAccessible(page);
    await shot(page, `blast-radius-${warning}`);
    await page.getByRole("button", { name: "Another order" }).click();
  }
  await close();
});

test("refused duplicate list makes the count a lower bound", async () => {
  const { page, close } = await open();
  const body = '{"errors":[{"code":"not_found|order","message":"no"}]}';
  const fault = { status: 404, body, contentType: "application/json" };
  await faults({ pathPrefix: `${LIST}duplicate`, ...fault });
  await find(page, ORDERS.issued);
  assert.match(
    (await page.locator(".blast-radius h2").textContent()) ?? "",
    /at least \d+ certificate/,
  );
  await page.getByText("did not list the duplicates").waitFor();
  await close();
});

test("unread blast radius must be acknowledged before revoking", async () => {
  const { page, close } = await open();
  // Without a response the read stays in flight until the page aborts it.
  await page.route(`**${LIST}duplicate*`, () => {});
  await page.getByLabel("Order ID or name").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Reading the certificates" }).waitFor();
  await assertAccessible(page);
  await revokeUnread(page);
  await page.getByText("Wait until the certificates are read, or tick the box above.").waitFor();
  assert.deepEqual(await changes(), []);
  await page.getByLabel("Continue without waiting").check();
  await page.getByRole("button", { name: "Revoke order" }).click();
  await assertResult(page, "revoked", /DigiCert accepted/);
  assert.equal((await changes()).length, 1);
  await close();
});

test("failed blast radius read can be retried", async () => {
  const { page, close } = await open();
  await faults({ pathPrefix: `${LIST}reissue`, status: 500, times: 4 });
  await page.getByLabel("Order ID or name").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Find" }).click();
  await page
    .getByRole("heading", { name: "Unknown: the certificates that this revokes" })
    .waitFor();
  await page.getByText("The certificates could not be read.").waitFor();
  await assertAccessible(page);
  await shot(page, "blast-radius-failed");
  await revokeUnread(page);
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute("type")),
    "checkbox",
    "the checkbox has the focus",
  );
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: /^This revokes \d+ certificates$/ }).waitFor();
  await page.getByRole("button", { name: "Revoke order" }).click();
  await assertResult(page, "revoked", /DigiCert accepted/);
  await close();
});

/** Fills the form and clicks the disabled button. @param {import("playwright-core").Page} page */
async function revokeUnread(page) {
  await page.getByLabel("Skip approval").check();
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Revoke order" }).click({ force: true });
}

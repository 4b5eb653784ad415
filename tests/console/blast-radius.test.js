// Before the button: the console says what a revoke reaches, or that it does not know.

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

test("every certificate is shown and counted before the button", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  const heading = await page.locator(".reach h2").textContent();
  const [, count] = heading?.match(/^This revokes (\d+) certificates$/) ?? [];
  const rows = page.getByRole("list", { name: "Certificates on this order" }).getByRole("listitem");
  assert.equal(await rows.count(), Number(count));
  assert.ok(Number(count) >= 4, "the order's own, duplicates and reissues");
  const texts = await rows.allTextContents();
  assert.match(String(texts[0]), /www\.example\.com.*order's own.*valid till .*\d+ days? left/);
  for (const word of ["duplicate", "reissue", "archived"])
    assert.ok(
      texts.some((text) => text.includes(word)),
      word,
    );
  const above = await page.evaluate(() => {
    const [reach, button] = [".reach", "button.danger"].map((part) => document.querySelector(part));
    return (reach?.compareDocumentPosition(/** @type {Node} */ (button)) ?? 0) & 4;
  });
  assert.ok(above, "the button comes behind it");
  await shot(page, "reach");
  await close();
});

test("what one would be sorry not to know is said in sentences", async () => {
  const { page, close } = await open();
  for (const [order, warning, words] of /** @type {const} */ ([
    [ORDERS.pending, "not-issued", /not issued yet \(pending\)\. Cancel it/],
    [ORDERS.reissuePending, "reissue-pending", /A reissue is pending/],
    [ORDERS.revoked, "already-revoked", /revoked already/],
    [ORDERS.codeSigning, "reason-ignored", /For this product it is ignored/],
    [ORDERS.openRevoke, "revocation-requested", /Request \d+ to revoke this order waits/],
  ])) {
    await find(page, order);
    assert.match((await page.locator(`[data-warning="${warning}"]`).textContent()) ?? "", words);
    await assertAccessible(page);
    await shot(page, `reach-${warning}`);
    await page.getByRole("button", { name: "Another order" }).click();
  }
  await close();
});

test("a list that DigiCert refuses to give makes the count a lower bound", async () => {
  const { page, close } = await open();
  const body = '{"errors":[{"code":"not_found|order","message":"no"}]}';
  const fault = { status: 404, body, contentType: "application/json" };
  await faults({ pathPrefix: `${LIST}duplicate`, ...fault });
  await find(page, ORDERS.issued);
  assert.match((await page.locator(".reach h2").textContent()) ?? "", /at least \d+ certificate/);
  await page.getByText("did not list the duplicates").waitFor();
  await close();
});

test("who does not wait for the reading says so first", async () => {
  const { page, close } = await open();
  await faults({ pathPrefix: `${LIST}duplicate`, delayMs: 3000 });
  await page.getByLabel("Order id or name").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Reading which certificates" }).waitFor();
  await assertAccessible(page);
  await revokeUnread(page);
  await page.getByText("Wait until the certificates are read, or tick the box above.").waitFor();
  assert.deepEqual(await changes(), []);
  await page.getByLabel("Go on without waiting").check();
  await page.getByRole("button", { name: "Revoke order" }).click();
  await assertResult(page, "revoked", /DigiCert accepted/);
  assert.equal((await changes()).length, 1);
  await close();
});

test("a reading that fails is not hidden, can be made again, or acknowledged", async () => {
  const { page, close } = await open();
  await faults({ pathPrefix: `${LIST}reissue`, status: 500, times: 4 });
  await page.getByLabel("Order id or name").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Not known: which certificates this revokes" }).waitFor();
  await page.getByText("They could not be read.").waitFor();
  await assertAccessible(page);
  await shot(page, "reach-failed");
  await revokeUnread(page);
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute("type")),
    "checkbox",
    "the focus is where something is to do",
  );
  assert.deepEqual(await changes(), []);
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByRole("heading", { name: /^This revokes \d+ certificates$/ }).waitFor();
  await page.getByRole("button", { name: "Revoke order" }).click();
  await assertResult(page, "revoked", /DigiCert accepted/);
  await close();
});

/** The form filled in, and a click on a button that does not work yet. @param {import("playwright-core").Page} page */
async function revokeUnread(page) {
  await page.getByLabel("Skip the approval").check();
  await page.getByLabel("to confirm").fill(String(ORDERS.issued));
  await page.getByRole("button", { name: "Revoke order" }).click({ force: true });
}

// Lost responses in the console: it shows only what is proven and never sends again without proof.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  calls,
  changes,
  elsewhere,
  faults,
  find,
  open,
  revoke,
  setUp,
  shot,
} from "../support/console-page.js";

setUp();

const ORDER = ORDERS.issued;
const PATH = `/services/v2/order/certificate/${ORDER}`;
/** Every read of the order fails, including its retries. */
const UNREADABLE = { method: "GET", pathPrefix: PATH, status: 503, times: 4 };

/** @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
const steps = (page) =>
  page.locator(".timeline li").evaluateAll((rows) => rows.map((row) => row.dataset.state ?? ""));

test("response lost after the change: verified, sent once", async () => {
  for (const fault of [
    { method: "PUT", lost: "after" },
    { method: "PUT", status: 502, body: "<html>bad gateway</html>", afterCommit: true },
  ]) {
    const { page, close } = await open();
    await find(page, ORDER);
    await faults(fault);
    await revoke(page, ORDER, true);
    await assertResult(page, "revoked", /Verified at DigiCert[\s\S]*response was lost/);
    assert.deepEqual(await steps(page), ["done", "skipped", "done"]);
    await page.getByText("Requests sent").click();
    await page.getByText("Sent. No clear response.").waitFor();
    await page.getByText("Read the current state.").waitFor();
    await assertAccessible(page);
    await shot(page, "lost-answer");
    const puts = (await calls()).filter(({ method }) => method === "PUT");
    assert.deepEqual(
      puts.map(({ path }) => path),
      [`${PATH}/revoke`],
      "exactly one request",
    );
    await close();
  }
});

test("request found by a read may be someone else's", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 502, afterCommit: true });
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /yours or someone else's[\s\S]*Verified at DigiCert/);
  assert.equal((await changes()).length, 1);
  await close();
});

test("lost request is sent again only after two reads", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults(
    { method: "PUT", status: 502 },
    { method: "GET", pathPrefix: PATH, delayMs: 400 },
    { method: "PUT", delayMs: 400 },
  );
  const before = (await calls()).length;
  await revoke(page, ORDER, true);
  await page.getByText("The response was lost or unclear. Reading the result.").waitFor();
  await page.getByText("Two reads showed that nothing had happened. Sent once more").waitFor();
  await assertResult(page, "revoked", /DigiCert accepted the revocation/);
  await page.getByText("Requests sent (4)").click();
  await shot(page, "sent-again");
  const methods = (await calls()).slice(before).map(({ method }) => method);
  assert.deepEqual(methods, ["PUT", "GET", "GET", "PUT"]);
  await close();
});

test("rate limit delays the revocation and is shown", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  const body = '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}';
  await faults({ method: "PUT", status: 429, body, contentType: "application/json", delayMs: 300 });
  await revoke(page, ORDER, true);
  await assertResult(page, "revoked", /DigiCert accepted/);
  await page.getByText("Requests sent (2)").click();
  await page.getByText("DigiCert's rate limit applied, so it was not processed.").waitFor();
  await close();
});

test("failed reads make the outcome unknown, without a resend", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, body: "<html>down</html>" }, UNREADABLE);
  await revoke(page, ORDER, true);
  const words = /We don't know yet[\s\S]*Do not send it again[\s\S]*Key compromise[\s\S]*INC-4711/;
  await assertResult(page, "unknown", words);
  assert.equal(await page.locator('.attempts [data-decision="ambiguous"]').count(), 1);
  assert.equal(await page.locator('.attempts [data-decision="read-failed"]').count(), 4);
  assert.equal(await page.getByRole("button", { name: /revoke/i }).count(), 0);
  await shot(page, "unknown");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByText(/the status “issued” and no open request to revoke it/).waitFor();
  await page.getByText("It appears that nothing was revoked.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Open the order" }).isVisible());
  await assertAccessible(page);
  await shot(page, "unknown-checked");
  assert.equal((await changes()).length, 1);
  await close();
});

test("failed check keeps the outcome unknown", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500 }, { ...UNREADABLE, times: 8 });
  await revoke(page, ORDER, true);
  await assertResult(page, "unknown", /We don't know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator("#result-issues p").waitFor();
  assert.equal(await page.locator('[data-result="unknown"]').count(), 1);
  await close();
});

test("check after an unknown outcome shows revoked", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, afterCommit: true }, UNREADABLE);
  await revoke(page, ORDER, true);
  await assertResult(page, "unknown", /We don't know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator('[data-result="revoked"]').waitFor();
  await page.getByText(/Verified at DigiCert at/).waitFor();
  assert.deepEqual(await steps(page), ["done", "skipped", "done"]);
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await assertAccessible(page);
  await shot(page, "unknown-settled");
  assert.equal((await changes()).length, 1);
  await close();
});

test("check after an unknown outcome shows a pending request", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, afterCommit: true }, UNREADABLE);
  await revoke(page, ORDER, false);
  await assertResult(page, "unknown", /We don't know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator('[data-result="waiting"]').waitFor();
  await page.getByText(/may be yours or someone else's/).waitFor();
  assert.deepEqual(await steps(page), ["done", "open", "open"]);
  assert.equal((await changes()).length, 1);
  await close();
});

test("checks follow a request to approval and revocation", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  assert.deepEqual(await steps(page), ["done", "open", "open"]);
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await page.getByText("Last checked at").waitFor();
  await assertAccessible(page);
  await shot(page, "following");
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=request )\d+/) ?? [];
  await elsewhere(`/request/${request}/status`, { status: "approved" });
  await page.locator('[data-result="revoked"]').waitFor();
  assert.deepEqual(await steps(page), ["done", "done", "done"]);
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  await assertAccessible(page);
  await shot(page, "followed");
  await close();
});

test("checks can be stopped and end at a rejection", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  // One read is in flight when the checks are stopped. The log shows it after its delay.
  await faults({ method: "GET", pathPrefix: "/services/v2/request/", delayMs: 600, times: 1 });
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await page.waitForTimeout(200);
  await page.getByRole("button", { name: "Stop checking" }).click();
  await page.getByText("You stopped the checks.").waitFor();
  const reads = (await calls()).length;
  await page.waitForTimeout(1000);
  const more = (await calls()).length - reads;
  assert.ok(more <= 1, `${more} reads after the checks were stopped; only one can be in flight`);
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=request )\d+/) ?? [];
  const decision = { status: "rejected", processor_comment: "wrong order" };
  await elsewhere(`/request/${request}/status`, decision);
  await page.locator('[data-result="rejected"]').getByText("wrong order").waitFor();
  assert.equal(await page.title(), `Rejected: order ${ORDER} is not revoked – CertCentral`);
  assert.deepEqual(await steps(page), ["done", "stopped", "skipped"]);
  await assertAccessible(page);
  await shot(page, "rejected-while-waiting");
  await close();
});

test("check of the order shows that its request was rejected", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=request )\d+/) ?? [];
  await elsewhere(`/request/${request}/status`, { status: "rejected" });
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByRole("heading", { name: `Rejected: order ${ORDER} is not revoked` }).waitFor();
  await assertAccessible(page);
  await close();
});

test("leaving the result stops the checks", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await page.getByRole("button", { name: "Keep checking until revoked" }).click();
  await page.getByText("Last checked at").waitFor();
  await page.getByRole("button", { name: "Another order" }).click();
  await find(page, ORDERS.codeSigning);
  const reads = (await calls()).length;
  await page.waitForTimeout(400);
  assert.equal((await calls()).length, reads);
  assert.equal(await page.getByText("You stopped the checks.").count(), 0);
  await close();
});

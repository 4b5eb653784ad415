// The console when answers are lost: what it says is what is known, and nothing is sent again on a guess.

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
/** No read of the order is answered, however often it is tried. */
const UNREADABLE = { method: "GET", pathPrefix: PATH, status: 503, times: 4 };

/** @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
const steps = (page) =>
  page.locator(".timeline li").evaluateAll((rows) => rows.map((row) => row.dataset.state ?? ""));

test("an answer that is lost after the fact ends in revoked, confirmed by reading, sent once", async () => {
  for (const fault of [
    { method: "PUT", lost: "after" },
    { method: "PUT", status: 502, body: "<html>bad gateway</html>", afterCommit: true },
  ]) {
    const { page, close } = await open();
    await find(page, ORDER);
    await faults(fault);
    await revoke(page, ORDER, true);
    await assertResult(page, "revoked", /Confirmed by reading[\s\S]*answer to the call was lost/);
    assert.deepEqual(await steps(page), ["done", "skipped", "done"]);
    await page.getByText("What was sent and read").click();
    await page.getByText("Sent. No clear answer.").waitFor();
    await page.getByText("Read what became of it.").waitFor();
    await assertAccessible(page);
    await shot(page, "lost-answer");
    const puts = (await calls()).filter(({ method }) => method === "PUT");
    assert.deepEqual(
      puts.map(({ path }) => path),
      [`${PATH}/revoke`],
      "exactly one",
    );
    await close();
  }
});

test("a request whose answer is lost is found by reading, and may be somebody else's", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 502, afterCommit: true });
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /yours or somebody else's[\s\S]*Confirmed by reading/);
  assert.equal((await changes()).length, 1);
  await close();
});

test("what never arrived is sent again only after two readings, and the page says so", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults(
    { method: "PUT", status: 502 },
    { method: "GET", pathPrefix: PATH, delayMs: 400 },
    { method: "PUT", delayMs: 400 },
  );
  const before = (await calls()).length;
  await revoke(page, ORDER, true);
  await page.getByText("The answer was lost or unclear. Reading what became of it").waitFor();
  await page.getByText("Two readings showed that nothing had happened. Sent once more").waitFor();
  await assertResult(page, "revoked", /DigiCert accepted the revocation/);
  await page.getByText("What was sent and read (4)").click();
  await shot(page, "sent-again");
  const methods = (await calls()).slice(before).map(({ method }) => method);
  assert.deepEqual(methods, ["PUT", "GET", "GET", "PUT"]);
  await close();
});

test("a rate limit is waited for, and the page says so", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  const body = '{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}';
  await faults({ method: "PUT", status: 429, body, contentType: "application/json", delayMs: 300 });
  await revoke(page, ORDER, true);
  await assertResult(page, "revoked", /DigiCert accepted/);
  await page.getByText("What was sent and read (2)").click();
  await page.getByText("DigiCert asked to slow down and did not process it.").waitFor();
  await close();
});

test("where reading fails too, it is unknown: what was sent, what was read, and no way to send", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, body: "<html>down</html>" }, UNREADABLE);
  await revoke(page, ORDER, true);
  const words =
    /Nobody can know yet[\s\S]*Do not send it again[\s\S]*Key compromise[\s\S]*INC-4711/;
  await assertResult(page, "unknown", words);
  assert.equal(await page.locator('.attempts [data-decision="ambiguous"]').count(), 1);
  assert.equal(await page.locator('.attempts [data-decision="read-failed"]').count(), 4);
  assert.equal(await page.getByRole("button", { name: /revoke/i }).count(), 0);
  await shot(page, "unknown");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByText(/is “issued” and no request to revoke it is open/).waitFor();
  await page.getByText("As far as can be seen, nothing was revoked.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Open the order" }).isVisible());
  await assertAccessible(page);
  await shot(page, "unknown-checked");
  assert.equal((await changes()).length, 1);
  await close();
});

test("a look that fails too is said, and the doubt stays", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500 }, { ...UNREADABLE, times: 8 });
  await revoke(page, ORDER, true);
  await assertResult(page, "unknown", /Nobody can know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator("#result-issues p").waitFor();
  assert.equal(await page.locator('[data-result="unknown"]').count(), 1);
  await close();
});

test("a later look settles the doubt: revoked", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, afterCommit: true }, UNREADABLE);
  await revoke(page, ORDER, true);
  await assertResult(page, "unknown", /Nobody can know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator('[data-result="revoked"]').waitFor();
  await page.getByText(/Confirmed by reading at/).waitFor();
  assert.deepEqual(await steps(page), ["done", "skipped", "done"]);
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await assertAccessible(page);
  await shot(page, "unknown-settled");
  assert.equal((await changes()).length, 1);
  await close();
});

test("a later look settles the doubt: a request waits", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await faults({ method: "PUT", status: 500, afterCommit: true }, UNREADABLE);
  await revoke(page, ORDER, false);
  await assertResult(page, "unknown", /Nobody can know yet/);
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator('[data-result="waiting"]').waitFor();
  await page.getByText(/from your call or from somebody else's/).waitFor();
  assert.deepEqual(await steps(page), ["done", "open", "open"]);
  assert.equal((await changes()).length, 1);
  await close();
});

test("waiting follows a request to its approval and to the revoked order", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  assert.deepEqual(await steps(page), ["done", "open", "open"]);
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  await page.getByText("Last looked at").waitFor();
  await assertAccessible(page);
  await shot(page, "following");
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=Request )\d+/) ?? [];
  await elsewhere(`/request/${request}/status`, { status: "approved" });
  await page.locator('[data-result="revoked"]').waitFor();
  assert.deepEqual(await steps(page), ["done", "done", "done"]);
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.title(), `Revoked: order ${ORDER} – CertCentral`);
  await assertAccessible(page);
  await shot(page, "followed");
  await close();
});

test("waiting can be stopped, and ends where the request is rejected", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  // A read is at the server when the waiting is stopped. The log shows it after its delay.
  await faults({ method: "GET", pathPrefix: "/services/v2/request/", delayMs: 600, times: 1 });
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  await page.waitForTimeout(200);
  await page.getByRole("button", { name: "Stop waiting" }).click();
  await page.getByText("You stopped waiting.").waitFor();
  const looks = (await calls()).length;
  await page.waitForTimeout(1000);
  const more = (await calls()).length - looks;
  assert.ok(more <= 1, `${more} reads after the waiting was stopped; only one can be in flight`);
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=Request )\d+/) ?? [];
  const decision = { status: "rejected", processor_comment: "wrong order" };
  await elsewhere(`/request/${request}/status`, decision);
  await page.locator('[data-result="rejected"]').getByText("wrong order").waitFor();
  assert.equal(await page.title(), `Rejected: order ${ORDER} is not revoked – CertCentral`);
  assert.deepEqual(await steps(page), ["done", "stopped", "skipped"]);
  await assertAccessible(page);
  await shot(page, "rejected-while-waiting");
  await close();
});

test("a look at the order tells that its request was rejected, too", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  const [request] =
    (await page.locator(".timeline").textContent())?.match(/(?<=Request )\d+/) ?? [];
  await elsewhere(`/request/${request}/status`, { status: "rejected" });
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByRole("heading", { name: `Rejected: order ${ORDER} is not revoked` }).waitFor();
  await assertAccessible(page);
  await close();
});

test("who leaves does not go on waiting", async () => {
  const { page, close } = await open();
  await find(page, ORDER);
  await revoke(page, ORDER, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await page.getByRole("button", { name: "Wait until revoked" }).click();
  await page.getByText("Last looked at").waitFor();
  await page.getByRole("button", { name: "Another order" }).click();
  await find(page, ORDERS.codeSigning);
  const looks = (await calls()).length;
  await page.waitForTimeout(400);
  assert.equal((await calls()).length, looks);
  assert.equal(await page.getByText("You stopped waiting.").count(), 0);
  await close();
});

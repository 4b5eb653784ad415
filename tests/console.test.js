// The console as a person uses it: in Chromium, through the gateway on workerd, against the sandbox.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { buildConsole, startLocal } from "../www/gateway/local.js";
import { ORDERS } from "../www/sandbox/seed.js";
import { launchChromium } from "./chromium.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CANARY = "canary-key-Zq81xT5";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;

before(async () => {
  await buildConsole();
  local = await startLocal({
    key: CANARY,
    settings: { keys: { [CANARY]: "admin", "sandbox-limited-key": "limited" } },
  });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await local?.close();
});

/** A fresh page on a fresh account; notes everything that must not be. @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(options = {}) {
  await control("reset", "POST");
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted|Uncaught/.test(message.text()))
      faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("response", async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0));
    if (body.includes(CANARY) || JSON.stringify(response.headers()).includes(CANARY))
      faults.push(`the key is in ${response.url()}`);
  });
  await page.goto(local.consoleUrl);
  const close = async () => {
    assert.ok(!(await page.content()).includes(CANARY));
    await context.close();
    assert.deepEqual(faults, []);
  };
  return { page, close };
}

/** @param {string} path @param {string} method @param {unknown} [body] */
async function control(path, method, body) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(local.sandboxUrl.replace("/services/v2", `/sandbox/${path}`), init);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** @param {import("playwright-core").Page} page */
async function assertAccessible(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run();
    return violations
      .filter((/** @type {any} */ { impact }) => impact === "serious" || impact === "critical")
      .map(
        (/** @type {any} */ { id, nodes }) =>
          `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(" | ")}`,
      );
  });
  assert.deepEqual(violations, []);
}

/** @param {import("playwright-core").Page} page @param {number} order */
async function find(page, order) {
  await page.getByLabel("Order id or name").fill(String(order));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: `Order ${order}` }).waitFor();
}

/** @param {import("playwright-core").Page} page @param {number} order @param {boolean} skip */
async function revoke(page, order, skip) {
  await page.getByLabel("Key compromise").check();
  await page.getByLabel("Comment for the approver").fill("INC-4711");
  if (skip) await page.getByLabel("Skip the approval").check();
  await page.getByLabel("to confirm").fill(String(order));
  await page
    .getByRole("button", { name: skip ? `Revoke order ${order} now` : "Request revocation" })
    .click();
}

/** @param {import("playwright-core").Page} page @param {string} kind @param {RegExp} words */
async function assertResult(page, kind, words) {
  const panel = page.locator(`[data-result="${kind}"]`);
  await panel.waitFor();
  assert.match((await panel.textContent()) ?? "", words);
  assert.equal(
    await page.evaluate(() => document.activeElement?.tagName),
    "H1",
    "the focus is on the result",
  );
  await assertAccessible(page);
}

/** @param {import("playwright-core").Page} page */
async function shot(page, name = "") {
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

test("skipping the approval ends in revoked, and says that the comment is lost", async () => {
  const { page, close } = await open();
  assert.ok(await page.getByText("Sandbox: nothing here is real.").isVisible());
  await assertAccessible(page);
  await shot(page, "find");
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "order");
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "revoked", /Revoked[\s\S]*did not keep your comment/);
  await shot(page, "revoked");
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText("This order is revoked already.").waitFor();
  const { log } = /** @type {any} */ (await control("log", "GET"));
  const puts = log.filter((/** @type {any} */ { method }) => method === "PUT");
  assert.deepEqual(
    puts.map((/** @type {any} */ { body }) => JSON.parse(body)),
    [{ revocation_reason: "keyCompromise", comment: "INC-4711", skip_approval: true }],
  );
  await close();
});

test("asking for approval ends in waiting, and nothing is revoked", async () => {
  const { page, close } = await open({ colorScheme: "dark" });
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await shot(page, "waiting-dark");
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(/waits for approval already/).waitFor();
  assert.ok(await page.getByText("issued", { exact: true }).isVisible());
  await close();
});

test("a refusal says that nothing was changed, with DigiCert's words", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.openRevoke);
  await revoke(page, ORDERS.openRevoke, false);
  await assertResult(page, "refused", /nothing was changed[\s\S]*request_already_exists/);
  await shot(page, "refused");
  await close();
});

test("a lost answer is unknown, and a look at the order tells", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await control("faults", "POST", {
    method: "PUT",
    status: 500,
    body: "<html>down</html>",
    afterCommit: true,
  });
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "unknown", /may be revoked, or may not be[\s\S]*Do not send it again/);
  await shot(page, "unknown");
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText("This order is revoked already.").waitFor();
  await close();
});

test("an order can be found by name and revoked with the keyboard alone", async () => {
  const { page, close } = await open();
  const { keyboard } = page;
  await page.getByLabel("Order id or name").focus();
  await keyboard.type("legacy");
  await keyboard.press("Enter");
  await page.getByText("1 order found").waitFor();
  await assertAccessible(page);
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  for (const key of ["Tab", "ArrowDown", "ArrowDown", "Tab", "Tab", "Space", "Tab"])
    await keyboard.press(key);
  await keyboard.type(String(ORDERS.openRevoke));
  await keyboard.press("Enter");
  await assertResult(page, "revoked", /Revoked/);
  const { log } = /** @type {any} */ (await control("log", "GET"));
  assert.equal(JSON.parse(log.at(-1).body).revocation_reason, "superseded");
  await close();
});

test("what is wrong is said at its place, and nothing is sent", async () => {
  const { page, close } = await open();
  await page.getByLabel("Order id or name").fill("0123");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/without sign, blanks or leading zeros/).waitFor();
  await page.getByLabel("Order id or name").fill("99999");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/not_found\|order/).waitFor();
  await find(page, ORDERS.codeSigning);
  assert.ok(await page.getByText("For this product it is ignored.").isVisible());
  await page.getByLabel("to confirm").fill("123");
  await page.getByRole("button", { name: "Request revocation" }).click({ force: true });
  await page.getByText(`Type ${ORDERS.codeSigning} to confirm which order you mean.`).waitFor();
  const { log } = /** @type {any} */ (await control("log", "GET"));
  assert.ok(log.every((/** @type {any} */ { method }) => method === "GET"));
  await close();
});

test("it fits 320 pixels without scrolling sideways", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= 320);
  assert.ok(await fits());
  await find(page, ORDERS.issued);
  assert.ok(await fits());
  await shot(page, "narrow");
  await revoke(page, ORDERS.issued, false);
  await page.locator(".panel").waitFor();
  assert.ok(await fits());
  await close();
});

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
  /** @type {Promise<void>[]} */
  const reads = [];
  await page.exposeFunction("noteViolation", (/** @type {string} */ text) => faults.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      /** @type {any} */ (globalThis).noteViolation(
        `${event.violatedDirective} ${event.blockedURI}`,
      ),
    );
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("response", (response) =>
    reads.push(
      response
        .body()
        .catch(() => Buffer.alloc(0))
        .then((body) => {
          if (body.includes(CANARY) || JSON.stringify(response.headers()).includes(CANARY))
            faults.push(`the key is in ${response.url()}`);
        }),
    ),
  );
  await page.goto(local.consoleUrl);
  const close = async () => {
    assert.ok(!(await page.content()).includes(CANARY));
    await Promise.all(reads);
    assert.ok(reads.length > 3, "page, script, style and core were looked at");
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

/** In light and in dark, and no wider than the window. @param {import("playwright-core").Page} page */
async function assertAccessible(page) {
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { violations } = await /** @type {any} */ (globalThis).axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return violations.map(
        (/** @type {any} */ { id, nodes }) =>
          `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(" | ")}`,
      );
    });
    assert.deepEqual(violations, [], colorScheme);
  }
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "nothing sticks out sideways",
  );
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
  assert.equal(await page.title(), `${await panel.locator("h1").textContent()} – CertCentral`);
  await assertAccessible(page);
}

/** The bodies of the changes that reached the sandbox. @returns {Promise<any[]>} */
async function changes() {
  const { log } = /** @type {any} */ (await control("log", "GET"));
  return log
    .filter((/** @type {any} */ { method }) => method === "PUT")
    .map((/** @type {any} */ { body }) => JSON.parse(body));
}

/** @param {import("playwright-core").Page} page */
async function shot(page, name = "") {
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

test("skipping the approval ends in revoked, and says that the comment is lost", async () => {
  const { page, close } = await open();
  await page.getByText("Sandbox: nothing here is real.").waitFor();
  await assertAccessible(page);
  await shot(page, "find");
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "order");
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "revoked", /Revoked[\s\S]*did not keep your comment/);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(`Order ${ORDERS.issued} is revoked.`).waitFor();
  await shot(page, "revoked");
  assert.deepEqual(await changes(), [
    { revocation_reason: "keyCompromise", comment: "INC-4711", skip_approval: true },
  ]);
  await page.getByRole("button", { name: "Another order" }).click();
  await find(page, ORDERS.issued);
  await page.getByText("This order is revoked already.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Request revocation" }).count(), 0);
  await assertAccessible(page);
  await close();
});

test("asking for approval ends in waiting, and nothing is revoked", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "waiting", /Nothing is revoked yet/);
  await page.getByRole("button", { name: "Check the order now" }).click();
  await page.getByText(/is not revoked. Request \d+ to revoke it waits for approval/).waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "waiting-dark");
  await close();
});

test("a refusal says that nothing was changed, with DigiCert's words and what to do", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.openRevoke);
  await page.getByText(/Request \d+ to revoke this order waits for approval already/).waitFor();
  await revoke(page, ORDERS.openRevoke, false);
  await assertResult(
    page,
    "refused",
    /Nothing was changed[\s\S]*request_already_exists[\s\S]*Settle/,
  );
  await shot(page, "refused");
  await page.getByRole("button", { name: "Back to the order" }).click();
  await page.getByRole("heading", { name: `Order ${ORDERS.openRevoke}` }).waitFor();
  await close();
});

test("a key that may not skip the approval is refused", async () => {
  const { page, close } = await open();
  await control("settings", "PUT", { keys: { [CANARY]: "limited" } });
  await find(page, ORDERS.issued);
  await revoke(page, ORDERS.issued, true);
  await assertResult(page, "refused", /missing_permission[\s\S]*admin privileges/);
  await close();
});

test("a lost answer is unknown, and a look at the order tells without sending again", async () => {
  for (const afterCommit of [true, false]) {
    const { page, close } = await open();
    await find(page, ORDERS.issued);
    const fault = { method: "PUT", status: 500, body: "<html>down</html>", afterCommit };
    await control("faults", "POST", fault);
    await revoke(page, ORDERS.issued, true);
    await assertResult(page, "unknown", /do not know[\s\S]*Do not send it again/);
    await shot(page, "unknown");
    await page.getByRole("button", { name: "Check the order now" }).click();
    const open_ = page.getByRole("button", { name: "Open the order" });
    if (afterCommit) {
      await page.getByText(`Order ${ORDERS.issued} is revoked.`).waitFor();
      assert.equal(await open_.count(), 0, "nothing is left to do");
    } else {
      await page.getByText(/is “issued” and no request to revoke it is open/).waitFor();
      assert.ok(await open_.isVisible());
      await shot(page, "unknown-checked");
    }
    await assertAccessible(page);
    assert.equal((await changes()).length, 1);
    await close();
  }
});

test("a second click sends nothing, and the page stays while an answer is on its way", async () => {
  const { page, close } = await open();
  await find(page, ORDERS.issued);
  await control("faults", "POST", { method: "PUT", delayMs: 700 });
  await revoke(page, ORDERS.issued, true);
  await page.getByText("keep this page open").waitFor();
  for (let click = 0; click < 3; click++)
    await page.getByRole("button", { name: "Revoke order" }).click({ force: true });
  await page.getByRole("button", { name: "Another order" }).click({ force: true });
  await assertResult(page, "revoked", /Revoked/);
  assert.equal((await changes()).length, 1);
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
  assert.equal((await changes())[0].revocation_reason, "superseded");
  await page.getByRole("button", { name: "Another order" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.getByRole("list").count(), 0, "no list that is out of date");
  await close();
});

test("a long list says that it is cut, and an empty one that it is empty", async () => {
  const { page, close } = await open();
  await page.getByLabel("Order id or name").fill("example");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/The first 50 of \d+ orders/).waitFor();
  assert.equal(await page.getByRole("listitem").count(), 50);
  await assertAccessible(page);
  await shot(page, "list");
  await page.getByLabel("Order id or name").fill("nobody-has-this");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("No order has that in its name.").waitFor();
  await close();
});

test("what is wrong is said at its place, and nothing is sent", async () => {
  const { page, close } = await open();
  const search = page.getByLabel("Order id or name");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("Type an order id or a part of a name.").waitFor();
  await search.fill("0123");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/without sign, blanks or leading zeros/).waitFor();
  assert.equal(await search.getAttribute("aria-invalid"), "true");
  await assertAccessible(page);
  await search.fill("99999");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/not_found\|order/).waitFor();
  await find(page, ORDERS.codeSigning);
  await page.getByText("For this product it is ignored.").waitFor();
  await page.getByText("signatures made with it in the past").waitFor();
  await page.getByLabel("to confirm").fill("123");
  await page.getByRole("button", { name: "Request revocation" }).click({ force: true });
  await page.getByText(`Type ${ORDERS.codeSigning} to confirm which order you mean.`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "confirm");
  await assertAccessible(page);
  assert.deepEqual(await changes(), []);
  await close();
});

test("an order that should not be revoked says so first", async () => {
  const { page, close } = await open();
  for (const [order, words] of /** @type {const} */ ([
    [ORDERS.pending, /not issued yet \(pending\)\. Cancel it/],
    [ORDERS.reissuePending, /A reissue is pending/],
    [ORDERS.revoked, /revoked already/],
  ])) {
    await find(page, order);
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: "Another order" }).click();
  }
  await close();
});

test("it fits 320 pixels without scrolling sideways", async () => {
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await page.getByLabel("Order id or name").fill("example");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/The first 50/).waitFor();
  await assertAccessible(page);
  await find(page, ORDERS.issued);
  await assertAccessible(page);
  await shot(page, "narrow");
  await control("faults", "POST", { method: "PUT", status: 500, body: "<html>" });
  await revoke(page, ORDERS.issued, false);
  await assertResult(page, "unknown", /Do not send it again/);
  await shot(page, "narrow-unknown");
  await close();
});

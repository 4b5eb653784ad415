// What the tests of the console share: the three servers, a fresh page that notes what must not be, and its handling.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { buildConsole, startLocal } from "../../www/gateway/local/local.js";
import { startSandbox } from "../../www/sandbox/node.js";
import { launchChromium } from "./chromium.js";

/** @typedef {import("playwright-core").Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The key that the gateway holds. */
export const CANARY = "canary-key-Zq81xT5";
/** Short enough for a test, long enough to be seen. */
const PACE = { retry: { settleMs: 150, backoffMs: 20, maxBackoffMs: 50 }, pollMs: 100 };

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
/** On Node: there an answer can be lost by ending its connection. @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;

/**
 * Starts everything before the tests of a file and ends it behind them.
 * @param {Record<string, string>} [variables] of the gateway; without the two-person rule, which reads before it sends
 * @param {{ orders?: number, limits?: { windows: number[][], guardMs?: number } }} [account] how many orders it has, and its pace
 */
export function setUp(variables = { TWO_PERSON: "null" }, { orders = 300, limits } = {}) {
  // Of its own: several files are tested at once, and a build empties its folder first.
  const dist = mkdtempSync(join(tmpdir(), "console-"));
  before(async () => {
    await buildConsole(dist);
    sandbox = await startSandbox({
      settings: {
        keys: { [CANARY]: "admin", "sandbox-limited-key": "limited" },
        orders,
        ...(limits ? { windows: limits.windows.map(windowOf) } : {}),
      },
    });
    const gateway = { key: CANARY, upstream: sandbox.url, pace: PACE, dist, variables };
    local = await startLocal({ ...gateway, ...(limits ? { limits } : {}) });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await local?.close();
    await sandbox?.close();
    rmSync(dist, { recursive: true });
  });
}

/** @param {number[]} window */
const windowOf = ([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 });

/**
 * A call to the gateway by somebody, past the page.
 * @param {string} who one of those of `startLocal` @param {string} method @param {string} path @param {unknown} [body]
 */
export function gateway(who, method, path, body) {
  const headers = {
    "content-type": "application/json",
    "x-certcentral-console": "1",
    "x-certcentral-identity": who,
  };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return fetch(local.consoleUrl + path, init);
}

/** Of the gateway nothing is left that another test could meet, but the record. */
async function settle() {
  const { holds } = await (await gateway("ada", "GET", "/console/holds")).json();
  for (const { orderId } of holds)
    await gateway("ada", "DELETE", `/console/holds/${orderId}`, { reason: "test" });
  const { proposals } = await (await gateway("ada", "GET", "/console/proposals")).json();
  for (const { id, status } of proposals)
    if (status === "pending")
      await gateway("ada", "PUT", `/services/v2/request/${id}/status`, { status: "rejected" });
}

/** @typedef {import("playwright-core").BrowserContextOptions & { as?: string, closed?: boolean }} Options */

/**
 * A fresh page on a fresh account; notes everything that must not be.
 * @param {Options} [options] `as`: who opens it; `closed`: somebody whom the gateway does not know
 */
export async function open({ as = "", closed = false, ...options } = {}) {
  await control("reset", "POST");
  await settle();
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  if (closed) await signOut(page);
  await page.addInitScript((id) => {
    if (id && !sessionStorage.length) sessionStorage.setItem("certcentral-identity", id);
  }, as);
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

/** From now on the gateway does not know who asks. @param {import("playwright-core").Page} page */
export function signOut(page) {
  return page.route(/\/(console|services\/v2)\//, (route) => {
    const headers = { ...route.request().headers(), "x-certcentral-identity": "nobody" };
    return route.continue({ headers });
  });
}

/**
 * What the next call to a path is answered with.
 * @param {import("playwright-core").Page} page @param {string} path @param {number} status @param {string} title @param {string} detail
 */
export function refuseOnce(page, path, status, title, detail) {
  const json = { type: "about:blank", title, status, detail, errors: [] };
  const answer = { status, contentType: "application/problem+json", body: JSON.stringify(json) };
  return page.route(
    (url) => url.pathname === path,
    (route) => route.fulfill(answer),
    { times: 1 },
  );
}

/** @param {string} path @param {string} method @param {unknown} [body] */
export async function control(path, method, body) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(sandbox.url.replace("/services/v2", `/sandbox/${path}`), init);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** What goes wrong next. @param {Array<Record<string, unknown>>} faults */
export async function faults(...faults) {
  for (const fault of faults) await control("faults", "POST", fault);
}

/** A change that somebody else makes, past the console. @param {string} path @param {unknown} body */
export async function elsewhere(path, body) {
  const headers = { "content-type": "application/json", "x-dc-devkey": CANARY };
  const init = { method: "PUT", headers, body: JSON.stringify(body) };
  const answer = await fetch(sandbox.url + path, init);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** In light and in dark, and no wider than the window. @param {Page} page */
export async function assertAccessible(page) {
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

/** Opens an order, and waits until it is known what a revoke of it reaches. @param {Page} page @param {number} order */
export async function find(page, order) {
  await page.getByLabel("Order id or name").fill(String(order));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: `Order ${order}` }).waitFor();
  await page.locator('[data-reach="read"]').waitFor();
}

/** @param {Page} page @param {number} order @param {boolean} skip */
export async function revoke(page, order, skip) {
  await page.getByLabel("Key compromise").check();
  await page.getByLabel("Comment for the approver").fill("INC-4711");
  if (skip) await page.getByLabel("Skip the approval").check();
  await page.getByLabel("to confirm").fill(String(order));
  await page
    .getByRole("button", { name: skip ? `Revoke order ${order} now` : "Request revocation" })
    .click();
}

/** @param {Page} page @param {string} kind @param {RegExp} words */
export async function assertResult(page, kind, words) {
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

/** Every call that reached the sandbox. @returns {Promise<Array<{ method: string, path: string, body?: string }>>} */
export async function calls() {
  return /** @type {any} */ (await control("log", "GET")).log;
}

/** The bodies of the changes that reached the sandbox. @returns {Promise<any[]>} */
export async function changes() {
  const puts = (await calls()).filter(({ method }) => method === "PUT");
  return puts.map(({ body = "" }) => JSON.parse(body));
}

/** @param {Page} page */
export async function shot(page, name = "") {
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

// Support for the console tests: the servers, a fresh page that collects violations, and common actions.

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
/** The gateway's API key. It must never reach the page. */
export const CANARY = "canary-key-Zq81xT5";
/** Intervals that are short, but long enough to be observed. */
const PACE = { retry: { settleMs: 150, backoffMs: 20, maxBackoffMs: 50 }, pollMs: 100 };

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startLocal>>} */
let local;
/** Runs on Node, where a response can be lost by closing its connection. @type {Awaited<ReturnType<typeof startSandbox>>} */
let sandbox;

/**
 * Starts the servers and the browser before the tests of a file, and closes them afterwards.
 * @param {Record<string, string>} [variables] the gateway's variables; by default two-person approval is off
 * @param {{ orders?: number, limits?: { windows: number[][], guardMs?: number } }} [account] the number of orders, and the rate limits
 */
export function setUp(variables = { TWO_PERSON: "null" }, { orders = 300, limits } = {}) {
  // Test files run at the same time, and a build empties its folder first.
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
 * Sends a request to the gateway directly, without the page.
 * @param {string} person the id of a person of `startLocal` @param {string} method @param {string} path @param {unknown} [body]
 */
export function gateway(person, method, path, body) {
  const headers = {
    "content-type": "application/json",
    "x-certcentral-console": "1",
    "x-certcentral-identity": person,
  };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return fetch(local.consoleUrl + path, init);
}

/**
 * Decides about a two-person approval as a person who saw it.
 * @param {string} person @param {string} id @param {"approved" | "rejected"} status @param {string} [note]
 */
export async function decideProposal(person, id, status, note) {
  const { hash } = await (await gateway(person, "GET", `/console/proposals/${id}`)).json();
  const more = note === undefined ? {} : { processor_comment: note };
  return gateway(person, "PUT", `/services/v2/request/${id}/status`, { status, hash, ...more });
}

/** Releases the stop, lifts all holds and rejects all pending approvals. Only the audit log keeps entries of other tests. */
async function resetGateway() {
  const { frozen } = await (await gateway("ada", "GET", "/console/freeze")).json();
  if (frozen)
    for (const person of ["ada", "alex"])
      await gateway(person, "POST", "/console/freeze/release", { reason: "test" });
  const { holds } = await (await gateway("ada", "GET", "/console/holds")).json();
  for (const { orderId, by } of holds)
    await gateway(by, "DELETE", `/console/holds/${orderId}`, { reason: "test" });
  const pending = await gateway("ada", "GET", "/console/proposals?status=pending&limit=200");
  for (const { id } of (await pending.json()).proposals)
    await gateway("ada", "PUT", `/services/v2/request/${id}/status`, { status: "rejected" });
}

/** @typedef {import("playwright-core").BrowserContextOptions & { as?: string, closed?: boolean }} Options */

/**
 * Opens a fresh page on a fresh account, and collects policy violations, page errors and leaks of the API key.
 * @param {Options} [options] `as`: the person; `closed`: a person whom the gateway does not know
 */
export async function open({ as = "", closed = false, ...options } = {}) {
  await control("reset", "POST");
  await resetGateway();
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
    assert.ok(reads.length > 3, "page, script, style and core were checked");
    await context.close();
    assert.deepEqual(faults, []);
  };
  return { page, close };
}

/** Makes the gateway reject the identity of the page. @param {import("playwright-core").Page} page */
export function signOut(page) {
  return page.route(/\/(console|services\/v2)\//, (route) => {
    const headers = { ...route.request().headers(), "x-certcentral-identity": "unknown-person" };
    return route.continue({ headers });
  });
}

/**
 * Replaces the next response to a path with an error.
 * @param {import("playwright-core").Page} page @param {string} path @param {number} status @param {string} title @param {string} detail
 */
export function refuseOnce(page, path, status, title, detail) {
  const json = { type: "about:blank", title, status, detail, errors: [] };
  const response = { status, contentType: "application/problem+json", body: JSON.stringify(json) };
  return page.route(
    (url) => url.pathname === path,
    (route) => route.fulfill(response),
    { times: 1 },
  );
}

/** @param {string} path @param {string} method @param {unknown} [body] */
export async function control(path, method, body) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(sandbox.url.replace("/services/v2", `/sandbox/${path}`), init);
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

/** Queues faults of the sandbox. @param {Array<Record<string, unknown>>} faults */
export async function faults(...faults) {
  for (const fault of faults) await control("faults", "POST", fault);
}

/** Makes a change in CertCentral directly, without the console. @param {string} path @param {unknown} body */
export async function elsewhere(path, body) {
  const headers = { "content-type": "application/json", "x-dc-devkey": CANARY };
  const init = { method: "PUT", headers, body: JSON.stringify(body) };
  const response = await fetch(sandbox.url + path, init);
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

/** Checks accessibility in light and dark mode, and that the page is not wider than the window. @param {Page} page */
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
    "the page does not scroll sideways",
  );
}

/** Opens an order and waits for its blast radius. @param {Page} page @param {number} order */
export async function find(page, order) {
  await page.getByLabel("Order ID or name").fill(String(order));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: `Order ${order}` }).waitFor();
  await page.locator('[data-blast-radius="read"]').waitFor();
}

/** @param {Page} page @param {number} order @param {boolean} skip */
export async function revoke(page, order, skip) {
  await page.getByLabel("Key compromise").check();
  await page.getByLabel("Comment for the approver").fill("INC-4711");
  if (skip) await page.getByLabel("Skip approval").check();
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
    "the result has the focus",
  );
  assert.equal(await page.title(), `${await panel.locator("h1").textContent()} – CertCentral`);
  await assertAccessible(page);
}

/** The requests that reached the sandbox. @returns {Promise<Array<{ method: string, path: string, body?: string }>>} */
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

// The record in the console: read page by page, filtered, exported.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible, open, setUp, shot } from "./console-page.js";

setUp();

const DAY = Date.UTC(2026, 4, 1, 8);
const ADA = { id: "ada@example.com", how: "access" };
const SAM = { id: "sam@example.com", how: "access" };

/** 60 revokes with their answers, a decision that was lost, and a hold. */
function entries() {
  const list = [];
  for (let nth = 0; nth < 30; nth++) {
    const target = { order: String(1000 + nth) };
    const details = {
      revocation_reason: "keyCompromise",
      comment: "INC-4711",
      skip_approval: true,
    };
    list.push({ actor: SAM, action: "revoke-order", target, details });
    const answer = { status: 204, outcome: "revoked" };
    list.push({ actor: SAM, action: "revoke-order-answer", target, answer, proof: "accepted" });
  }
  const target = { request: "77" };
  list.push({ actor: ADA, action: "decide-request", target, details: { status: "approved" } });
  const answer = { status: 502, outcome: "unknown-outcome", effect: "unknown" };
  list.push({ actor: ADA, action: "decide-request-answer", target, answer });
  return list.map((entry, nth) => ({
    v: 1,
    seq: nth + 1,
    time: DAY + nth * 60_000,
    ...entry,
    hash: `h${nth}`,
  }));
}

/** @param {import("playwright-core").Page} page */
async function record(page) {
  await page.getByRole("button", { name: "Record" }).click();
  await page.getByRole("heading", { name: "Record" }).waitFor();
}

test("the newest come first, in sentences, page by page", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.entries = entries();
  });
  await record(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const rows = page.getByRole("list", { name: "Entries" }).getByRole("listitem");
  const texts = await rows.allTextContents();
  assert.match(String(texts[0]), /ada@example.com.*Answer to a decision: request 77.*nobody knows/);
  assert.match(String(texts[1]), /Decided on a request: request 77\. Approved\./);
  assert.match(
    String(texts[2]),
    /sam@example.com.*Answer to a revoke: order 1029\. DigiCert revoked it\./,
  );
  assert.match(
    String(texts[3]),
    /Asked to revoke: order 1029\. Reason: Key compromise\. Approval skipped\. “INC-4711”/,
  );
  assert.equal(await rows.first().locator("time").getAttribute("title"), "2026-05-01 09:01:00 UTC");
  await rows.first().getByText("Entry 62").click();
  await rows.first().getByText('"effect": "unknown"').waitFor();
  await assertAccessible(page);
  await shot(page, "record");
  await page.getByRole("button", { name: "Show older ones" }).click();
  await page.getByText("62 entries.").waitFor();
  assert.equal(await rows.count(), 62);
  assert.equal(await page.getByRole("button", { name: "Show older ones" }).count(), 0);
  await close();
});

test("it can be filtered by who, what, order and time", async () => {
  const { page, close } = await open({ timezoneId: "Europe/Berlin" }, (gateway) => {
    gateway.entries = entries();
  });
  await record(page);
  const filter = page.getByRole("form", { name: "Filter" });
  const apply = filter.getByRole("button", { name: "Filter" });
  await filter.getByLabel("Who").fill(ADA.id);
  await apply.click();
  await page.getByText("2 entries.").waitFor();
  await filter.getByLabel("Who").fill("");
  await filter.getByLabel("Order id").fill(" 1003 ");
  await filter.getByLabel("What").selectOption("revoke-order");
  await apply.click();
  await page.getByText("1 entry.").waitFor();
  await filter.getByLabel("Order id").fill("");
  await filter.getByLabel("From").fill("2026-05-01T10:00");
  await filter.getByLabel("Before").fill("2026-05-01T10:10");
  await apply.click();
  await page.getByText("5 entries.").waitFor();
  await filter.getByLabel("Order id").fill("4");
  await apply.click();
  await page.getByText("No entry is like that.").waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  await assertAccessible(page);
  await shot(page, "record-narrow");
  await close();
});

test("it is exported as a file, and the page says how to check it", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.entries = entries();
  });
  await record(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export the record" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^record-sandbox-[\dT-]+Z\.jsonl$/);
  const lines = readFileSync(String(await file.path()), "utf8")
    .trimEnd()
    .split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    gateway.entries,
  );
  await page.getByText(`npx certcentral-revoke verify ${file.suggestedFilename()}`).waitFor();
  await assertAccessible(page);
  await close();
});

test("who may not read it is told why", async () => {
  const { page, close } = await open({}, (gateway) => {
    gateway.persons = [{ id: "vi", name: "Vi", roles: ["viewer"] }];
  });
  await record(page);
  await page.getByText("this takes the role admin").waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByRole("button", { name: /Export|Filter|Read again/ }).count(), 0);
  await close();
});

test("a refusal is shown with its title and detail", async () => {
  const { page, close, gateway } = await open({}, (gateway) => {
    gateway.entries = entries();
  });
  await record(page);
  await page.getByText("The newest 50 entries.").waitFor();
  const detail = "from must be a whole number of milliseconds.";
  gateway.faults.set("/console/record", { status: 400, title: "Bad Request", detail });
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByText(`Bad Request: ${detail}`).waitFor();
  assert.equal(await page.getByText("No entry is like that.").count(), 0);
  await close();
});

// A list in the console from the file to the report, with two people, against the gateway and the sandbox.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN } from "../../www/sandbox/seed.js";
import { assertAccessible, control, gateway, open, setUp, shot } from "../support/console-page.js";

const LIMITS = {
  windows: [
    [100, 30],
    [1000, 500],
  ],
  guardMs: 10,
};
/** A run of 10,000 orders takes two minutes. */
const ORDERS = Number(process.env.ORDERS ?? 1000);
/** All orders except the one on hold; and all orders including the two that cannot be revoked. */
const SENT = (ORDERS - 1).toLocaleString("en");
const ALL = (ORDERS + 2).toLocaleString("en");

setUp(
  { JOBS: JSON.stringify({ confirmIntervalMs: 300, confirmRounds: 2 }) },
  { orders: 300 + ORDERS, limits: LIMITS },
);

/** @param {readonly string[]} rows */
const fileOf = (rows) => ({
  name: "incident-4711.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(["order_id,priority,ticket", ...rows].join("\n")),
});
const ROWS = Array.from({ length: ORDERS }, (_, nth) => `${PLAIN + nth},,team ${nth % 7}`);

/** @param {import("playwright-core").Page} page @param {string} id */
async function actAs(page, id) {
  await page.getByLabel("Act as").selectOption(id);
  await page.getByRole("heading", { name: "Revoke an order" }).waitFor();
}

/** @returns {Promise<{ orders: number, sent: number, more_than_once: object }>} */
const revokes = () => control("revokes", "GET");

test("list runs from file to report with two persons", {
  timeout: 300_000,
}, async (t) => {
  const { page, close } = await open({ as: "ada" });
  const button = (/** @type {string | RegExp} */ name) => page.getByRole("button", { name });
  const heading = (/** @type {string | RegExp} */ name) => page.getByRole("heading", { name });
  await gateway("ada", "PUT", `/console/holds/${PLAIN + 1}`, { reason: "pinned" });

  await button("Lists").click();
  await page.getByText("No lists yet.").waitFor();
  await button("New list").click();
  await page.getByLabel("Or choose a file").setInputFiles(fileOf([...ROWS, "12x,,", "5,12,"]));
  await button("Upload the list").click();
  await heading("incident-4711.csv wasn't imported: 2 errors").waitFor();
  await page.getByText(`Line ${ALL}`).waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-rejected-rows");
  await page
    .getByLabel("Choose another")
    .setInputFiles(fileOf([...ROWS, `${PLAIN},,`, "123456793,,", "999,,"]));
  await button("Upload the list").click();
  await heading(`${ALL} orders, no errors`).waitFor();
  await page.getByText("1 duplicate row was merged.").waitFor();
  await page.getByText("ticket", { exact: true }).waitFor();

  await page.getByRole("radio", { name: "Key compromise" }).check();
  await page.getByLabel("Skip approval").check();
  await shot(page, "jobs-settings");
  await button("Create the plan").click();
  await heading(`The plan: ${SENT} of ${ALL} orders would be revoked`).waitFor();
  const excluded = page.locator("[data-excluded]");
  assert.match(
    (await excluded.textContent()) ?? "",
    /1 On hold.*1 Skipped: already revoked.*1 Skipped: not found in this account/,
  );
  await assertAccessible(page);
  await shot(page, "jobs-plan");
  await button("Rehearse").click();
  await page.getByText("Rehearsed: no order was revoked").waitFor();
  await shot(page, "jobs-rehearsed");
  assert.equal((await revokes()).sent, 0, "a rehearsal sends nothing");

  await page.getByLabel("type the number of orders").fill(SENT);
  await button(`Revoke ${SENT} orders`).click();
  await heading("Waiting for a second person").waitFor();
  await page.getByText("You requested it, so someone else must approve it.").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-proposed");
  assert.equal((await revokes()).sent, 0, "nothing is sent before the approval");

  await actAs(page, "alex");
  await button("Approvals").click();
  await button("Review two-person approval").click();
  await page.getByText(`1 to 100 of ${ALL} orders.`).waitFor();
  await page.getByText("1 order on hold").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-review");
  const find = page.getByRole("form", { name: "Find orders" });
  await find.getByLabel("Show").selectOption("Excluded orders");
  await page.getByText("3 orders match.").waitFor();
  await page.getByRole("list", { name: "Orders of the approval" }).getByText("pinned").waitFor();
  await button("Approve…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Approving starts the run").waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-approve");
  await dialog.getByRole("button", { name: `Approve and revoke a list of ${SENT} orders` }).click();
  await heading(`Approved: a list of ${SENT} orders`).waitFor();
  await page.getByText("The run has started.").waitFor();
  await button("Open the list").click();
  await heading("Running").waitFor();
  await page.getByRole("img", { name: /^Requests in/ }).waitFor();
  await page
    .getByRole("table", { name: "Orders of the list" })
    .getByRole("button")
    .first()
    .waitFor();
  await assertAccessible(page);
  await shot(page, "jobs-running-real");

  // Only the owner or an admin may change the list.
  await button("Pause").click({ force: true });
  await page.getByText("Only submitter or admin may revoke a list of orders").first().waitFor();
  await actAs(page, "ada");
  await button("Lists").click();
  await button("Open incident-4711").click();
  await button("Pause").click();
  await heading("Paused").waitFor();
  await page.getByText("Paused manually.").waitFor();
  const { sent } = await revokes();
  await shot(page, "jobs-paused");
  await page.reload();
  await heading("Paused").waitFor();
  assert.equal((await revokes()).sent, sent, "no revocation is sent after the pause");
  await button("Resume").click();
  await heading(/^Finished/).waitFor({ timeout: 200_000 });

  const counted = page.locator("[data-counts]");
  const numbers = await counted.locator("td").allTextContents();
  const [all = 0, ...states] = numbers.map((text) => Number(text.replaceAll(",", ""))).reverse();
  assert.equal(all, ORDERS + 2);
  assert.equal(
    states.reduce((sum, count) => sum + count, 0),
    all,
    "the counts add up",
  );
  assert.equal(await counted.locator('[data-count="revoked"] td').textContent(), SENT);
  assert.match(
    (await page.locator("[data-ccadb]").textContent()) ?? "",
    new RegExp(`Revoked${ORDERS.toLocaleString("en")}Not yet revoked1`),
  );
  await assertAccessible(page);
  await shot(page, "jobs-finished");
  const files = [];
  for (const name of ["Report as CSV", "Report as JSON", "Journal"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), button(name).click()]);
    files.push(file);
  }
  assert.deepEqual(
    files.map((file) => file.suggestedFilename()),
    ["incident-4711-report.csv", "incident-4711-report.json", "incident-4711-journal.jsonl"],
  );
  assert.deepEqual(await revokes(), { orders: ORDERS - 1, sent: ORDERS - 1, more_than_once: {} });
  t.diagnostic(`${numbers.join(" + ")}; sandbox: ${JSON.stringify(await revokes())}`);
  await close();
});

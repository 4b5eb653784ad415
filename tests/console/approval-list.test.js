// The page of a two-person approval to start a list: everything that it binds, and every order, page by page and searchable.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, open, setUp, shot } from "../support/console-page.js";
import { FakeProposal } from "../support/fake-proposal-api.js";

setUp({ TWO_PERSON: '{"certificates":2}' });

const ORDERS = 2345;

/** @param {import("playwright-core").BrowserContextOptions} [options] */
async function openList(options = {}) {
  const { page, close } = await open({ as: "alex", ...options });
  const fake = await new FakeProposal(ORDERS).serve(page);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("button", { name: `Review two-person approval ${fake.id}` }).click();
  await page.getByText("1 to 100 of 2,345 orders.").waitFor();
  return { page, close, fake };
}

test("page of a list shows everything that the approval binds", async () => {
  const { page, close, fake } = await openList();
  const text = (await page.locator("main").textContent()) ?? "";
  const { orders, certificates, byReason, hash } = fake.proposal;
  for (const words of [
    ...[`Revoke a list of ${orders.toLocaleString("en")} orders?`, "Intermediate G2", hash],
    `at least ${certificates?.toLocaleString("en")} certificates`,
    `Key compromise: ${byReason.keyCompromise?.toLocaleString("en")} orders`,
    `Superseded: ${byReason.superseded?.toLocaleString("en")} orders`,
    ...["Comment of rows without oneINC-4711", "5 rows with a comment of their own"],
    ...["24 orders on hold", "24 orders already revoked"],
    "revokes immediately, approval skipped",
    "Deadline2 Oct 2026",
    "235 with priority 9",
    "pauses after 5 orders in a row with an unknown result",
    "8 minutes ago",
    "30 orders with duplicates, 2 orders not read completely",
    "Break-glass: this passes the revocation limit",
    "Rules of the gateway5e884898da28…",
  ])
    assert.ok(text.includes(words), `${words} in ${text.slice(0, 3000)}`);
  await assertAccessible(page);
  await shot(page, "proposal-list");
  await close();
});

test("orders of an approval are paged and searchable", async () => {
  const { page, close, fake } = await openList();
  const list = page.getByRole("list", { name: "Orders of the approval" });
  await page.getByRole("button", { name: "Next orders" }).click();
  await page.getByText("101 to 200 of 2,345 orders.").waitFor();
  await list.getByRole("button", { name: "Open order 600000101" }).waitFor();
  const find = page.getByRole("form", { name: "Find orders" });
  await find.getByLabel("Order ID, or part of it").fill("600002003");
  await find.getByRole("button", { name: "Find" }).click();
  await page.getByText("1 order matches.").waitFor();
  assert.match(
    (await list.textContent()) ?? "",
    /600002003to revokeSupersededown comment row 2003/,
  );
  await find.getByLabel("Order ID, or part of it").fill("");
  await find.getByLabel("Show").selectOption("Excluded orders");
  await page.getByText("48 orders match.").waitFor();
  assert.match((await list.textContent()) ?? "", /excluded: on holdpinned by terminals/);
  await find.getByLabel("Show").selectOption("Rows with their own comment");
  await page.getByText("5 orders match.").waitFor();
  await find.getByLabel("Show").selectOption("Orders to revoke");
  await page.getByText("1 to 100 of the first 1,000 orders that match.").waitFor();
  await page.getByRole("button", { name: "Next orders" }).click();
  await page.getByText("101 to 200 of the first 1,000 orders that match.").waitFor();
  await find.getByLabel("Order ID, or part of it").fill("77");
  await find.getByLabel("Show").selectOption("All orders");
  await page.getByText(/^\d+ orders match\.$/).waitFor();
  assert.ok(fake.queries.every((query) => Number(new URLSearchParams(query).get("limit")) <= 1000));
  await assertAccessible(page);
  await close();
});

test("page of a list fits a narrow dark window", async () => {
  const { page, close } = await openList({ viewport: { width: 320, height: 640 } });
  await assertAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "proposal-list-narrow-dark");
  await close();
});

test("failed read of the orders is not shown as no orders", async () => {
  const { page, close } = await open({ as: "alex" });
  const fake = await new FakeProposal(ORDERS).serve(page);
  await page.route(
    (url) => url.pathname.endsWith("/orders"),
    (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({ title: "Conflict", detail: "The list was planned again." }),
      }),
  );
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("button", { name: `Review two-person approval ${fake.id}` }).click();
  await page.getByText("Couldn't read the orders. Conflict: The list was planned again.").waitFor();
  assert.equal(await page.getByText("is not known").count(), 0);
  await assertAccessible(page);
  await close();
});

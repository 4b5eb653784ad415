// Approvals by several people in the console: the progress, the groups, and that one person counts once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS } from "../../www/sandbox/seed.js";
import {
  assertAccessible,
  assertResult,
  changes,
  decideProposal,
  gateway,
  open,
  setUp,
  shot,
} from "../support/console-page.js";

const PEOPLE = [
  { id: "ada", name: "Ada", roles: ["admin"] },
  { id: "sam", name: "Sam", roles: ["submitter"] },
  { id: "alex", name: "Alex", roles: ["approver"] },
  { id: "olga", name: "Olga", roles: ["approver"], groups: ["security"] },
];

setUp({
  TWO_PERSON: JSON.stringify({
    certificates: 2,
    approvals: 2,
    groups: [{ group: "security", approvals: 1 }],
  }),
  DEVELOPMENT_IDENTITY: JSON.stringify(PEOPLE),
  ROLES: JSON.stringify({ viewer: [], submitter: [], approver: [], admin: [] }),
  APPROVER_GROUPS: JSON.stringify({ security: [] }),
});

const ORDER = ORDERS.issued;

/** @returns {Promise<string>} the id of the two-person approval */
async function propose() {
  const path = `/services/v2/order/certificate/${ORDER}/revoke`;
  const response = await gateway("sam", "PUT", path, { revocation_reason: "superseded" });
  assert.equal(response.status, 201);
  return String((await response.json()).id);
}

/** @param {import("playwright-core").Page} page @param {string} id */
async function review(page, id) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("button", { name: `Review two-person approval ${id}` }).click();
  await page.getByRole("heading", { name: "What the approval agrees to" }).waitFor();
}

test("first of two approvals sends nothing and shows the progress", async () => {
  const { page, close } = await open({ as: "alex" });
  const id = await propose();
  await review(page, id);
  await page.getByText("2 people, of these 1 of the group “security”").waitFor();
  await page.locator("[data-proposal]").getByText("0 of 2 approvals").waitFor();
  await page.getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nothing is sent to DigiCert yet.").waitFor();
  await dialog.getByText("1 more person must approve it after you.").waitFor();
  await dialog.getByRole("button", { name: `Approve two-person approval ${id}` }).click();
  await assertResult(page, "waiting", /waits for another person[\s\S]*1 of 2 approvals \(alex, /);
  assert.deepEqual(await changes(), []);
  await shot(page, "quorum-first");
  await page.getByRole("button", { name: `Open two-person approval ${id}` }).click();
  await page.locator("[data-proposal]").getByText("1 of 2 approvals (alex,").waitFor();
  await page.getByText("You approved this already. Another person must").waitFor();
  const button = page.getByRole("button", { name: "Approve…" });
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await assertAccessible(page);
  await shot(page, "quorum-page");
  await close();
});

test("last approval sends the revocation and names all people", async () => {
  const { page, close } = await open({ as: "olga" });
  const id = await propose();
  assert.equal((await decideProposal("alex", id, "approved", "checked")).status, 204);
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByText("1 of 2 approvals").waitFor();
  await review(page, id);
  await page.getByRole("button", { name: "Approve…" }).click();
  await page.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
  await page.locator('[data-result="decided"]').waitFor();
  assert.equal((await changes()).length, 1);
  await page.getByRole("button", { name: `Open two-person approval ${id}` }).click();
  const state = page.locator('[data-proposal="sent"]');
  await state.getByText("2 of 2 approvals").waitFor();
  assert.match(
    (await state.textContent()) ?? "",
    /\(alex, .*: checked; olga, .*\).*Decided by olga/,
  );
  await assertAccessible(page);
  await close();
});

test("approval by people outside the group is refused", async () => {
  const { page, close } = await open({ as: "ada" });
  const id = await propose();
  assert.equal((await decideProposal("alex", id, "approved")).status, 204);
  await review(page, id);
  await page.getByRole("button", { name: "Approve…" }).click();
  await page.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
  const words = /remaining approvals must come from members of other groups[\s\S]*Nothing was sent/;
  await assertResult(page, "refused", words);
  assert.equal(await page.getByText("The API key is invalid").count(), 0);
  assert.deepEqual(await changes(), []);
  await close();
});

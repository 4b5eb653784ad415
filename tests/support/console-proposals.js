// Two-person approvals of one order in the tests of the console.

import assert from "node:assert/strict";
import { ORDERS } from "../../www/sandbox/seed.js";
import { gateway } from "./console-page.js";

/** @typedef {import("playwright-core").Page} Page */

/** An order with four certificates. */
export const ORDER = ORDERS.issued;
export const BODY = { revocation_reason: "keyCompromise", comment: "INC-4711" };

/** Requests a revocation. @param {Record<string, unknown>} [more] @param {string} [person] @returns {Promise<string>} the id of the two-person approval */
export async function propose(more = {}, person = "sam") {
  const path = `/services/v2/order/certificate/${ORDER}/revoke`;
  const response = await gateway(person, "PUT", path, { ...BODY, ...more });
  assert.equal(response.status, 201);
  return String((await response.json()).id);
}

/** @param {Page} page */
export async function inbox(page) {
  await page.getByRole("button", { name: "Approvals" }).first().click();
  await page.getByRole("heading", { name: "Two-person approvals" }).waitFor();
  await page.getByText("1 request waits for approval.").waitFor();
}

/** Opens the page of an approval. @param {Page} page @param {string} id */
export async function review(page, id) {
  await inbox(page);
  await page.getByRole("button", { name: `Review two-person approval ${id}` }).click();
  await page.getByRole("heading", { name: "What the approval agrees to" }).waitFor();
  await page.getByText("1 order.", { exact: true }).waitFor();
}

/** Approves on the page of an approval. @param {Page} page */
export async function approve(page) {
  await page.getByRole("button", { name: "Approve…" }).click();
  await page.getByRole("button", { name: `Approve and revoke order ${ORDER}` }).click();
}

/** Changes fields of a response of the gateway. @param {Page} page @param {string} path @param {object} fields */
export const change = (page, path, fields) =>
  page.route(
    (url) => url.pathname === path,
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), ...fields } });
    },
  );

// Setups of examples that are scripts of a page.

import assert from "node:assert/strict";
import { ORDERS } from "../../../www/sandbox/seed.js";
import { log, other } from "../prepare.js";

const { issued } = ORDERS;

/** @type {Record<string, import("../setup.js").Setup>} */
export const PAGES = {
  page: other({
    runs: "page",
    adds: `certcentral.revokeOrder(${issued}, { skipApproval: true }).then(
      ({ outcome }) => { document.title = outcome; }, (error) => { document.title = String(error); });`,
    checkTitle(title, sandbox) {
      assert.equal(title, "revoked");
      // Before the revoke the gateway reads the order's certificates for two-person approval.
      assert.deepEqual(
        log(sandbox).filter((line) => line.startsWith("PUT")),
        ["PUT 204"],
      );
    },
  }),
  "page-init": other({
    runs: "page",
    adds: reads(),
    checkTitle: (title) => assert.equal(title, "issued"),
  }),
  "page-vite": other({
    runs: "page",
    bundler: "vite",
    adds: `import { CertCentral } from "certcentral-revoke";
      const certcentral = new CertCentral({ baseUrl: "/services/v2" });
      ${reads()}`,
    checkTitle: (title) => assert.equal(title, "issued"),
  }),
  inline: other({
    needs: "./inline",
    runs: "page",
    adds: reads(),
    checkTitle: (title) => assert.equal(title, "issued"),
  }),
};

/** Source text that reads an order and shows its status as the title. */
function reads() {
  return `certcentral.orders.get(${issued}).then(
    ({ status }) => { document.title = status; }, (error) => { document.title = String(error); });`;
}

// Bulk runs on workerd, and in a browser whose page is reloaded.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { build } from "esbuild";
import { BRISK, plainIds, startAccount } from "../support/bulk.js";
import { launchChromium } from "../support/chromium.js";
import { CANARY } from "../support/client.js";
import { closeServer, listen } from "../support/listen.js";
import { startWorker } from "../support/workerd.js";

const ORDERS = 600;

/** Source text that the page and the worker share. */
const PLAN_SOURCE = `
  export async function plan(settings, ids) {
    const mass = new MassRevocation(settings);
    const list = await readList(new Blob([ids.join("\\n")]));
    return { mass, plan: await mass.plan(list, { skipApproval: true, deadline: new Date(Date.now() + 24 * 3_600_000) }) };
  }`;

test("workerd plans, rehearses and runs with a memory journal", async () => {
  const account = await startAccount(ORDERS);
  const contents = `
    import { MassRevocation, memoryJournal, readList } from "certcentral-revoke/mass";
    ${PLAN_SOURCE}
    export default {
      async fetch(request) {
        const { settings, ids } = await request.json();
        const { mass, plan: made } = await plan(settings, ids);
        const rehearsed = (await mass.rehearse(made)).snapshot().counts;
        const journal = memoryJournal();
        const run = await mass.start(made, { journal, confirm: made.totals.send });
        const { counts } = await run.finished;
        let csv = "";
        for await (const piece of run.reportCsv()) csv += piece;
        return Response.json({ rehearsed, counts, rows: csv.split("\\r\\n").length - 2 });
      },
    };`;
  const worker = await startWorker({
    stdin: { contents, resolveDir: new URL("../..", import.meta.url).pathname },
  });
  const settings = { apiKey: CANARY, baseUrl: account.url, ...BRISK };
  const body = JSON.stringify({ settings, ids: plainIds(ORDERS) });
  const response = await worker.dispatchFetch("http://worker/", { method: "POST", body });
  const result = /** @type {any} */ (await response.json());
  assert.deepEqual([result.rehearsed.revoked.revoked, result.rows], [ORDERS, ORDERS]);
  assert.equal(result.counts.revoked.revoked, ORDERS);
  assert.deepEqual(await account.revokes(), { orders: ORDERS, sent: ORDERS, more_than_once: {} });
  await worker.dispose();
  await account.close();
});

test("Chromium resumes a run from IndexedDB after page reloads", async () => {
  const account = await startAccount(ORDERS);
  const page = await pageWith(account.url);
  /** @param {string} expression @returns {Promise<any>} */
  const inPage = (expression) => page.evaluate(`window.test.${expression}`);
  const ids = JSON.stringify(plainIds(ORDERS));
  await inPage(`start(${ids})`);
  let reloads = 0;
  for (let sent = 0; reloads < 3; { sent } = await account.revokes()) {
    if (sent > (reloads + 1) * 100) {
      await page.reload();
      reloads += 1;
      await inPage("resume()");
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const result = await inPage("result()");
  assert.equal(result.counts.revoked.revoked, ORDERS);
  assert.equal(result.rows, ORDERS);
  const { more_than_once } = await account.revokes();
  const log = await account.log();
  for (const order of Object.keys(more_than_once)) {
    const calls = log.filter(({ path }) => path.includes(`/order/certificate/${order}`));
    assert.doesNotMatch(calls.map(({ method }) => method).join(" "), /PUT PUT/);
  }
  await account.close();
});

/** Opens a page of an origin that forwards calls and adds the key, as a gateway does. @param {string} baseUrl */
async function pageWith(baseUrl) {
  const contents = `
    import { MassRevocation, indexedDbJournal, readList } from "certcentral-revoke/mass";
    ${PLAN_SOURCE}
    const settings = { baseUrl: "/services/v2", ...${JSON.stringify(BRISK)} };
    let run;
    window.test = {
      async start(ids) {
        const { mass, plan: made } = await plan(settings, ids);
        run = await mass.start(made, { journal: indexedDbJournal("run"), confirm: made.totals.send });
      },
      async resume() {
        run = await new MassRevocation(settings).resume(indexedDbJournal("run"));
      },
      async result() {
        const { counts } = await run.finished;
        let text = "";
        for await (const piece of run.reportJson()) text += piece;
        return { counts, rows: JSON.parse(text).orders.length };
      },
    };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL("../..", import.meta.url).pathname },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["browser"],
  });
  const files = new Map([
    ["/script.js", outputFiles[0]?.contents],
    // The path at which the entry loads the module, relative to the script.
    [
      "/wasm/mass/mass.wasm",
      readFileSync(new URL("../../pkg/dist/wasm/mass/mass.wasm", import.meta.url)),
    ],
  ]);
  const server = createServer(async (request, response) => {
    const { url = "/", method = "GET" } = request;
    if (url.startsWith("/services/v2")) {
      const body =
        method === "PUT" ? await new Response(/** @type {any} */ (request)).text() : null;
      const headers = { "Content-Type": "application/json", "X-DC-DEVKEY": CANARY };
      const upstream = await fetch(baseUrl + url.slice("/services/v2".length), {
        method,
        headers,
        body,
      });
      response.writeHead(upstream.status).end(Buffer.from(await upstream.arrayBuffer()));
    } else if (files.has(url)) {
      const type = url.endsWith(".wasm") ? "application/wasm" : "text/javascript";
      response.writeHead(200, { "content-type": type }).end(files.get(url));
    } else {
      response.writeHead(200, { "content-type": "text/html" });
      response.end('<!doctype html><script type="module" src="/script.js"></script>');
    }
  });
  const port = await listen(server);
  const browser = await launchChromium();
  after(async () => {
    await browser.close();
    closeServer(server);
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return page;
}

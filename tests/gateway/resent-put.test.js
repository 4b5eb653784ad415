// A browser sends a PUT again by itself where a connection that it had used before ends without an answer. The page sees
// one call; on the wire there are two, and CertCentral must see one.

import assert from "node:assert/strict";
import { request as ask, createServer } from "node:http";
import { after, before, test } from "node:test";
import { launchChromium } from "../support/chromium.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** @typedef {{ key: string, body: string, nthOnConnection: number }} Seen */

/**
 * Hands everything on, and ends the connection of the first PUT once its body was read: before the gateway has answered
 * it, or after.
 * @param {string} target @param {"before" | "after"} when
 */
async function startProxy(target, when) {
  /** @type {Seen[]} */
  const puts = [];
  /** @type {WeakMap<import("node:net").Socket, number>} */
  const used = new WeakMap();
  const { hostname, port } = new URL(target);
  const server = createServer(async (request, response) => {
    const { socket, method, url: path, headers } = request;
    used.set(socket, (used.get(socket) ?? 0) + 1);
    let body = "";
    for await (const chunk of request) body += chunk;
    const isFirst = method === "PUT" && puts.length === 0;
    if (method === "PUT")
      puts.push({
        key: String(headers["idempotency-key"]),
        body,
        nthOnConnection: used.get(socket) ?? 0,
      });
    const onward = ask({ hostname, port, path, method, headers }, (answer) => {
      if (isFirst) return answer.resume().on("end", () => socket.destroy());
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      return answer.pipe(response);
    });
    onward.end(body, () => {
      if (isFirst && when === "before") socket.destroy();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { puts, url: `http://127.0.0.1:${address.port}`, close };
}

for (const when of /** @type {const} */ (["before", "after"]))
  test(`Chromium's doubled PUT gives one action, the connection lost ${when} the gateway's answer`, async () => {
    const certcentral = await new CertCentral().start();
    const gateway = await startGateway(certcentral, { TWO_PERSON: null });
    const proxy = await startProxy(gateway.url, when);
    const page = await browser.newPage();
    await page.goto(`${proxy.url}/console/config`);
    const told = await page.evaluate(async () => {
      // So that there is a connection that was used, and is free.
      const warm = await Promise.all([1, 2, 3].map(() => fetch("/console/config")));
      await Promise.all(warm.map((answer) => answer.text()));
      const answer = await fetch("/services/v2/order/certificate/7/revoke", {
        method: "PUT",
        headers: {
          "content-type": "application/json",
          "x-certcentral-console": "1",
          "idempotency-key": "page-0001",
        },
        body: '{"revocation_reason":"superseded"}',
      });
      return { status: answer.status, body: await answer.json() };
    });
    await page.close();
    proxy.close();
    // Sent twice by the browser, word for word; the first on a connection that it had used.
    assert.equal(proxy.puts.length, 2);
    const [first, second] = proxy.puts;
    assert.ok((first?.nthOnConnection ?? 0) > 1);
    assert.deepEqual([first?.key, second?.key], ["page-0001", "page-0001"]);
    assert.equal(first?.body, second?.body);
    // Done once, and the page has the answer of it.
    assert.deepEqual(certcentral.puts, ["/order/certificate/7/revoke"]);
    assert.equal(told.status, 201);
    assert.equal(told.body.id, 70_000);
    const { json } = await gateway.as("ada").record("?action=revoke-order");
    assert.equal(json.entries.length, 1);
  });

// A browser sends a PUT again when a reused connection ends without a response. The page makes one call, the wire has two, and
// CertCentral must receive one.

import assert from "node:assert/strict";
import { createServer, request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { launchChromium } from "../support/chromium.js";
import { CertCentral, startGateway } from "../support/gateway-people.js";
import { closeServer, listen } from "../support/listen.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** @typedef {{ key: string, body: string, nthOnConnection: number }} Seen */

/**
 * Starts a proxy that ends the connection of the first PUT after its body was read: before the gateway has responded, or after.
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
    const options = { hostname, port, path, method, headers };
    const onward = httpRequest(options, (upstream) => {
      if (isFirst) return upstream.resume().on("end", () => socket.destroy());
      response.writeHead(upstream.statusCode ?? 0, upstream.headers);
      return upstream.pipe(response);
    });
    onward.end(body, () => {
      if (isFirst && when === "before") socket.destroy();
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return { puts, url, close: () => closeServer(server) };
}

for (const when of /** @type {const} */ (["before", "after"]))
  test(`a PUT that Chromium resends ${when} the response acts once`, async () => {
    const certcentral = await new CertCentral().start();
    const gateway = await startGateway(certcentral, { TWO_PERSON: null });
    const proxy = await startProxy(gateway.url, when);
    const page = await browser.newPage();
    await page.goto(`${proxy.url}/console/config`);
    const result = await page.evaluate(async () => {
      // Leaves a used connection that is free.
      const warm = await Promise.all([1, 2, 3].map(() => fetch("/console/config")));
      await Promise.all(warm.map((response) => response.text()));
      const response = await fetch("/services/v2/order/certificate/7/revoke", {
        method: "PUT",
        headers: {
          "content-type": "application/json",
          "x-certcentral-console": "1",
          "idempotency-key": "page-0001",
        },
        body: '{"revocation_reason":"superseded"}',
      });
      return { status: response.status, body: await response.json() };
    });
    await page.close();
    proxy.close();
    // The browser sent identical requests; the first used an existing connection.
    assert.equal(proxy.puts.length, 2);
    const [first, second] = proxy.puts;
    assert.ok((first?.nthOnConnection ?? 0) > 1);
    assert.deepEqual([first?.key, second?.key], ["page-0001", "page-0001"]);
    assert.equal(first?.body, second?.body);
    // The gateway acted once, and the page has the response.
    assert.deepEqual(certcentral.puts, ["/order/certificate/7/revoke"]);
    assert.equal(result.status, 201);
    assert.equal(result.body.id, 70_000);
    const { json } = await gateway.as("ada").record("?action=revoke-order");
    assert.equal(json.entries.length, 1);
  });

// A webhook on this machine that records what it receives. Tests set what it answers.

import { createServer } from "node:http";
import { afterEach } from "node:test";
import { closeServer, listen } from "./listen.js";

/** @typedef {{ path: string, headers: import("node:http").IncomingHttpHeaders, body: string }} Delivery */
/** @typedef {{ status?: number, headers?: Record<string, string>, body?: string } | "hang" | "reset"} Answer */

/** A delivery that takes longer does not come. */
const MAX_WAIT_MS = 60_000;

/** @type {Array<() => void>} */
const closing = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** @param {(delivery: Delivery) => Answer} [answer] */
export async function startReceiver(answer = () => ({})) {
  /** @type {Delivery[]} */
  const deliveries = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const delivery = { path: String(request.url), headers: request.headers, body };
    deliveries.push(delivery);
    const answered = answer(delivery);
    if (answered === "hang") return;
    if (answered === "reset") return request.socket.resetAndDestroy();
    const { status = 204, headers = {}, body: text = "" } = answered;
    response.writeHead(status, headers).end(text);
  });
  const port = await listen(server);
  closing.push(() => closeServer(server));
  /** Waits for a delivery. @param {(delivery: Delivery) => boolean} isExpected @returns {Promise<Delivery>} */
  const until = async (isExpected) => {
    const deadline = Date.now() + MAX_WAIT_MS;
    while (Date.now() < deadline) {
      const found = deliveries.find(isExpected);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const received = deliveries.map(({ body }) => body.slice(0, 200)).join("\n");
    throw new Error(`the expected delivery did not arrive; received:\n${received}`);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    until,
    /** @param {string} type */
    untilType: async (type) =>
      JSON.parse((await until(({ body }) => body.includes(`"${type}"`))).body),
  };
}

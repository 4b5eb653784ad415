// Bulk runs for the tests: clients, plans and starts in one call, and a CertCentral whose response to a revoke is up to the test.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { MassRevocation, memoryJournal, readList } from "../../pkg/dist/mass/node.js";
import { BRISK } from "./bulk.js";
import { CANARY } from "./client.js";
import { closeServer, listen } from "./listen.js";

/** @param {{ url: string }} account @param {object} [settings] */
export const client = ({ url }, settings) =>
  new MassRevocation({ apiKey: CANARY, baseUrl: url, ...BRISK, ...settings });

/** @param {MassRevocation} mass @param {readonly (number | string)[]} ids @param {object} [options] */
export const planned = async (mass, ids, options = { skipApproval: true }) =>
  mass.plan(await readList(ids.join("\n")), options);

/** @param {MassRevocation} mass @param {readonly (number | string)[]} ids @param {object} [options] of the start */
export async function started(mass, ids, options = {}) {
  const plan = await planned(mass, ids);
  const journal = memoryJournal();
  const run = await mass.start(plan, { journal, confirm: plan.totals.send, ...options });
  return { run, journal };
}

/** @param {() => boolean} isReached */
export async function until(isReached) {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A CertCentral whose response to each revoke is up to the test. @param {(sent: number, order: string) => Promise<{ status: number, body?: string }>} revoke */
export async function serve(revoke) {
  const seen = { revokes: 0 };
  const server = createServer(async (request, response) => {
    const [, order = ""] = /\/order\/certificate\/(\d+)/.exec(request.url ?? "") ?? [];
    if (request.method === "PUT") {
      seen.revokes += 1;
      const { status, body = "" } = await revoke(seen.revokes, order);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    } else if (order) {
      response.end(JSON.stringify({ id: Number(order), status: "issued", requests: [] }));
    } else response.end('{"orders":[],"page":{"total":0}}');
  });
  const port = await listen(server);
  const close = () => closeServer(server);
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

/** Asserts that every repeated revoke of an order follows a read of it. @param {Awaited<ReturnType<typeof import("./bulk.js").startAccount>>} account */
export async function assertReadBetween(account) {
  const { more_than_once } = await account.revokes();
  const log = await account.log();
  for (const order of Object.keys(more_than_once)) {
    const path = `/order/certificate/${order}`;
    const calls = log.filter(
      (call) => call.path.endsWith(path) || call.path.endsWith(`${path}/revoke`),
    );
    const methods = calls.map(({ method }) => method).join(" ");
    assert.doesNotMatch(methods, /PUT PUT/, order);
  }
}

// A sandbox account with many plain orders, and client settings with the sandbox's small rate windows, so that no test waits
// for minutes.

import { startSandbox } from "../../www/sandbox/node.js";
import { CANARY, FAST_RETRY } from "./client.js";

const WINDOWS = [{ calls: 1000, seconds: 0.05 }];
/** Stays below the sandbox's limits even when calls arrive unevenly. */
export const LIMITS = { windows: [[900, 50]], guardMs: 100 };
/** Waits of a few milliseconds. */
export const BRISK = {
  limits: LIMITS,
  confirmIntervalMs: 40,
  confirmRounds: 3,
  retry: FAST_RETRY,
};

/** The ids of plain orders, all issued. @param {number} count */
export const plainIds = (count) => Array.from({ length: count }, (_, nth) => 300_000_001 + nth);

/** A `fetch` of an account where every order is issued and every revoke succeeds. @param {number} [delayMs] */
export const issuedOrders =
  (delayMs = 0) =>
  async (/** @type {string} */ url, /** @type {any} */ { method }) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const [, id = ""] = /\/order\/certificate\/(\d+)/.exec(url) ?? [];
    if (method === "PUT") return new Response(null, { status: 204 });
    const order = { id: Number(id), status: "issued", requests: [] };
    return Response.json(id ? order : { orders: [], page: { total: 0 } });
  };

/** @param {number} orders @param {Partial<import("../../www/sandbox/settings.js").SandboxSettings>} [settings] */
export async function startAccount(orders, settings = {}) {
  const keys = /** @type {const} */ ({ [CANARY]: "admin", "limited-key-1": "limited" });
  const account = await startSandbox({
    settings: { orders: orders + 300, windows: WINDOWS, keys, ...settings },
  });
  const { sandbox } = account;
  const control = account.url.replace("/services/v2", "/sandbox");
  return {
    ...account,
    /** Reports every call; the sandbox's own log keeps only the last ones. @param {(method: string, path: string) => void} seen */
    watch(seen) {
      const { push } = sandbox.state.log;
      sandbox.state.log.push = (...entries) => {
        for (const { method, path } of entries) seen(method, path);
        return push.apply(sandbox.state.log, entries);
      };
    },
    /** @returns {Promise<{ orders: number, sent: number, more_than_once: Record<string, number> }>} */
    revokes: async () => (await fetch(`${control}/revokes`)).json(),
    /** @param {object} fault */
    fault: (fault) => fetch(`${control}/faults`, { method: "POST", body: JSON.stringify(fault) }),
    /** @returns {Promise<Array<{ method: string, path: string, status: number, lost?: string }>>} */
    log: async () => (await (await fetch(`${control}/log`)).json()).log,
  };
}

/** @param {AsyncIterable<string>} pieces */
export async function whole(pieces) {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** The number of orders in all states. @param {any} counts */
export const sum = ({ revoked, ...counts }) =>
  [...Object.values(counts), ...Object.values(revoked)].reduce((all, one) => all + one, 0);

// A gateway on workerd for tests of jobs: a sandbox with plain orders behind it, and people who submit and run lists.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "node:test";
import { startLocal, startLocalKillable } from "../../www/gateway/local/local.js";
import { PLAIN } from "../../www/sandbox/seed.js";
import { CANARY } from "./client.js";
import { assertDescribed } from "./openapi.js";

/** DigiCert's rate windows, sixty times as fast. */
const FAST = [
  [100, 83],
  [1000, 3000],
];
const PEOPLE = [
  { id: "ada", roles: ["admin"] },
  { id: "sam", roles: ["submitter"] },
  { id: "sue", roles: ["submitter"] },
  { id: "alex", roles: ["approver"] },
  { id: "vera", roles: ["viewer"] },
];
/** The sandbox's orders of special kinds, which precede the plain ones. */
const SPECIAL_ORDERS = 300;

/** @type {Array<() => Promise<unknown> | void>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Consecutive plain orders as a list. @param {number} count @param {number} [from] 0-based index of the first */
export const listOf = (count, from = 0) =>
  ["order_id", ...Array.from({ length: count }, (_, nth) => PLAIN + from + nth)].join("\n");

/** @param {number} orders @param {Record<string, unknown>} [rules] variables of the gateway, as values @param {string} [readKey] */
function optionsOf(orders, rules = {}, readKey) {
  const windows = FAST.map(([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 }));
  const all = {
    DEVELOPMENT_IDENTITY: PEOPLE,
    JOBS: { confirmIntervalMs: 200, confirmRounds: 3 },
    ...rules,
  };
  const variables = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return {
    key: CANARY,
    ...(readKey ? { readKey } : {}),
    settings: {
      ...{ orders: SPECIAL_ORDERS + orders, windows },
      keys: /** @type {const} */ ({
        [CANARY]: "admin",
        ...(readKey ? { [readKey]: "limited" } : {}),
      }),
    },
    limits: { windows: FAST, guardMs: 20 },
    variables,
  };
}

/** @param {number} orders @param {Record<string, unknown>} [rules] @param {string} [readKey] */
export async function startJobs(orders, rules, readKey) {
  const local = await startLocal(optionsOf(orders, rules, readKey));
  closing.push(local.close);
  return controlsOf(local);
}

/** Starts a gateway that can be killed and revived. @param {number} orders @param {Record<string, unknown>} [rules] */
export async function startKillableJobs(orders, rules) {
  const persist = mkdtempSync(join(tmpdir(), "account-"));
  const { close, kill, revive, ...local } = await startLocalKillable({
    ...optionsOf(orders, rules),
    persist,
  });
  closing.push(async () => {
    await close();
    rmSync(persist, { recursive: true, force: true });
  });
  return { ...controlsOf(local), kill, revive };
}

/** @param {{ consoleUrl: string, sandboxUrl: string }} local */
function controlsOf({ consoleUrl, sandboxUrl }) {
  /** @param {string} path @param {object} [body] @returns {Promise<any>} */
  const sandbox = async (path, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const text = await (await fetch(new URL(`/sandbox/${path}`, sandboxUrl), init)).text();
    return text === "" ? undefined : JSON.parse(text);
  };
  return { sandbox, url: consoleUrl, as: (/** @type {string} */ id) => person(consoleUrl, id) };
}

/** The requests of one person. @param {string} base @param {string} id */
function person(base, id) {
  /** @param {string} method @param {string} path @param {unknown} [body] text is sent unchanged @param {string} [key] @param {Record<string, string>} [headers] */
  const send = async (method, path, body, key, headers = {}) => {
    const isText = typeof body === "string";
    const response = await fetch(base + path, {
      method,
      headers: {
        "content-type": isText ? "text/csv" : "application/json",
        "x-certcentral-console": "1",
        "x-certcentral-identity": id,
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get("content-type");
    assertDescribed(method, base + path, { status: response.status, type, text });
    const isJson = /[/+]json\b/.test(type ?? "");
    const json = isJson && text ? JSON.parse(text) : undefined;
    return { status: response.status, text, json, code: json?.errors?.[0]?.code };
  };
  /** @param {string} job @param {string} [more] */
  const at = (job, more = "") => `/console/jobs/${job}${more}`;
  const read = async (/** @type {string} */ job) => (await send("GET", at(job))).json;
  /** Polls a job until the condition is true. @param {string} job @param {(job: any) => boolean} isReached */
  const until = async (job, isReached) => {
    for (;;) {
      const now = await read(job);
      if (isReached(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    send,
    at,
    read,
    until,
    submit: (/** @type {string} */ list, name = "july") =>
      send("POST", `/console/jobs?name=${name}`, list),
    /** @param {string} job @param {string} act @param {object} [body] */
    act: (job, act, body = {}) => send("POST", at(job, `/${act}`), body),
    /** @param {string} job @param {object} settings */
    configure: (job, settings) => send("PUT", at(job, "/settings"), settings),
    /** Approves what the person sees now. @param {number | string} request */
    approve: async (request) => {
      const { hash } = (await send("GET", `/console/proposals/${request}`)).json ?? {};
      /** @type {Record<string, string>} */
      const seen = hash === undefined ? {} : { "if-match": `"${hash}"` };
      return send(
        "PUT",
        `/services/v2/request/${request}/status`,
        { status: "approved" },
        undefined,
        seen,
      );
    },
    /** Submits, configures and plans a list. @param {string} list @param {object} [settings] @returns {Promise<any>} */
    async planned(list, settings = { skipApproval: true }) {
      const { json } = await send("POST", "/console/jobs?name=july", list);
      await send("PUT", at(json.id, "/settings"), settings);
      await send("POST", at(json.id, "/plan"), {});
      return until(json.id, ({ state }) => state !== "planning");
    },
    /** Waits until the job is no longer running. @param {string} job */
    ended: (job) => until(job, ({ state }) => state !== "running" && state !== "starting"),
    export: async () => (await send("GET", "/console/audit-log/export")).text,
  };
}

// A gateway on workerd with a sandbox full of plain orders behind it, people in front, and what they do with a list.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "node:test";
import { startLocal, startLocalKillable } from "../../www/gateway/local/local.js";
import { PLAIN } from "../../www/sandbox/seed.js";

export const CANARY = "canary-key-Zq81xT5";
/** DigiCert's, sixty times as fast. */
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
const OF_MANY_KINDS = 300;

/** @type {Array<() => Promise<unknown> | void>} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Plain orders, one after the other, as a list. @param {number} count @param {number} [from] the how-manieth is the first */
export const listOf = (count, from = 0) =>
  ["order_id", ...Array.from({ length: count }, (_, nth) => PLAIN + from + nth)].join("\n");

/** @param {number} orders @param {Record<string, unknown>} [rules] variables of the gateway, as values @param {string} [readKey] */
function optionsOf(orders, rules = {}, readKey) {
  const windows = FAST.map(([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 }));
  const all = { DEVELOPMENT_IDENTITY: PEOPLE, JOBS: { lookMs: 200, looks: 3 }, ...rules };
  const variables = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return {
    key: CANARY,
    ...(readKey ? { readKey } : {}),
    settings: {
      ...{ orders: OF_MANY_KINDS + orders, windows },
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
  return standing(local);
}

/** One that can be killed and goes on. @param {number} orders @param {Record<string, unknown>} [rules] */
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
  return { ...standing(local), kill, revive };
}

/** @param {{ consoleUrl: string, sandboxUrl: string }} local */
function standing({ consoleUrl, sandboxUrl }) {
  /** @param {string} path @param {object} [body] @returns {Promise<any>} */
  const sandbox = async (path, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const text = await (await fetch(new URL(`/sandbox/${path}`, sandboxUrl), init)).text();
    return text === "" ? undefined : JSON.parse(text);
  };
  return { sandbox, url: consoleUrl, as: (/** @type {string} */ id) => person(consoleUrl, id) };
}

/** What somebody does. @param {string} base @param {string} id */
function person(base, id) {
  /** @param {string} method @param {string} path @param {unknown} [body] a text is sent as it is */
  const ask = async (method, path, body) => {
    const isText = typeof body === "string";
    const answer = await fetch(base + path, {
      method,
      headers: {
        "content-type": isText ? "text/csv" : "application/json",
        "x-certcentral-console": "1",
        "x-certcentral-identity": id,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get("content-type") ?? "");
    const json = isJson && text ? JSON.parse(text) : undefined;
    return { status: answer.status, text, json, code: json?.errors?.[0]?.code };
  };
  /** @param {string} job @param {string} [more] */
  const at = (job, more = "") => `/console/jobs/${job}${more}`;
  const read = async (/** @type {string} */ job) => (await ask("GET", at(job))).json;
  /** Until it is something else. @param {string} job @param {(job: any) => boolean} is */
  const until = async (job, is) => {
    for (;;) {
      const now = await read(job);
      if (is(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    ask,
    at,
    read,
    until,
    give: (/** @type {string} */ list, name = "july") =>
      ask("POST", `/console/jobs?name=${name}`, list),
    /** @param {string} job @param {string} act @param {object} [body] */
    act: (job, act, body = {}) => ask("POST", at(job, `/${act}`), body),
    /** @param {string} job @param {object} settings */
    set: (job, settings) => ask("PUT", at(job, "/settings"), settings),
    /** @param {number | string} request */
    approve: (request) =>
      ask("PUT", `/services/v2/request/${request}/status`, { status: "approved" }),
    /** A list, set and planned. @param {string} list @param {object} [settings] @returns {Promise<any>} */
    async planned(list, settings = { skipApproval: true }) {
      const { json } = await ask("POST", "/console/jobs?name=july", list);
      await ask("PUT", at(json.id, "/settings"), settings);
      await ask("POST", at(json.id, "/plan"), {});
      return until(json.id, ({ state }) => state !== "planning");
    },
    /** Until nothing moves by itself any more. @param {string} job */
    ended: (job) => until(job, ({ state }) => state !== "running"),
    export: async () => (await ask("GET", "/console/audit-log/export")).text,
  };
}

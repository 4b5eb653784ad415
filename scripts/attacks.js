// `npm run attacks`: what a person with few rights can make the gateway's account store. Each attack runs against a fresh
// gateway on workerd; the command fails if one adds 100 MB of storage. The memory is that of the whole process, with what its
// garbage collectors have not freed yet, so it only shows an upper bound. Needs Linux.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocal } from "../www/gateway/local/local.js";
import { PLAIN } from "../www/sandbox/seed.js";
import { fail } from "./run.js";

const MAX_BYTES = 100_000_000;
const MB = 1_000_000;
/** In place of a status: the connection was closed. */
const CLOSED = 0;
const PEOPLE = JSON.stringify([
  { id: "sam", roles: ["submitter"] },
  { id: "vera", roles: ["viewer"] },
  { id: "nora", roles: [] },
]);
const JSON_TYPE = "application/json";

/** @typedef {(path: string, init: { id?: string, method?: string, body?: string, type?: string }) => Promise<number>} Send returns the status */
/** @typedef {{ name: string, run: (send: Send) => Promise<number[]> }} Attack returns the statuses */

/** @param {number} times @param {(nth: number) => Promise<number>} send */
async function repeat(times, send) {
  const statuses = [];
  for (let nth = 0; nth < times; nth += 10) {
    const batch = Array.from({ length: Math.min(10, times - nth) }, (_, at) => send(nth + at));
    statuses.push(...(await Promise.all(batch)));
  }
  return statuses;
}

/** @param {Send} send @param {string} body @param {number} nth */
const upload = (send, body, nth) =>
  send(`/console/jobs?name=list-${nth}`, { id: "sam", method: "POST", body, type: "text/csv" });
const list = (/** @type {number} */ size) =>
  ["order_id", ...Array.from({ length: size }, (_, nth) => PLAIN + nth)].join("\n");
const revoke = (
  /** @type {Send} */ send,
  /** @type {string} */ id,
  /** @type {number} */ order,
  /** @type {string} */ comment,
) =>
  send(`/services/v2/order/certificate/${order}/revoke`, {
    ...{ id, method: "PUT", type: JSON_TYPE },
    body: JSON.stringify({ revocation_reason: "keyCompromise", comment }),
  });

/** @type {Attack[]} */
const ATTACKS = [
  {
    name: "100 lists with a column name of 1.9 MB",
    run: (send) =>
      repeat(100, (nth) => upload(send, `order_id,${"x".repeat(1_900_000)}\n${PLAIN},1\n`, nth)),
  },
  {
    name: "10 lists of 1,000,000 orders",
    run: (send) => repeat(10, (nth) => upload(send, list(1_000_000), nth)),
  },
  {
    name: "100 lists of 100,000 orders",
    run: (send) => repeat(100, (nth) => upload(send, list(100_000), nth)),
  },
  {
    name: "510 proposals with a comment of 60 KB",
    run: (send) => repeat(510, (nth) => revoke(send, "sam", PLAIN + nth, "c".repeat(60_000))),
  },
  {
    name: "510 proposals with a comment of 1,000 characters",
    run: (send) => repeat(510, (nth) => revoke(send, "sam", PLAIN + nth, "c".repeat(1_000))),
  },
  {
    name: "20,000 refused changes of a person without a role",
    run: (send) => repeat(20_000, (nth) => revoke(send, "nora", PLAIN + nth, "x")),
  },
];

console.log("| Attack | Responses | Memory of the process | Storage |\n| --- | --- | --: | --: |");
let isOver = false;
for (const { name, run } of ATTACKS) {
  const persist = mkdtempSync(join(tmpdir(), "certcentral-attacks-"));
  const variables = { DEVELOPMENT_IDENTITY: PEOPLE, TWO_PERSON: '{"always":["keyCompromise"]}' };
  const local = await startLocal({ persist, settings: { orders: 1000 }, variables });
  /** @type {Send} */
  const send = async (path, { id = "vera", method = "GET", body, type = JSON_TYPE }) => {
    const headers = {
      ...{ "x-certcentral-console": "1", "x-certcentral-identity": id },
      ...(body === undefined ? {} : { "content-type": type }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    // A refusal can close the connection before the body is sent.
    const response = await fetch(local.consoleUrl + path, init).catch(() => undefined);
    await response?.arrayBuffer();
    return response?.status ?? CLOSED;
  };
  await send("/console/jobs", {});
  const [memory, storage] = [memoryOf(), sizeOf(persist)];
  const statuses = await run(send);
  // What the attack stored is read by everyone who opens the console.
  await repeat(20, (nth) => send(["/console/jobs", "/console/proposals"][nth % 2] ?? "", {}));
  const [more, stored] = [memoryOf() - memory, sizeOf(persist) - storage];
  isOver ||= stored >= MAX_BYTES;
  const mb = (/** @type {number} */ bytes) => `${(bytes / MB).toFixed(1)} MB`;
  console.log(`| ${name} | ${counted(statuses)} | ${mb(more)} | ${mb(stored)} |`);
  await local.close();
  rmSync(persist, { recursive: true, force: true });
}
if (isOver) fail("an attack added 100 MB of storage or more");

/** The resident memory of the runtimes that this process started, in bytes. */
function memoryOf() {
  const children = execFileSync("pgrep", ["-P", String(process.pid), "workerd"], {
    encoding: "utf8",
  });
  return children
    .trim()
    .split("\n")
    .map((pid) => /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0")
    .reduce((sum, kilobytes) => sum + Number(kilobytes) * 1024, 0);
}

/** @param {string} folder @returns {number} */
function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** @param {number[]} statuses */
function counted(statuses) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .map(([status, count]) => `${count} × ${status === CLOSED ? "closed" : status}`)
    .join(", ");
}

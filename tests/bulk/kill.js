// The kill test: a run with a journal in a file, in a process that is killed at random points and begun anew, until it is
// over. `npm run kill`; KILLS says how often at least, SEED which points. It ends with a line that says what came of it.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BRISK, CANARY, startAccount, sum } from "../support/bulk.js";

const WORKER = fileURLToPath(new URL("kill-worker.js", import.meta.url));
const REVOKE = /\/order\/certificate\/(\d+)\/revoke$/;
const READ = /\/order\/certificate\/(\d+)$/;

/**
 * @param {{ kills: number, orders: number, seed: number }} setting
 * @returns {Promise<{ kills: number, lost: number, unknown: number, doubled: number, wrong: string[] }>}
 */
export async function killTest({ kills, orders, seed }) {
  const random = chance(seed);
  const account = await startAccount(orders);
  const watch = watched(account);
  const folder = await mkdtemp(join(tmpdir(), "certcentral-kill-"));
  const path = join(folder, "run.journal");
  /** @type {string[]} */
  const wrong = [];
  let killed = 0;
  let report = "";
  try {
    for (let starts = 0; report === ""; starts++) {
      if (starts > kills + 50) throw new Error(`not over after ${starts} starts`);
      // Some answers are lost on the way, before or after they took effect.
      const lost = random() < 0.5 ? "after" : "before";
      if (random() < 0.3) await account.fault({ method: "PUT", times: 1, lost });
      const setting = JSON.stringify({ path, url: account.url, key: CANARY, orders, brisk: BRISK });
      const child = spawn(process.execPath, [WORKER, setting], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      // So many orders further, and then it dies; the last starts are left to end.
      const dies =
        killed < kills ? Math.ceil((random() * 2 * orders) / kills) : Number.POSITIVE_INFINITY;
      const told = await followed(child, dies);
      if (told.killed) killed += 1;
      else if (told.code === 0) report = told.report;
      else wrong.push(`it ended with ${told.code}: ${told.error}`);
      if (wrong.length > 5) break;
    }
    wrong.push(...watch.wrong());
    const { summary } = JSON.parse(report || '{"summary":{"counts":{"revoked":{}}}}');
    if (sum(summary.counts) !== orders)
      wrong.push(`the report is about ${sum(summary.counts)} orders`);
    if ((await readFile(path, "utf8")).includes(CANARY)) wrong.push("the key is in the journal");
    const { revoked, unknown = 0 } = summary.counts;
    const known = revoked.accepted + revoked.approved + revoked.revoked;
    // An order whose reads also failed is unknown, and the report says so. It is lost only if no count includes it.
    const lost = orders - known - unknown;
    return { kills: killed, lost, unknown, doubled: watch.doubled(), wrong };
  } finally {
    await account.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What it tells, until it ends or has come so far that it is killed. @param {import("node:child_process").ChildProcess} child @param {number} dies */
async function followed(child, dies) {
  let [told, error, killed, seen] = ["", "", false, 0];
  child.stderr?.on("data", (text) => (error += text));
  child.stdout?.on("data", (text) => {
    told += text;
    seen += String(text).split("\n").length - 1;
    if (seen >= dies && !killed) {
      killed = true;
      child.kill("SIGKILL");
    }
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  const report = /^report (.+)$/m.exec(told)?.[1] ?? "";
  return { killed: killed && code !== 0, code, report, error };
}

/** Watches what arrives, whatever the size of the sandbox's log. @param {Awaited<ReturnType<typeof startAccount>>} account */
function watched(account) {
  /** The last call about each order. @type {Map<string, "PUT" | "GET">} */
  const last = new Map();
  /** @type {Set<string>} */
  const twice = new Set();
  account.watch((method, path) => {
    const order = REVOKE.exec(path)?.[1];
    if (method === "PUT" && order) {
      if (last.get(order) === "PUT") twice.add(order);
      last.set(order, "PUT");
    }
    const read = READ.exec(path)?.[1];
    if (method === "GET" && read) last.set(read, "GET");
  });
  return {
    doubled: () => twice.size,
    wrong: () => [...twice].slice(0, 5).map((order) => `${order} was revoked twice without a read`),
  };
}

/** @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const kills = Number(process.env.KILLS ?? 1000);
  const orders = Number(process.env.ORDERS ?? Math.max(2000, kills * 5));
  const { wrong, ...told } = await killTest({ kills, orders, seed: Number(process.env.SEED ?? 1) });
  for (const line of wrong) console.error(line);
  console.log(
    `${told.kills} kills, ${told.lost} lost, ${told.unknown} unknown, ${told.doubled} doubled without a read`,
  );
  process.exitCode = wrong.length > 0 || told.lost > 0 ? 1 : 0;
}

// The kill test (`npm run kill`): kills the process of a run at random points and restarts it until the run is over. KILLS is
// the minimum number of kills, SEED selects the points. The last line of the output is the result.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BRISK, startAccount, sum } from "../support/bulk.js";
import { CANARY } from "../support/client.js";

const WORKER = fileURLToPath(new URL("kill-worker.js", import.meta.url));
const REVOKE = /\/order\/certificate\/(\d+)\/revoke$/;
const READ = /\/order\/certificate\/(\d+)$/;

/**
 * @param {{ kills: number, orders: number, seed: number }} options
 * @returns {Promise<{ kills: number, lost: number, unknown: number, doubled: number, wrong: string[] }>}
 */
export async function killTest({ kills, orders, seed }) {
  const random = randomFrom(seed);
  const account = await startAccount(orders);
  const repeats = watchRepeatedRevokes(account);
  const folder = await mkdtemp(join(tmpdir(), "certcentral-kill-"));
  const path = join(folder, "run.journal");
  /** @type {string[]} */
  const wrong = [];
  let killed = 0;
  let report = "";
  try {
    for (let starts = 0; report === ""; starts++) {
      if (starts > kills + 50) throw new Error(`not over after ${starts} starts`);
      // Some responses are lost, before or after the request takes effect.
      const lost = random() < 0.5 ? "after" : "before";
      if (random() < 0.3) await account.fault({ method: "PUT", times: 1, lost });
      const setting = JSON.stringify({ path, url: account.url, key: CANARY, orders, brisk: BRISK });
      const child = spawn(process.execPath, [WORKER, setting], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      // The number of orders after which the process is killed. The last starts run to the end.
      const killAfter =
        killed < kills ? Math.ceil((random() * 2 * orders) / kills) : Number.POSITIVE_INFINITY;
      const ended = await follow(child, killAfter);
      if (ended.killed) killed += 1;
      else if (ended.code === 0) report = ended.report;
      else wrong.push(`the process ended with ${ended.code}: ${ended.error}`);
      if (wrong.length > 5) break;
    }
    wrong.push(...repeats.failures());
    const { summary } = JSON.parse(report || '{"summary":{"counts":{"revoked":{}}}}');
    if (sum(summary.counts) !== orders) wrong.push(`the report has ${sum(summary.counts)} orders`);
    if ((await readFile(path, "utf8")).includes(CANARY)) wrong.push("the key is in the journal");
    const { revoked, unknown = 0 } = summary.counts;
    const known = revoked.accepted + revoked.approved + revoked.revoked;
    // An order whose reads also failed is unknown, and the report says so. It is lost only if no count includes it.
    const lost = orders - known - unknown;
    return { kills: killed, lost, unknown, doubled: repeats.count(), wrong };
  } finally {
    await account.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the output until the process ends, and kills it after a number of orders. @param {import("node:child_process").ChildProcess} child @param {number} killAfter */
async function follow(child, killAfter) {
  let [output, error, killed, seen] = ["", "", false, 0];
  child.stderr?.on("data", (text) => (error += text));
  child.stdout?.on("data", (text) => {
    output += text;
    seen += String(text).split("\n").length - 1;
    if (seen >= killAfter && !killed) {
      killed = true;
      child.kill("SIGKILL");
    }
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  const report = /^report (.+)$/m.exec(output)?.[1] ?? "";
  return { killed: killed && code !== 0, code, report, error };
}

/** Finds orders that are revoked twice without a read in between. @param {Awaited<ReturnType<typeof startAccount>>} account */
function watchRepeatedRevokes(account) {
  /** The last call for each order. @type {Map<string, "PUT" | "GET">} */
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
    count: () => twice.size,
    failures: () =>
      [...twice].slice(0, 5).map((order) => `${order} was revoked twice without a read`),
  };
}

/** @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const kills = Number(process.env.KILLS ?? 1000);
  const orders = Number(process.env.ORDERS ?? Math.max(2000, kills * 5));
  const { wrong, ...result } = await killTest({
    kills,
    orders,
    seed: Number(process.env.SEED ?? 1),
  });
  for (const line of wrong) console.error(line);
  console.log(
    `${result.kills} kills, ${result.lost} lost, ${result.unknown} unknown, ${result.doubled} doubled without a read`,
  );
  process.exitCode = wrong.length > 0 || result.lost > 0 ? 1 : 0;
}

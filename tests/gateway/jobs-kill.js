// Kills the gateway hard, at random moments of runs of 1,000 orders, and lets it go on: a run that begins and ends with
// nothing lost and nothing sent twice without a look in between, whatever was on its way.

import { ORDERS, PLAIN } from "../../www/sandbox/seed.js";
import { listOf, startKillableJobs } from "../support/gateway-jobs.js";

const ORDERS_OF_A_RUN = 1000;
/** More, and a run would end before them. */
const KILLS_OF_A_RUN = 25;
const ONE_PERSON = { TWO_PERSON: null, BRAKE: { perHour: 1_000_000, perAction: 100_000 } };
const PUT = /^\/services\/v2\/order\/certificate\/(\d+)\/revoke$/;
const GET = /^\/services\/v2\/order\/certificate\/(\d+)$/;

/**
 * @param {number} kills @param {() => number} chance from 0 to 1
 * @returns {Promise<{ kills: number, lost: number, doubled: number, again: number, reads: number }>} `again`: orders that were sent once more after a look
 */
export async function killed(kills, chance) {
  const jobs = await startKillableJobs(ORDERS_OF_A_RUN, ONE_PERSON);
  const all = { kills: 0, lost: 0, doubled: 0, again: 0, reads: 0 };
  while (all.kills < kills) {
    await jobs.sandbox("reset", {});
    const most = Math.min(KILLS_OF_A_RUN, kills - all.kills);
    const run = await oneRun(jobs, most, chance);
    for (const name of /** @type {const} */ (["kills", "lost", "doubled", "again", "reads"]))
      all[name] += run[name];
  }
  return all;
}

/** @param {Awaited<ReturnType<typeof startKillableJobs>>} jobs @param {number} most @param {() => number} chance */
async function oneRun(jobs, most, chance) {
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(ORDERS_OF_A_RUN));
  // Answers that never come, of calls that were carried out and of some that were not.
  for (const lost of ["after", "before", "after"]) {
    const nth = Math.floor(chance() * ORDERS_OF_A_RUN);
    const pathPrefix = `/services/v2/order/certificate/${PLAIN + nth}/revoke`;
    await jobs.sandbox("faults", { method: "PUT", pathPrefix, lost });
  }
  await ada.act(id, "start", { count: ORDERS_OF_A_RUN });
  let kills = 0;
  while (kills < most && (await ada.read(id)).state === "running") {
    const before = (await jobs.sandbox("revokes")).orders;
    await new Promise((resolve) => setTimeout(resolve, chance() * 400));
    await jobs.kill();
    kills += 1;
    await jobs.revive();
    // It has come further before the next one, or it would never come to its end.
    await ada.until(
      id,
      ({ state, snapshot }) => state !== "running" || snapshot?.calls.revokes > 0,
    );
    await moved(jobs, before);
  }
  const { report } = await ada.ended(id);
  const { revoked } = report.summary.counts;
  return { kills, lost: ORDERS_OF_A_RUN - revoked.revoked, ...(await sentIn(jobs)) };
}

/** @param {{ sandbox: (path: string) => Promise<any> }} jobs @param {number} before */
async function moved({ sandbox }, before) {
  for (let looks = 0; looks < 100; looks += 1) {
    if ((await sandbox("revokes")).orders > before) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the sandbox has seen: each order's revokes, and whether it was read between two of them. @param {{ sandbox: (path: string) => Promise<any> }} jobs */
async function sentIn({ sandbox }) {
  const { more_than_once } = await sandbox("revokes");
  const { log } = await sandbox("log");
  let [doubled, reads] = [0, 0];
  /** @type {Map<string, "sent" | "read">} */
  const last = new Map();
  for (const { method, path } of log) {
    const [, put] = (method === "PUT" && PUT.exec(path)) || [];
    const [, get] = (method === "GET" && GET.exec(path)) || [];
    if (put !== undefined) {
      if (last.get(put) === "sent") doubled += 1;
      last.set(put, "sent");
    } else if (get !== undefined && get !== String(ORDERS.issued)) {
      reads += 1;
      last.set(get, "read");
    }
  }
  return { doubled, reads, again: Object.keys(more_than_once).length };
}

/** The closing line. @param {Awaited<ReturnType<typeof killed>>} told */
export const lineOf = ({ kills, lost, doubled, again, reads }) =>
  `${kills} kills, ${lost} lost, ${doubled} doubled without a read (${again} sent again after one, ${reads} reads)`;

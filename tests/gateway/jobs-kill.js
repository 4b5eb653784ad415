// Kills the gateway with SIGKILL at random moments of runs of 1,000 orders and revives it. No order may be lost, or sent twice
// without a read in between.

import { ORDERS, PLAIN } from "../../www/sandbox/seed.js";
import { listOf, startKillableJobs } from "../support/gateway-jobs.js";

const ORDERS_OF_A_RUN = 1000;
/** With more kills a run would end before the last one. */
const KILLS_OF_A_RUN = 25;
const ONE_PERSON = { TWO_PERSON: null, BRAKE: { perHour: 1_000_000, perAction: 100_000 } };
const PUT = /^\/services\/v2\/order\/certificate\/(\d+)\/revoke$/;
const GET = /^\/services\/v2\/order\/certificate\/(\d+)$/;

/**
 * @param {number} kills @param {() => number} chance from 0 to 1
 * @returns {Promise<{ kills: number, lost: number, doubled: number, again: number, reads: number }>} `again`: orders that were sent again after a read
 */
export async function killTest(kills, chance) {
  const jobs = await startKillableJobs(ORDERS_OF_A_RUN, ONE_PERSON);
  const all = { kills: 0, lost: 0, doubled: 0, again: 0, reads: 0 };
  while (all.kills < kills) {
    await jobs.sandbox("reset", {});
    const max = Math.min(KILLS_OF_A_RUN, kills - all.kills);
    const run = await oneRun(jobs, max, chance);
    for (const name of /** @type {const} */ (["kills", "lost", "doubled", "again", "reads"]))
      all[name] += run[name];
  }
  return all;
}

/** @param {Awaited<ReturnType<typeof startKillableJobs>>} jobs @param {number} max @param {() => number} chance */
async function oneRun(jobs, max, chance) {
  const ada = jobs.as("ada");
  const { id } = await ada.planned(listOf(ORDERS_OF_A_RUN));
  // Responses that are lost, of requests that took effect and of requests that did not.
  for (const lost of ["after", "before", "after"]) {
    const nth = Math.floor(chance() * ORDERS_OF_A_RUN);
    const pathPrefix = `/services/v2/order/certificate/${PLAIN + nth}/revoke`;
    await jobs.sandbox("faults", { method: "PUT", pathPrefix, lost });
  }
  await ada.act(id, "start", { count: ORDERS_OF_A_RUN });
  let kills = 0;
  while (kills < max && (await ada.read(id)).state === "running") {
    const before = (await jobs.sandbox("revokes")).orders;
    await new Promise((resolve) => setTimeout(resolve, chance() * 400));
    await jobs.kill();
    kills += 1;
    await jobs.revive();
    // The run makes progress before the next kill; otherwise it would never end.
    await ada.until(
      id,
      ({ state, snapshot }) => state !== "running" || snapshot?.calls.revokes > 0,
    );
    await progressed(jobs, before);
  }
  const { report } = await ada.ended(id);
  const { revoked } = report.summary.counts;
  return { kills, lost: ORDERS_OF_A_RUN - revoked.revoked, ...(await sentIn(jobs)) };
}

/** @param {{ sandbox: (path: string) => Promise<any> }} jobs @param {number} before */
async function progressed({ sandbox }, before) {
  for (let polls = 0; polls < 100; polls += 1) {
    if ((await sandbox("revokes")).orders > before) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Counts the repeated revokes in the sandbox's log, and those without a read in between. @param {{ sandbox: (path: string) => Promise<any> }} jobs */
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

/** The last line of the output. @param {Awaited<ReturnType<typeof killTest>>} result */
export const lineOf = ({ kills, lost, doubled, again, reads }) =>
  `${kills} kills, ${lost} lost, ${doubled} doubled without a read (${again} sent again after one, ${reads} reads)`;

// The process that the kill test kills: starts or resumes a run and prints a line for each order that changes state.

import { existsSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileJournal } from "../../pkg/dist/mass/file.js";
import { JournalError, MassRevocation, readList } from "../../pkg/dist/mass/node.js";
import { plainIds } from "../support/bulk.js";

const { path, url, key, orders, brisk } = JSON.parse(process.argv[2] ?? "{}");
const mass = new MassRevocation({ apiKey: key, baseUrl: url, breaker: 1000, ...brisk });
const run = await startOrResume();
for await (const { orderId, to } of run) process.stdout.write(`${orderId} ${to}\n`);
await run.finished;
process.stdout.write(`report ${JSON.stringify(run.report())}\n`);

async function startOrResume() {
  if (existsSync(path) && statSync(path).size > 0) {
    try {
      return await mass.resume(fileJournal(path));
    } catch (error) {
      // The process was killed before the journal's first entry was complete: nothing was sent.
      if (!(error instanceof JournalError) || !error.message.includes("start the run again"))
        throw error;
      await rm(path);
    }
  }
  const list = await readList(plainIds(orders).join("\n"));
  const plan = await mass.plan(list, { skipApproval: true, revocationReason: "superseded" });
  return mass.start(plan, { journal: fileJournal(path), confirm: plan.totals.send });
}

// The process of the kill test: begins a run, or takes it up, and tells a line for each order that moves. Not here: its end.

import { existsSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileJournal } from "../../pkg/dist/mass/file.js";
import { JournalError, MassRevocation, readList } from "../../pkg/dist/mass/node.js";
import { plainIds } from "../support/bulk.js";

const { path, url, key, orders, brisk } = JSON.parse(process.argv[2] ?? "{}");
const mass = new MassRevocation({ apiKey: key, baseUrl: url, breaker: 1000, ...brisk });
const run = await begun();
for await (const { orderId, to } of run) process.stdout.write(`${orderId} ${to}\n`);
await run.finished;
process.stdout.write(`report ${JSON.stringify(run.report())}\n`);

async function begun() {
  if (existsSync(path) && statSync(path).size > 0) {
    try {
      return await mass.resume(fileJournal(path));
    } catch (error) {
      // Killed while it began: nothing was sent.
      if (!(error instanceof JournalError) || !error.message.includes("start the run again"))
        throw error;
      await rm(path);
    }
  }
  const list = await readList(plainIds(orders).join("\n"));
  const plan = await mass.plan(list, { skipApproval: true, revocationReason: "superseded" });
  return mass.start(plan, { journal: fileJournal(path), confirm: plan.totals.send });
}

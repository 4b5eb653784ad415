// The result of a run: counts, remaining work, figures for the CCADB, and downloads.

import type { Counts, ReportHead } from "certcentral-revoke/mass";
import { Facts } from "../shared/facts";
import { formatDeadline, formatNumber } from "../shared/format";
import { CountsTable } from "./counts-table";
import { Exports } from "./exports";
import { deadlineText, haltText, orders } from "./labels";
import { LiveSection } from "./live";
import { OrdersTable } from "./orders-table";
import type { Job } from "./types";

export function ResultSection({ job }: { job: Job }) {
  const { id, state, snapshot, report } = job;
  // A canceled run has no report until the orders in flight are read.
  if (!snapshot || !report) return <LiveSection job={job} />;
  const { counts } = snapshot;
  return (
    <>
      <section aria-labelledby="result-title" data-end={state}>
        <h2 id="result-title">{titleOf(state === "canceled", counts)}</h2>
        {haltText(snapshot) && <p class="notice">{haltText(snapshot)}</p>}
        <RemainingWork counts={counts} />
        <CountsTable {...report.summary} total={report.summary.orders} />
        <Facts
          rows={[
            [
              "Deadline",
              report.deadlineUnixMs === undefined ? "" : formatDeadline(report.deadlineUnixMs),
            ],
            ["In time", deadlineText(report)],
            ["Done by", report.doneUnixMs === undefined ? "" : formatDeadline(report.doneUnixMs)],
          ]}
        />
      </section>
      <Ccadb report={report} />
      <Exports id={id} name={job.name} />
      <OrdersTable id={id} snapshot={snapshot} />
    </>
  );
}

function titleOf(canceled: boolean, { refused, unknown, requested, waiting }: Counts) {
  if (canceled) return `Canceled: ${orders(waiting)} not sent`;
  if (unknown > 0) return `Finished: ${orders(unknown)} with an unknown result`;
  if (refused > 0) return `Finished: ${orders(refused)} refused`;
  return requested > 0
    ? `Finished: ${orders(requested)} waiting for approval`
    : "Finished: every order is settled";
}

/** The work that remains after the run. */
function RemainingWork({
  counts: { refused, unknown, requested, held, waiting },
}: {
  counts: Counts;
}) {
  const tasks: string[] = [];
  if (unknown > 0)
    tasks.push(
      `${orders(unknown)} ${unknown === 1 ? "has" : "have"} an unknown result. Check ${unknown === 1 ? "it" : "them"} before you send anything again.`,
    );
  if (refused > 0)
    tasks.push(`DigiCert refused ${orders(refused)}. Fix the problems that it reported.`);
  if (requested > 0)
    tasks.push(
      `${orders(requested)} ${requested === 1 ? "is" : "are"} not revoked yet. An administrator must approve ${requested === 1 ? "the request" : "the requests"} in CertCentral.`,
    );
  if (held > 0)
    tasks.push(
      `${orders(held)} ${held === 1 ? "was held back and still works" : "were held back and still work"}.`,
    );
  if (waiting > 0) tasks.push(`${orders(waiting)} ${waiting === 1 ? "was" : "were"} never sent.`);
  if (tasks.length === 0) return <p>There is nothing left to do.</p>;
  return (
    <div class="notice" data-remaining>
      <p>
        <strong>Remaining work</strong>
      </p>
      <ul>
        {tasks.map((task) => (
          <li key={task}>{task}</li>
        ))}
      </ul>
      <p class="hint">
        To continue, delete the finished rows from the CSV and upload it as a new list.
      </p>
    </div>
  );
}

function Ccadb({ report: { summary } }: { report: ReportHead }) {
  const { revoked, notYetRevoked, endedBefore, nothingToRevoke, doneUnixMs } = summary.ccadb;
  return (
    <section aria-labelledby="ccadb-title" data-ccadb>
      <h2 id="ccadb-title">For the incident report (CCADB)</h2>
      <p class="hint">Counted in orders. Each order has at least one certificate.</p>
      <Facts
        rows={[
          ["Revoked", formatNumber(revoked)],
          ["Not yet revoked", formatNumber(notYetRevoked)],
          ["Ended earlier", `${formatNumber(endedBefore)} expired, canceled or rejected`],
          ["Nothing to revoke", `${formatNumber(nothingToRevoke)} not issued, or not found`],
          ["Done by", doneUnixMs === undefined ? "" : formatDeadline(doneUnixMs)],
        ]}
      />
    </section>
  );
}

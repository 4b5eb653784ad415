// How it ended, in numbers that add up: for the people who asked, for the CCADB, and to take away.

import type { Counts, ReportHead } from "certcentral-revoke/mass";
import { Facts } from "../shared/facts";
import { number } from "../shared/labels";
import { inBoth } from "./deadline";
import { Exports } from "./exports";
import { haltOf, inTimeOf, orders } from "./labels";
import { LivePart } from "./live";
import { OrdersTable } from "./orders";
import { OutcomeRows } from "./outcome";
import type { Job } from "./types";

export function EndPart({ job }: { job: Job }) {
  const { id, state, snapshot, report } = job;
  // Cancelled, and what was on its way is still read.
  if (!snapshot || !report) return <LivePart job={job} />;
  const { counts } = snapshot;
  return (
    <>
      <section aria-labelledby="end-title" data-end={state}>
        <h2 id="end-title">{titleOf(state === "cancelled", counts)}</h2>
        {haltOf(snapshot) && <p class="notice">{haltOf(snapshot)}</p>}
        <Next counts={counts} />
        <OutcomeRows {...report.summary} total={report.summary.orders} />
        <Facts
          rows={[
            ["Deadline", report.deadlineUnixMs === undefined ? "" : inBoth(report.deadlineUnixMs)],
            ["In time", inTimeOf(report)],
            ["Done by", report.doneUnixMs === undefined ? "" : inBoth(report.doneUnixMs)],
          ]}
        />
      </section>
      <Ccadb report={report} />
      <Exports id={id} name={job.name} />
      <OrdersTable id={id} snapshot={snapshot} />
    </>
  );
}

function titleOf(cancelled: boolean, { refused, unknown, requested, waiting }: Counts) {
  if (cancelled) return `Cancelled: ${orders(waiting)} not sent`;
  if (unknown > 0) return `Finished, but nobody knows what became of ${orders(unknown)}`;
  if (refused > 0) return `Finished: ${orders(refused)} refused`;
  return requested > 0
    ? `Finished: ${orders(requested)} wait for approval`
    : "Finished: every order is settled";
}

/** What is left to do, by whom. */
function Next({ counts: { refused, unknown, requested, held, waiting } }: { counts: Counts }) {
  const left: string[] = [];
  if (unknown > 0)
    left.push(
      `Look at the ${orders(unknown)} of which nobody knows what became of them, below, before anything is sent again.`,
    );
  if (refused > 0)
    left.push(`Settle what DigiCert says about the ${orders(refused)} that it refused.`);
  if (requested > 0)
    left.push(
      `${orders(requested)} ${requested === 1 ? "is" : "are"} not revoked yet: an administrator has to approve the requests in CertCentral.`,
    );
  if (held > 0)
    left.push(
      `${orders(held)} ${held === 1 ? "was held back and still works" : "were held back and still work"}.`,
    );
  if (waiting > 0) left.push(`${orders(waiting)} ${waiting === 1 ? "was" : "were"} never sent.`);
  if (left.length === 0) return <p>Nothing is left to do.</p>;
  return (
    <div class="notice" data-left>
      <p>
        <strong>What is left</strong>
      </p>
      <ul>
        {left.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p class="hint">
        The CSV can be given as a new list: it has the columns of one. Take out what is done first.
      </p>
    </div>
  );
}

function Ccadb({ report: { summary } }: { report: ReportHead }) {
  const { revoked, notYetRevoked, endedBefore, nothingToRevoke, doneUnixMs } = summary.ccadb;
  return (
    <section aria-labelledby="ccadb-title" data-ccadb>
      <h2 id="ccadb-title">For the incident report (CCADB)</h2>
      <p class="hint">Counted in orders; an order has one certificate at least.</p>
      <Facts
        rows={[
          ["Revoked", number(revoked)],
          ["Not yet revoked", number(notYetRevoked)],
          ["Ended before", `${number(endedBefore)} expired, canceled or rejected`],
          ["Nothing to revoke", `${number(nothingToRevoke)} not issued, or not found`],
          ["Done by", doneUnixMs === undefined ? "" : inBoth(doneUnixMs)],
        ]}
      />
    </section>
  );
}

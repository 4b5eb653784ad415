// A run in progress, with its controls. The run is on the gateway and continues when this page is closed.

import type { Snapshot } from "certcentral-revoke/mass";
import { Facts } from "../shared/facts";
import { formatClock, formatDeadline, formatNumber } from "../shared/format";
import { Chart } from "./chart";
import { RunControls } from "./controls";
import { CountsTable } from "./counts-table";
import { durationText, secondsText } from "./duration";
import { rateSamples } from "./jobs";
import { haltText, requests } from "./labels";
import { OrdersTable } from "./orders-table";
import type { Job, JobState } from "./types";

const TITLES: Partial<Record<JobState, string>> = {
  running: "Running",
  paused: "Paused",
  stopped: "Stopped",
  canceled: "Canceling",
};

const CONTROLLABLE: ReadonlySet<JobState> = new Set(["running", "paused", "stopped"]);

export function LiveSection({ job }: { job: Job }) {
  const { state, snapshot } = job;
  if (!snapshot) return <p role="status">Starting…</p>;
  const halt = haltText(snapshot);
  return (
    <>
      <section aria-labelledby="live-title" data-live={state}>
        <h2 id="live-title">{TITLES[state] ?? "Finishing"}</h2>
        {halt && (
          <p class={`notice ${state === "stopped" ? "danger" : ""}`} role="alert">
            {halt}
          </p>
        )}
        <Progress snapshot={snapshot} />
        {CONTROLLABLE.has(state) && <RunControls job={job} />}
        <CountsTable counts={snapshot.counts} total={snapshot.total} />
      </section>
      <section aria-labelledby="pace-title">
        <h2 id="pace-title">Rate</h2>
        <Facts rows={rateFacts(snapshot)} />
        <Chart samples={rateSamples.value} />
      </section>
      <OrdersTable id={job.id} snapshot={snapshot} canHold />
    </>
  );
}

/** The progress bar. Its text alternative changes rarely, so that screen readers are not flooded. */
function Progress({ snapshot }: { snapshot: Snapshot }) {
  const { total, counts } = snapshot;
  const settled = total - counts.waiting - counts.sending;
  const tenths = Math.floor((settled * 10) / Math.max(total, 1));
  const failures = counts.refused + counts.unknown;
  return (
    <>
      <p class="progress">
        <progress value={settled} max={total} aria-label="Settled orders" />
        <span>
          {formatNumber(settled)} of {formatNumber(total)} settled
        </span>
      </p>
      <p role="status" class="visually-hidden">
        {settled < total
          ? `${tenths * 10} percent of the orders are settled. `
          : "All orders are settled. "}
        {failures > 0 && "Some were refused or have an unknown result."}
      </p>
    </>
  );
}

function rateFacts(snapshot: Snapshot): Array<readonly [string, string]> {
  const {
    callsPerMinute,
    etaUnixMs,
    deadlineUnixMs,
    pausedUntilUnixMs,
    bottleneck,
    status,
    windows,
  } = snapshot;
  const { rateLimited, lost } = snapshot.calls;
  const uses = windows.map(
    ({ calls: max, windowMs, used }) =>
      `${formatNumber(used)} of ${formatNumber(max)} in ${secondsText(windowMs)}`,
  );
  return [
    ["Rate", `${requests(callsPerMinute)} in the last minute`],
    ["Rate limit used", uses.join(" · ")],
    ["All sent by", etaUnixMs === undefined ? "not running" : formatDeadline(etaUnixMs)],
    ["Deadline", deadlineUnixMs === undefined ? "none" : deadlineText(deadlineUnixMs, etaUnixMs)],
    [
      "Waits until",
      pausedUntilUnixMs === undefined
        ? ""
        : `${formatClock(new Date(pausedUntilUnixMs))}: DigiCert's rate limit applies`,
    ],
    [
      "Speed",
      status.state !== "running"
        ? ""
        : bottleneck === "response-time"
          ? "limited by DigiCert's response times"
          : "limited by DigiCert's rate limits",
    ],
    [
      "Errors",
      [
        rateLimited > 0 && `${requests(rateLimited)} rejected by the rate limit`,
        lost > 0 && `${requests(lost)} without a response`,
      ]
        .filter(Boolean)
        .join(", "),
    ],
  ];
}

function deadlineText(deadline: number, eta: number | undefined) {
  const spare = eta === undefined ? undefined : deadline - eta;
  if (spare === undefined) return formatDeadline(deadline);
  return spare >= 0
    ? `${formatDeadline(deadline)}: ${durationText(spare)} to spare`
    : `${formatDeadline(deadline)}: late by ${durationText(-spare)}`;
}

// A run while it goes: how it stands, what holds it up, and pause, resume and cancel. Nothing of it is kept here: the run is
// in the gateway, and goes on when this page is closed.

import type { Snapshot } from "certcentral-revoke/mass";
import { Facts } from "../shared/facts";
import { number } from "../shared/labels";
import { Chart } from "./chart";
import { Steer } from "./controls";
import { inBoth } from "./deadline";
import { beats } from "./jobs";
import { calls, haltOf, perSeconds, spanOf } from "./labels";
import { OrdersTable } from "./orders";
import { OutcomeRows } from "./outcome";
import type { Job, JobState } from "./types";

const TITLES: Partial<Record<JobState, string>> = {
  running: "Running",
  paused: "Paused",
  stopped: "Stopped",
  cancelled: "Being cancelled",
};

const STEERED: ReadonlySet<JobState> = new Set(["running", "paused", "stopped"]);

export function LivePart({ job }: { job: Job }) {
  const { state, snapshot } = job;
  if (!snapshot) return <p role="status">It begins…</p>;
  const halt = haltOf(snapshot);
  return (
    <>
      <section aria-labelledby="live-title" data-live={state}>
        <h2 id="live-title">{TITLES[state] ?? "Ending"}</h2>
        {halt && (
          <p class={`notice ${state === "stopped" ? "danger" : ""}`} role="alert">
            {halt}
          </p>
        )}
        <Progress snapshot={snapshot} />
        {STEERED.has(state) && <Steer job={job} />}
        <OutcomeRows counts={snapshot.counts} total={snapshot.total} />
      </section>
      <section aria-labelledby="pace-title">
        <h2 id="pace-title">Pace</h2>
        <Facts rows={paceOf(snapshot)} />
        <Chart beats={beats.value} />
      </section>
      <OrdersTable id={job.id} snapshot={snapshot} mayHold />
    </>
  );
}

/** How much is settled, to see; and in words only now and then, for whoever hears it. */
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
          {number(settled)} of {number(total)} settled
        </span>
      </p>
      <p role="status" class="unseen">
        {settled < total ? `${tenths}0 percent of the orders are settled. ` : "All are settled. "}
        {failures > 0 && "Some were refused or are unknown."}
      </p>
    </>
  );
}

function paceOf(snapshot: Snapshot): Array<readonly [string, string]> {
  const { callsPerMinute, etaUnixMs, deadlineUnixMs, pausedUntilUnixMs, slowest, status, windows } =
    snapshot;
  const { limited, unanswered } = snapshot.calls;
  const uses = windows.map(
    ({ calls: most, ms, used }) => `${number(used)} of ${number(most)} in ${perSeconds(ms)}`,
  );
  return [
    ["Rate", `${calls(callsPerMinute)} in the last minute`],
    ["Limits used", uses.join(" · ")],
    ["All sent by", etaUnixMs === undefined ? "not while it does not run" : inBoth(etaUnixMs)],
    ["Deadline", deadlineUnixMs === undefined ? "none" : deadlineWords(deadlineUnixMs, etaUnixMs)],
    [
      "Waits until",
      pausedUntilUnixMs === undefined
        ? ""
        : `${new Date(pausedUntilUnixMs).toLocaleTimeString()}: DigiCert asked to slow down`,
    ],
    [
      "Held up by",
      status.is !== "running"
        ? ""
        : slowest === "answers"
          ? "DigiCert's answers: they take longer than its limits would"
          : "DigiCert's limits: as fast as it can be",
    ],
    [
      "Trouble",
      [
        limited > 0 && `${calls(limited)} refused by the limits`,
        unanswered > 0 && `${calls(unanswered)} without an answer`,
      ]
        .filter(Boolean)
        .join(", "),
    ],
  ];
}

function deadlineWords(deadline: number, eta: number | undefined) {
  const spare = eta === undefined ? undefined : deadline - eta;
  if (spare === undefined) return inBoth(deadline);
  return spare >= 0
    ? `${inBoth(deadline)}: ${spanOf(spare)} to spare`
    : `${inBoth(deadline)}: it will be missed by ${spanOf(-spare)}`;
}

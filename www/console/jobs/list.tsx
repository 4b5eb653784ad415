// Every list that was given to the gateway, and how each stands.

import { busy } from "../app/calls";
import { barred } from "../session/session";
import { number } from "../shared/labels";
import { Moment } from "../shared/moment";
import { newJob } from "./actions";
import { jobs, listJobs, openJob } from "./jobs";
import { countOf, ORDER_STATES, orders, STATES } from "./labels";
import type { JobSummary } from "./types";

export function JobsView() {
  const now = jobs.value;
  const why = barred("mass");
  const off = why !== "" || busy.value !== "";
  return (
    <>
      <h1 tabIndex={-1}>Lists</h1>
      <p>
        Many orders at once: a list is planned and rehearsed before anything is sent, runs at
        DigiCert's pace, and is reported order by order.
      </p>
      <p class="acts">
        <button
          type="button"
          class="primary"
          aria-disabled={off}
          aria-describedby={why ? "mass-why" : undefined}
          onClick={() => off || newJob()}
        >
          New list
        </button>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listJobs}>
          Read again
        </button>
        {why && <span id="mass-why">{why}</span>}
      </p>
      <p role="status">{now.state === "reading" ? "Reading the lists…" : summaryOf(now)}</p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          {now.message}
        </p>
      )}
      {now.state === "read" && now.list.length > 0 && (
        <ul class="requests" aria-label="Lists">
          {now.list.map((one) => (
            <Row key={one.id} job={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function summaryOf(now: typeof jobs.value) {
  if (now.state !== "read") return "";
  const { length } = now.list;
  if (length === 0) return "No list was given yet.";
  return length === 1 ? "1 list." : `${length} lists, the newest first.`;
}

function Row({ job }: { job: JobSummary }) {
  const { id, name, by, created, state, orders: total } = job;
  return (
    <li data-job={state}>
      <strong>{name}</strong>
      <span class={`tag ${state}`}>{STATES[state]}</span>
      <span class="more">
        {orders(total)} · given by {by}, <Moment time={created} />
      </span>
      <span class="more">{progressOf(job)}</span>
      <span class="acts">
        <button
          type="button"
          aria-label={`Open ${name}`}
          aria-disabled={busy.value !== ""}
          onClick={() => openJob(id)}
        >
          Open
        </button>
      </span>
    </li>
  );
}

function progressOf({ snapshot }: JobSummary) {
  if (!snapshot) return "";
  const parts = ORDER_STATES.flatMap(({ state, label }) => {
    const count = countOf(snapshot.counts, state);
    return count > 0 ? [`${label.toLowerCase()} ${number(count)}`] : [];
  });
  return parts.join(" · ");
}

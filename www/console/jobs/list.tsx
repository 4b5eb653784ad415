// The lists in the gateway, with their state.

import { busy } from "../app/calls";
import { denialReason } from "../session/session";
import { formatNumber } from "../shared/format";
import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import { newJob } from "./actions";
import { jobs, listJobs, loadMoreJobs, openJob } from "./jobs";
import { countOf, ORDER_STATES, orders, STATES } from "./labels";
import type { JobSummary } from "./types";

export function JobsView() {
  const now = jobs.value;
  const denial = denialReason("mass");
  const disabled = denial !== "" || busy.value !== "";
  return (
    <>
      <h1 tabIndex={-1}>Lists</h1>
      <p>
        Revoke many orders at once. You plan and rehearse a list before anything is sent. The run
        stays within DigiCert's rate limits and reports the result of every order.
      </p>
      <p class="actions">
        <button
          type="button"
          class="primary"
          aria-disabled={disabled}
          aria-describedby={denial ? "mass-denial" : undefined}
          onClick={() => disabled || newJob()}
        >
          New list
        </button>
        <button type="button" aria-disabled={busy.value !== ""} onClick={listJobs}>
          Refresh
        </button>
        {denial && <span id="mass-denial">{denial}</span>}
      </p>
      <p role="status">{now.state === "reading" ? "Reading the lists…" : summaryOf(now)}</p>
      {now.state === "failed" && (
        <p role="alert" class="issue">
          {now.message}
        </p>
      )}
      {now.state === "read" && now.list.length > 0 && (
        <ul class="requests" aria-label="Lists">
          {now.list.map((item) => (
            <Row key={item.id} job={item} />
          ))}
        </ul>
      )}
      {now.state === "read" && now.list.length < now.total && (
        <p>
          <button type="button" aria-disabled={busy.value !== ""} onClick={loadMoreJobs}>
            Show older lists
          </button>
        </p>
      )}
    </>
  );
}

function summaryOf(now: typeof jobs.value) {
  if (now.state !== "read") return "";
  const { list, total } = now;
  if (total === 0) return "No lists yet.";
  if (list.length < total)
    return `The newest ${formatNumber(list.length)} of ${formatNumber(total)} lists.`;
  return total === 1 ? "1 list." : `${formatNumber(total)} lists, newest first.`;
}

function Row({ job }: { job: JobSummary }) {
  const { id, name, by, created, state, orders: total } = job;
  return (
    <li data-job={state}>
      <strong>
        <UserText>{name}</UserText>
      </strong>
      <span class={`tag ${state}`}>{STATES[state]}</span>
      <span class="more">
        {orders(total)} · uploaded by <UserText>{by}</UserText>, <Moment time={created} />
      </span>
      <span class="more">{progressText(job)}</span>
      <span class="actions">
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

function progressText({ snapshot }: JobSummary) {
  if (!snapshot) return "";
  const parts = ORDER_STATES.flatMap(({ state, label }) => {
    const count = countOf(snapshot.counts, state);
    return count > 0 ? [`${label.toLowerCase()} ${formatNumber(count)}`] : [];
  });
  return parts.join(" · ");
}

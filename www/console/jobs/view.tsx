// One list, from its plan to its end: which part of the way is shown is what the gateway says it is at.

import { useLayoutEffect } from "preact/hooks";
import { nameThePage } from "../app/page-title";
import { OtherIssues } from "../shared/issues";
import { number } from "../shared/labels";
import { Moment } from "../shared/moment";
import { JobDialog } from "./dialog";
import { job, listJobs, silent } from "./jobs";
import { orders, STATES } from "./labels";
import { LivePart } from "./live";
import { PlanningPart, PlanPart } from "./plan";
import { ProposedPart } from "./proposed";
import { RehearsalPart } from "./rehearsal";
import { RemoveButton } from "./remove";
import { EndPart } from "./result";
import { SettingsPart } from "./settings";
import { StartPart } from "./start";
import { Steps } from "./steps";
import type { Job } from "./types";

/** The fields that say for themselves what is wrong with them. */
const OWN = ["revocationReason", "comment", "skipApproval", "deadline", "count", "reason"];

export function JobView() {
  const now = job.value;
  useLayoutEffect(() => nameThePage(now?.name), [now?.name]);
  if (!now) return null;
  const { name, by, created, state, orders: total } = now;
  return (
    <>
      <h1 tabIndex={-1}>{name}</h1>
      <p class="hint">
        {orders(total)} · given by {by}, <Moment time={created} /> ·{" "}
        <span data-state={state}>{STATES[state]}</span>
      </p>
      <Steps job={now} />
      <Silence />
      {now.problem && (
        <p role="alert" class="issue" data-problem={now.problem.code}>
          It did not come about. {now.problem.message}
        </p>
      )}
      <OtherIssues id="job-issues" fields={OWN} />
      <Part job={now} key={stageOf(now)} />
      <p>
        <button type="button" class="link" onClick={listJobs}>
          Back to the lists
        </button>
      </p>
      <JobDialog />
    </>
  );
}

function Silence() {
  const now = silent.value;
  return (
    <p role="status" class={now ? "notice" : undefined} data-silent={now !== undefined}>
      {now && (
        <>
          <strong>The gateway does not answer</strong> since{" "}
          {new Date(now.since).toLocaleTimeString()}. What is shown is of before; nothing of it is
          lost. Asking again every second…
        </>
      )}
    </p>
  );
}

/** What a form is kept for: a new plan is a new form, a second is not. */
const stageOf = ({ state }: Job) =>
  state === "paused" || state === "stopped" || state === "cancelled" ? "running" : state;

function Part({ job: now }: { job: Job }) {
  switch (now.state) {
    case "draft":
      return (
        <>
          <Read job={now} />
          <SettingsPart job={now} />
          <RemoveButton job={now} />
        </>
      );
    case "planning":
      return <PlanningPart survey={now.survey} />;
    case "planned":
    case "rehearsing":
    case "rehearsed":
      return (
        <>
          {now.plan && <PlanPart plan={now.plan} />}
          <RehearsalPart job={now} />
          <StartPart job={now} />
          <details>
            <summary>Change the settings and plan again</summary>
            <SettingsPart job={now} />
          </details>
          <RemoveButton job={now} />
        </>
      );
    case "proposed":
      return <ProposedPart job={now} />;
    case "running":
    case "paused":
    case "stopped":
      return <LivePart job={now} />;
    case "finished":
    case "cancelled":
      return <EndPart job={now} />;
    default:
      return now.state satisfies never;
  }
}

/** What was made of the rows. */
function Read({ job: { orders: total, merged, ignored } }: { job: Job }) {
  return (
    <section class="notice" aria-labelledby="read-title">
      <h2 id="read-title">The list is right: {orders(total)}</h2>
      <ul>
        <li>
          {merged === 0
            ? "No order stands in it twice."
            : `${number(merged)} ${merged === 1 ? "row was" : "rows were"} about an order that had come before and said the same: each order is taken once.`}
        </li>
        {ignored.length > 0 && (
          <li>
            Columns that mean nothing here and are ignored:{" "}
            {ignored.map((name, at) => (
              <span key={name}>
                {at > 0 && ", "}
                <code>{name}</code>
              </span>
            ))}
            . If one of them was meant, name it as the help for a new list says.
          </li>
        )}
      </ul>
    </section>
  );
}

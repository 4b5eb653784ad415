// One list. Its state in the gateway decides which part is shown.

import { useLayoutEffect } from "preact/hooks";
import { setPageTitle } from "../app/page-title";
import { formatClock, formatNumber } from "../shared/format";
import { OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import { ApprovalSection } from "./approval";
import { JobDialog } from "./dialog";
import { job, listJobs, outage } from "./jobs";
import { orders, STATES } from "./labels";
import { LiveSection } from "./live";
import { PlanningSection, PlanSection } from "./plan";
import { PlanAge } from "./plan-age";
import { RehearsalSection } from "./rehearsal";
import { RemoveButton } from "./remove";
import { ResultSection } from "./result";
import { SettingsSection } from "./settings";
import { StartSection } from "./start";
import { Steps } from "./steps";
import type { Job } from "./types";

/** The fields that show their own issues. */
const FIELDS = [
  "revocationReason",
  "comment",
  "skipApproval",
  "deadline",
  "count",
  "reason",
  "justification",
  "ends",
  "ticket",
];

export function JobView() {
  const now = job.value;
  useLayoutEffect(() => setPageTitle(now?.name), [now?.name]);
  if (!now) return null;
  const { name, by, created, state, orders: total } = now;
  return (
    <>
      <h1 tabIndex={-1}>
        <UserText>{name}</UserText>
      </h1>
      <p class="hint">
        {orders(total)} · uploaded by <UserText>{by}</UserText>, <Moment time={created} /> ·{" "}
        <span data-state={state}>{STATES[state]}</span>
      </p>
      <Steps job={now} />
      <OutageNotice />
      {now.problem && (
        <p role="alert" class="issue" data-problem={now.problem.code}>
          That didn't work. {now.problem.message}
        </p>
      )}
      <OtherIssues id="job-issues" fields={FIELDS} />
      <CurrentSection job={now} key={stageOf(now)} />
      <p>
        <button type="button" class="link" onClick={listJobs}>
          Back to lists
        </button>
      </p>
      <JobDialog />
    </>
  );
}

function OutageNotice() {
  const now = outage.value;
  return (
    <p role="status" class={now ? "notice" : undefined} data-outage={now !== undefined}>
      {now && (
        <>
          <strong>The gateway hasn't responded</strong> since {formatClock(new Date(now.since))}.
          This is the last known state. Retrying every second…
        </>
      )}
    </p>
  );
}

/** The key of the section. A new key discards the input of the forms. */
const stageOf = ({ state }: Job) =>
  state === "paused" || state === "stopped" || state === "canceled" ? "running" : state;

function CurrentSection({ job: now }: { job: Job }) {
  switch (now.state) {
    case "draft":
      return (
        <>
          <ImportSummary job={now} />
          <SettingsSection job={now} />
          <RemoveButton job={now} />
        </>
      );
    case "planning":
      return <PlanningSection survey={now.survey} />;
    case "planned":
    case "rehearsing":
    case "rehearsed":
      return (
        <>
          {now.plan && <PlanSection plan={now.plan} />}
          <PlanAge job={now} />
          <RehearsalSection job={now} />
          <StartSection job={now} />
          <details>
            <summary>Change the settings and plan again</summary>
            <SettingsSection job={now} />
          </details>
          <RemoveButton job={now} />
        </>
      );
    case "proposed":
      return <ApprovalSection job={now} />;
    case "starting":
      return <StartingSection job={now} />;
    case "running":
    case "paused":
    case "stopped":
      return <LiveSection job={now} />;
    case "finished":
    case "canceled":
      return <ResultSection job={now} />;
    default:
      return now.state satisfies never;
  }
}

/** The certificates are counted again before anything is sent. */
function StartingSection({ job: { survey, figures } }: { job: Job }) {
  return (
    <section aria-labelledby="starting-title">
      <h2 id="starting-title">Counting the certificates again…</h2>
      <p>
        <strong>Nothing was sent to DigiCert yet.</strong> The run starts only if the orders have no
        further certificates
        {figures && ` than the ${formatNumber(figures.minCertificates)} of the plan`}. You can close
        this page and come back.
      </p>
      <p role="status">{survey && `Read ${orders(survey.orders)} so far.`}</p>
    </section>
  );
}

/** The result of the upload: orders, duplicate rows, ignored columns. */
function ImportSummary({ job: { orders: total, mergedRows, ignoredColumns } }: { job: Job }) {
  return (
    <section class="notice" aria-labelledby="import-title">
      <h2 id="import-title">{orders(total)}, no errors</h2>
      <ul>
        <li>
          {mergedRows === 0
            ? "No duplicate rows."
            : `${formatNumber(mergedRows)} duplicate ${mergedRows === 1 ? "row was" : "rows were"} merged. Each order is revoked once.`}
        </li>
        {ignoredColumns.length > 0 && (
          <li>
            Ignored columns:{" "}
            {ignoredColumns.map((name, index) => (
              <span key={name}>
                {index > 0 && ", "}
                <code>{name}</code>
              </span>
            ))}
            . If you need one of them, rename it (see “List format” on the page for a new list).
          </li>
        )}
      </ul>
    </section>
  );
}

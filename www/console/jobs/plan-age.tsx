// The age of a plan, and the way to a new one: a plan can be started for a limited time, and the gateway refuses it if the
// orders got further certificates.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { busy } from "../app/calls";
import { Moment } from "../shared/moment";
import { planAgain } from "./actions";
import { durationText } from "./duration";
import { jobDenialReason } from "./ownership";
import type { Job } from "./types";

/** Problems that a new plan solves. */
const SOLVED_BY_PLAN: ReadonlySet<string> = new Set([
  "conflict|plan_age",
  "conflict|changed",
  "conflict|holds",
]);

export const isPlanExpired = ({ planExpires }: Job) =>
  planExpires !== undefined && planExpires <= Date.now();

export function PlanAge({ job }: { job: Job }) {
  const { plannedAt, planExpires, problem } = job;
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  if (plannedAt === undefined || planExpires === undefined) return null;
  const isExpired = planExpires <= now.value;
  const isOutdated = problem !== undefined && SOLVED_BY_PLAN.has(problem.code);
  return (
    <section
      class={isExpired || isOutdated ? "notice danger" : undefined}
      aria-label="Age of the plan"
      data-plan-age={isExpired ? "expired" : isOutdated ? "outdated" : "current"}
    >
      <p role="status">
        {isExpired ? (
          <>
            <strong>The plan has expired.</strong> It could be started until{" "}
            <Moment time={planExpires} />, because its orders may have further certificates by now.
          </>
        ) : (
          <>
            {isOutdated && <strong>The plan is outdated. </strong>}
            Planned on <Moment time={plannedAt} />. It can be started until{" "}
            <Moment time={planExpires} />.
          </>
        )}
      </p>
      {(isExpired || isOutdated) && <PlanAgain job={job} />}
      {!isExpired && !isOutdated && (
        <p class="hint">
          {durationText(Math.max(60_000, roundToMinute(planExpires - now.value)))} left.
        </p>
      )}
    </section>
  );
}

const roundToMinute = (ms: number) => Math.ceil(ms / 60_000) * 60_000;

function PlanAgain({ job }: { job: Job }) {
  const denial = jobDenialReason(job);
  const disabled = denial !== "" || busy.value !== "";
  return (
    <p class="actions">
      <button
        type="button"
        class="primary"
        aria-disabled={disabled}
        aria-describedby="plan-again-hint"
        onClick={() => disabled || planAgain(job.id)}
      >
        Plan again
      </button>
      <span id="plan-again-hint" class="hint">
        {denial || "Reads the orders from DigiCert again, with the same settings."}
      </span>
    </p>
  );
}

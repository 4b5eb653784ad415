// The form that starts a run, with a typed confirmation of the number of orders.

import { useSignal } from "@preact/signals";
import { busy, isChanging } from "../app/calls";
import { BreakGlassOption } from "../break-glass/button";
import { formatNumber } from "../shared/format";
import { FieldIssues, isInvalid } from "../shared/issues";
import { start } from "./actions";
import { orders } from "./labels";
import { jobDenialReason } from "./ownership";
import { isPlanExpired } from "./plan-age";
import type { Job } from "./types";

export function StartSection({ job }: { job: Job }) {
  const typed = useSignal("");
  const { id, name, plan, settings, state } = job;
  if (!plan) return null;
  const { send } = plan.totals;
  const obstacle = obstacleOf(job, typed.value);
  const disabled = obstacle !== "" || busy.value !== "";
  return (
    <section class="start" aria-labelledby="start-title">
      <h2 id="start-title">Start</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled) start(id, send);
        }}
      >
        {state !== "rehearsed" && (
          <p class="hint">
            This list is not rehearsed yet. A rehearsal sends nothing and shows the report.
          </p>
        )}
        <label for="start-count">
          To confirm, type the number of orders: <code>{formatNumber(send)}</code>
        </label>
        <input
          id="start-count"
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          aria-describedby="start-count-issues"
          aria-invalid={isInvalid("count")}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="count" id="start-count-issues" />
        <button type="submit" class="danger" aria-disabled={disabled} aria-describedby="start-hint">
          {settings?.skipApproval
            ? `Revoke ${orders(send)}`
            : `Request revocation of ${orders(send)}`}
        </button>
        <p id="start-hint" class="hint" role="status">
          {isChanging()
            ? "Sent. Waiting for the gateway…"
            : obstacle ||
              "Revocations can't be undone. If the gateway requires two-person approval, the run starts after a second person approves it."}
        </p>
      </form>
      <BreakGlassOption obstacle={obstacle} what={() => ({ kind: "job", id, name, count: send })} />
    </section>
  );
}

/** Accepts any grouping of the digits. */
const matchesCount = (typed: string, count: number) =>
  typed.replace(/[\s,.'’]/g, "") === String(count);

/** Why the run cannot start. Empty if it can. */
function obstacleOf(job: Job, typed: string): string {
  const { plan, state } = job;
  const denial = jobDenialReason(job);
  if (denial) return denial;
  if (state === "rehearsing") return "Wait until the rehearsal has finished.";
  if (plan?.shortfall)
    return "This can't finish by the deadline, so you can't start it. Change the settings as the plan suggests.";
  if (isPlanExpired(job)) return "The plan has expired. Plan again first.";
  if (plan?.totals.send === 0) return "There is nothing to revoke.";
  if (!matchesCount(typed, plan?.totals.send ?? 0))
    return "Type the number of orders above to enable this button.";
  return "";
}

// The last step before it is real: the number of orders is typed, and the button says what it does.

import { useSignal } from "@preact/signals";
import { busy, isChanging } from "../app/calls";
import { FieldIssues, isWrong } from "../shared/issues";
import { number } from "../shared/labels";
import { start } from "./actions";
import { orders } from "./labels";
import { barredFrom } from "./ownership";
import type { Job } from "./types";

export function StartPart({ job }: { job: Job }) {
  const typed = useSignal("");
  const { id, plan, settings, state } = job;
  if (!plan) return null;
  const { send } = plan.totals;
  const reason = whyNot(job, typed.value);
  const off = reason !== "" || busy.value !== "";
  return (
    <section class="start" aria-labelledby="start-title">
      <h2 id="start-title">Start</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!off) start(id, send);
        }}
      >
        {state !== "rehearsed" && (
          <p class="hint">
            It was not rehearsed yet. A rehearsal costs nothing and shows the report.
          </p>
        )}
        <label for="start-count">
          Type how many orders are revoked: <code>{number(send)}</code>
        </label>
        <input
          id="start-count"
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          aria-describedby="start-count-issues"
          aria-invalid={isWrong("count")}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="count" id="start-count-issues" />
        <button type="submit" class="danger" aria-disabled={off} aria-describedby="start-hint">
          {settings?.skipApproval
            ? `Revoke ${orders(send)}`
            : `Request revocation of ${orders(send)}`}
        </button>
        <p id="start-hint" class="hint" role="status">
          {isChanging()
            ? "Sent. Waiting for the gateway…"
            : reason ||
              "What is revoked cannot be undone. Where the gateway's rules ask for a second person, it waits for them first."}
        </p>
      </form>
    </section>
  );
}

/** Digits, however they are grouped. */
const isTyped = (typed: string, count: number) => typed.replace(/[\s,.'’]/g, "") === String(count);

function whyNot(job: Job, typed: string): string {
  const { plan, state } = job;
  const why = barredFrom(job);
  if (why) return why;
  if (state === "rehearsing") return "The button works once the rehearsal has ended.";
  if (plan?.shortfall)
    return "It cannot be done in time, so it cannot be started. Change the settings as the plan says.";
  if (plan?.totals.send === 0) return "There is nothing to revoke.";
  if (!isTyped(typed, plan?.totals.send ?? 0))
    return "The button works once the number of orders is typed above.";
  return "";
}

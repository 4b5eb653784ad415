// The deadline of a run: in hours from now, or at a date and time.

import type { Signal } from "@preact/signals";
import { formatDeadline } from "../shared/format";
import { FieldIssues, isInvalid } from "../shared/issues";

export type DeadlineChoice = "day" | "five-days" | "at" | "none";

const HOUR_MS = 3_600_000;
const HOURS: Partial<Record<DeadlineChoice, number>> = { day: 24, "five-days": 120 };

const CHOICES: ReadonlyArray<{ value: DeadlineChoice; label: string; meaning: string }> = [
  {
    value: "day",
    label: "24 hours from now",
    meaning: "For example the limit of the Baseline Requirements for a compromised key.",
  },
  {
    value: "five-days",
    label: "5 days from now",
    meaning: "The limit of the Baseline Requirements for most other causes.",
  },
  { value: "at", label: "A date and time", meaning: "If the time limit has already started." },
  { value: "none", label: "No deadline", meaning: "The run has no time limit." },
];

/** UTC milliseconds. `null`: no deadline. `undefined`: the input is incomplete. */
export function deadlineOf(choice: DeadlineChoice, input: string): number | null | undefined {
  if (choice === "none") return null;
  const hours = HOURS[choice];
  if (hours !== undefined) return Date.now() + hours * HOUR_MS;
  const at = new Date(input).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** A time as the value of the input, in the browser's time zone. */
export function inputValueOf(time: number): string {
  const at = new Date(time);
  return new Date(time - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface DeadlineProps {
  choice: Signal<DeadlineChoice>;
  input: Signal<string>;
}

export function DeadlineField({ choice, input }: DeadlineProps) {
  const at = deadlineOf(choice.value, input.value);
  return (
    <fieldset aria-describedby="deadline-time deadline-issues">
      <legend>Deadline</legend>
      {CHOICES.map(({ value, label, meaning }) => (
        <label class="choice" key={value}>
          <input
            type="radio"
            name="deadline"
            checked={choice.value === value}
            onChange={() => {
              choice.value = value;
            }}
          />
          <span>
            <strong>{label}</strong> <span class="hint">{meaning}</span>
          </span>
        </label>
      ))}
      {choice.value === "at" && (
        <>
          <label for="deadline-at">Date and time ({timeZone()})</label>
          <input
            id="deadline-at"
            type="datetime-local"
            value={input.value}
            aria-invalid={isInvalid("deadline")}
            onInput={(event) => {
              input.value = event.currentTarget.value;
            }}
          />
        </>
      )}
      <p class="hint" id="deadline-time">
        {typeof at === "number" && `Deadline: ${formatDeadline(at)}.`}
      </p>
      <FieldIssues field="deadline" id="deadline-issues" />
    </fieldset>
  );
}

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

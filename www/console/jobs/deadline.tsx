// By when all of it has to be done: in hours from now, or at a moment, which is shown in UTC too.

import type { Signal } from "@preact/signals";
import { FieldIssues, isWrong } from "../shared/issues";

export type Choice = "day" | "five-days" | "at" | "none";

const HOUR_MS = 3_600_000;
const HOURS: Partial<Record<Choice, number>> = { day: 24, "five-days": 120 };

const CHOICES: ReadonlyArray<{ value: Choice; label: string; meaning: string }> = [
  {
    value: "day",
    label: "24 hours from now",
    meaning: "What the Baseline Requirements give for a compromised key, for example.",
  },
  {
    value: "five-days",
    label: "5 days from now",
    meaning: "What they give for most other causes.",
  },
  { value: "at", label: "A date and time", meaning: "If the clock has been running already." },
  { value: "none", label: "No deadline", meaning: "It takes as long as it takes." },
];

/** UTC milliseconds; `null` where there is none, nothing where it is not typed yet. */
export function deadlineOf(choice: Choice, typed: string): number | null | undefined {
  if (choice === "none") return null;
  const hours = HOURS[choice];
  if (hours !== undefined) return Date.now() + hours * HOUR_MS;
  const at = new Date(typed).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** A moment as the field has it: in this browser's time, to the minute. */
export function typedOf(time: number): string {
  const at = new Date(time);
  return new Date(time - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface DeadlineProps {
  choice: Signal<Choice>;
  typed: Signal<string>;
}

export function DeadlineField({ choice, typed }: DeadlineProps) {
  const at = deadlineOf(choice.value, typed.value);
  return (
    <fieldset aria-describedby="deadline-moment deadline-issues">
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
          <label for="deadline-at">Date and time, in {zone()}</label>
          <input
            id="deadline-at"
            type="datetime-local"
            value={typed.value}
            aria-invalid={isWrong("deadline")}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </>
      )}
      <p class="hint" id="deadline-moment">
        {typeof at === "number" && `Done by ${inBoth(at)}.`}
      </p>
      <FieldIssues field="deadline" id="deadline-issues" />
    </fieldset>
  );
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A moment in this browser's time and zone, and in UTC. */
export function inBoth(time: number): string {
  const at = new Date(time);
  const here = at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  const utc = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return zone() === "UTC" ? utc : `${here} (${zone()}), ${utc}`;
}

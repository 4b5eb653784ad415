// One call at a time, what it is, and what was wrong with it.

import { batch, signal } from "@preact/signals";
import { type Evidence, InvalidInputError, type Issue } from "certcentral-revoke";
import { type Told, told } from "./connection";
import { Problem } from "./gateway";

export type Doing = "reading" | "revoking" | "deciding" | "holding" | "steering" | "waiting";

/** Whatever is thrown behind the button is a result too: nobody may take it for "not sent". */
export type Result<T> = { kind: "outcome"; outcome: T & Evidence } | Failure;
/** `told`: what the page saw leave, for where the error does not know it. */
export type Failure = { kind: "error"; error: unknown; told: readonly Told[] };

/** The call that is on its way, if any. */
export const busy = signal<"" | Doing>("");
/** What is wrong, by field; the field "" is the view as a whole. */
export const issues = signal<readonly Issue[]>([]);

/** A change must not be left alone: its answer must find somebody. */
export const isChanging = () =>
  ["revoking", "deciding", "holding", "steering"].includes(busy.value);

let ending = new AbortController();
let running: Promise<void> = Promise.resolve();

/** Ends a wait for a revocation. Nothing else can be ended once it was sent. */
export function stopWaiting() {
  if (busy.value === "waiting") ending.abort();
}

/** Runs one call. A second one is not made, unless the first only waits; then that ends. */
export async function once(what: Doing, work: (signal: AbortSignal) => Promise<void>) {
  if (busy.value === "waiting") {
    stopWaiting();
    await running;
  }
  if (busy.value) return;
  ending = new AbortController();
  batch(() => {
    busy.value = what;
    issues.value = [];
    told.value = [];
  });
  running = work(ending.signal)
    .catch((error: unknown) => {
      issues.value = issuesOf(error);
    })
    .finally(() => {
      busy.value = "";
    });
  await running;
}

function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof InvalidInputError) return error.issues;
  if (error instanceof Problem && error.issues.length > 0) return error.issues;
  return [{ field: "", rule: "conflict", message: messageOf(error) }];
}

export const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

/** What a change ended in. What was not even sent is thrown: its place is the form. */
export function resultOf<T>(change: Promise<T & Evidence>): Promise<Result<T>> {
  return change.then(
    (outcome): Result<T> => ({ kind: "outcome", outcome }),
    (error: unknown): Result<T> => {
      if (error instanceof InvalidInputError) throw error;
      return { kind: "error", error, told: told.value };
    },
  );
}

export function say(field: string, message: string) {
  issues.value = [{ field, rule: "required", message }];
}

addEventListener("beforeunload", (event) => {
  if (isChanging()) event.preventDefault();
});

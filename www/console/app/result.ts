// The result of a change: an outcome, or an error with the requests that were seen leaving the page.

import { type Evidence, InvalidInputError } from "certcentral-revoke";
import { type ActivityEntry, activity } from "./connection";

export type Result<T> = { kind: "outcome"; outcome: T & Evidence } | Failure;

/** `activity` covers errors that carry no attempts, for example a crash of the core. */
export type Failure = { kind: "error"; error: unknown; activity: readonly ActivityEntry[] };

/** Turns every error after validation into a `Failure`, so that it cannot be mistaken for "not sent". Invalid input is thrown. */
export function resultOf<T>(change: Promise<T & Evidence>): Promise<Result<T>> {
  return change.then(
    (outcome): Result<T> => ({ kind: "outcome", outcome }),
    (error: unknown): Result<T> => {
      if (error instanceof InvalidInputError) throw error;
      return { kind: "error", error, activity: activity.value };
    },
  );
}

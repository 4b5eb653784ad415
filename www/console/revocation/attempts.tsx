// The attempts of a call with their times, as evidence.

import { type Attempt, CertCentralError } from "certcentral-revoke";
import type { Failure } from "../app/result";
import { formatClock } from "../shared/format";
import { attemptText } from "../shared/labels";

/** An attempt. After a crash of the core only its request is known. */
type Row = Pick<Attempt, "time" | "method" | "path"> & Partial<Attempt>;

export function Attempts({ attempts, open = false }: { attempts: readonly Row[]; open?: boolean }) {
  if (attempts.length === 0) return null;
  return (
    <details class="attempts" open={open}>
      <summary>Requests sent ({attempts.length})</summary>
      <ol>
        {attempts.map((row) => (
          <li key={`${row.time} ${row.path}`} data-decision={row.decision}>
            <time dateTime={row.time}>{formatClock(new Date(row.time))}</time>
            <span>
              {attemptText(row)}{" "}
              <code>
                {row.method} {row.path}
                {row.status !== undefined && ` → ${row.status}`}
              </code>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The attempts of an error. After a crash of the core, the requests that the page saw. */
export function attemptsOf({ error, activity }: Failure): readonly Row[] {
  if (error instanceof CertCentralError && error.attempts.length > 0) return error.attempts;
  return activity.flatMap((entry) =>
    entry.kind === "sent" ? [{ time: entry.time.toISOString(), ...entry.request }] : [],
  );
}

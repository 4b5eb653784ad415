// What was sent and what was read, with the time of each: the record that an audit asks for.

import { type Attempt, CertCentralError } from "certcentral-revoke";
import type { Failure } from "../app/calls";
import { clock, wordsOfAttempt } from "../shared/labels";

/** An attempt; of one that was cut off by a crash nothing is known but that it was sent. */
type Row = Pick<Attempt, "time" | "method" | "path"> & Partial<Attempt>;

export function Attempts({ attempts, open = false }: { attempts: readonly Row[]; open?: boolean }) {
  if (attempts.length === 0) return null;
  return (
    <details class="attempts" open={open}>
      <summary>What was sent and read ({attempts.length})</summary>
      <ol>
        {attempts.map((row) => (
          <li key={`${row.time} ${row.path}`} data-decision={row.decision}>
            <time dateTime={row.time}>{clock(new Date(row.time))}</time>
            <span>
              {wordsOfAttempt(row)}{" "}
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

/** What an error knows of itself; after a crash of the core, what the page saw leave. */
export function attemptsOf({ error, told }: Failure): readonly Row[] {
  if (error instanceof CertCentralError && error.attempts.length > 0) return error.attempts;
  return told.flatMap((one) =>
    one.kind === "sent" ? [{ time: one.time.toISOString(), ...one.request }] : [],
  );
}

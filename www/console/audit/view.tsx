// The record: what was done through the gateway, by whom, and what came of it.

import { busy } from "../app/calls";
import { barred } from "../session/session";
import { OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { RecordFilter } from "./filter";
import { sentenceOf } from "./labels";
import {
  type Entry,
  exported,
  exportRecord,
  filter,
  filterRecord,
  moreRecord,
  record,
} from "./log";

export function RecordView() {
  const why = barred("record");
  return (
    <>
      <h1 tabIndex={-1}>Record</h1>
      <p>What was asked for and decided through this gateway, and what came of it. Newest first.</p>
      {why ? (
        <p class="notice">{why}</p>
      ) : (
        <>
          <RecordFilter />
          <OtherIssues id="record-issues" />
          <Entries />
          <Export />
        </>
      )}
    </>
  );
}

function Entries() {
  const page = record.value;
  return (
    <>
      <p role="status">{busy.value === "reading" ? "Reading…" : page && summaryOf(page)}</p>
      {page && page.entries.length > 0 && (
        <ol class="entries" aria-label="Entries">
          {page.entries.map((entry) => (
            <Row key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      <p class="acts">
        {page?.next !== undefined && (
          <button type="button" aria-disabled={busy.value !== ""} onClick={moreRecord}>
            Show older ones
          </button>
        )}
        <button
          type="button"
          aria-disabled={busy.value !== ""}
          onClick={() => filterRecord(filter.value)}
        >
          Read again
        </button>
      </p>
    </>
  );
}

function summaryOf({ entries, next }: NonNullable<typeof record.value>) {
  const { length } = entries;
  if (length === 0) return "No entry is like that.";
  const entriesShown = length === 1 ? "1 entry" : `${length} entries`;
  return next === undefined ? `${entriesShown}.` : `The newest ${entriesShown}.`;
}

function Row({ entry }: { entry: Entry }) {
  const { seq, time, actor, action, target, details, origin, answer, proof, hash } = entry;
  const rest = { action, target, details, answer, proof, origin, hash };
  return (
    <li data-action={action}>
      <Moment time={time} /> <strong>{actor.id}</strong>
      <p>{sentenceOf(entry)}</p>
      <details>
        <summary>Entry {seq}</summary>
        <pre>{JSON.stringify({ actor, ...rest }, null, 2)}</pre>
      </details>
    </li>
  );
}

function Export() {
  const file = exported.value || "record.jsonl";
  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title">Export</h2>
      <p>
        The whole record as JSON lines, each bound to the one before by its hash, the head last.
        Whether such a file is whole and unchanged is checked offline:
      </p>
      <pre>npx certcentral-revoke verify {file}</pre>
      <p class="hint">
        With <code>--public-key</code> and the key of the gateway's record the signature is checked
        too; without it, whoever could write the file could have made it up.
      </p>
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={exportRecord}>
          Export the record
        </button>{" "}
        <span role="status">{exported.value && `Saved as ${exported.value}.`}</span>
      </p>
    </section>
  );
}

// The audit log: every decision and change in the gateway, with its result.

import { busy } from "../app/calls";
import { denialReason } from "../session/session";
import { OtherIssues } from "../shared/issues";
import { Moment } from "../shared/moment";
import { UserText } from "../shared/user-text";
import { AuditLogFilter } from "./filter";
import {
  applyFilter,
  auditLog,
  type Entry,
  exportAuditLog,
  exportedFile,
  filter,
  loadOlder,
} from "./log";
import { OrderAnswer } from "./order-answer";
import { entrySentence } from "./sentence";
import { AuditStatusSection } from "./status";

export function AuditLogView() {
  const denial = denialReason("auditLog");
  return (
    <>
      <h1 tabIndex={-1}>Audit log</h1>
      <p>Every request, decision and change in this gateway, with its result. Newest first.</p>
      {denial ? (
        <p class="notice">{denial}</p>
      ) : (
        <>
          <AuditLogFilter />
          <OtherIssues id="audit-log-issues" />
          <OrderAnswer />
          <Entries />
          <AuditStatusSection />
          <Export />
        </>
      )}
    </>
  );
}

function Entries() {
  const page = auditLog.value;
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
      <p class="actions">
        {page?.next !== undefined && (
          <button type="button" aria-disabled={busy.value !== ""} onClick={loadOlder}>
            Show older entries
          </button>
        )}
        <button
          type="button"
          aria-disabled={busy.value !== ""}
          onClick={() => applyFilter(filter.value)}
        >
          Refresh
        </button>
      </p>
    </>
  );
}

function summaryOf({ entries, next }: NonNullable<typeof auditLog.value>) {
  const { length } = entries;
  if (length === 0) return "No entries match these filters.";
  const count = length === 1 ? "1 entry" : `${length} entries`;
  return next === undefined ? `${count}.` : `The newest ${count}.`;
}

function Row({ entry }: { entry: Entry }) {
  const { seq, time, actor, action, target, details, origin, answer, proof, hash } = entry;
  const rest = { action, target, details, answer, proof, origin, hash };
  return (
    <li data-action={action}>
      <Moment time={time} />{" "}
      <strong>
        <UserText>{actor.id}</UserText>
      </strong>
      <p>
        <UserText>{entrySentence(entry)}</UserText>
      </p>
      <details>
        <summary>Entry {seq}</summary>
        <pre>{escapeInvisible(JSON.stringify({ actor, ...rest }, null, 2))}</pre>
      </details>
    </li>
  );
}

/** JSON escapes control characters itself, but no characters that reorder text. */
const escapeInvisible = (json: string) =>
  json.replace(/\p{Cf}/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );

function Export() {
  const file = exportedFile.value || "audit-log.jsonl";
  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title">Export</h2>
      <p>
        The complete audit log as JSON lines. Each entry contains the hash of the previous entry,
        and the last line contains the final hash. To check offline that the file is complete and
        unchanged, run:
      </p>
      <pre>npx certcentral-revoke verify {file} --public-key audit-log.pub</pre>
      <p class="hint">
        <code>audit-log.pub</code> is the public key of this gateway's audit log. Without a verified
        signature the command fails, because anyone who can write the file could have forged it.
      </p>
      <p>
        <button type="button" aria-disabled={busy.value !== ""} onClick={exportAuditLog}>
          Export the audit log
        </button>{" "}
        <span role="status">{exportedFile.value && `Saved as ${exportedFile.value}.`}</span>
      </p>
    </section>
  );
}

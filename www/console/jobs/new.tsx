// The form for a new list: a file or pasted text. The gateway validates the content.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, isChanging, showIssue } from "../app/calls";
import { denialReason } from "../session/session";
import { FieldIssues, isInvalid, OtherIssues } from "../shared/issues";
import { type ListUpload, rejected, uploadList } from "./actions";
import { DropZone } from "./drop-zone";
import { listJobs } from "./jobs";
import { RowIssues } from "./row-issues";

/** The fields that show their own issues. */
const FIELDS = ["name", "list"];

export function NewJobView() {
  const name = useSignal("");
  const pasted = useSignal("");
  const isIds = useSignal(true);
  const file = useSignal<File | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const denial = denialReason("mass");
  const disabled = denial !== "" || busy.value !== "";
  const rejectedList = rejected.value;
  useLayoutEffect(() => {
    // The issues are below the form, possibly out of sight.
    if (rejectedList) document.querySelector<HTMLElement>("#rejected-title")?.focus();
  }, [rejectedList]);

  const selectFile = (chosen: File) => {
    file.value = chosen;
    rejected.value = undefined;
    if (!name.value.trim()) name.value = chosen.name.replace(/\.\w+$/, "");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (disabled) return;
    const list = uploadOf(file.value, pasted.value, isIds.value);
    if (!list) return showIssue("list", "Drop or choose a file, or paste the orders.");
    if (!name.value.trim()) {
      showIssue("name", "Enter a name for the list, for example the incident number.");
      input.current?.focus();
      return;
    }
    uploadList({ ...list, name: name.value.trim() });
  };

  return (
    <>
      <h1 tabIndex={-1}>New list</h1>
      <p>Uploading sends nothing to DigiCert. You'll see a plan first.</p>
      {denial && <p class="notice">{denial}</p>}
      <form onSubmit={submit} noValidate>
        <DropZone file={file.value} onFile={selectFile} />
        {file.value ? (
          <p>
            <button
              type="button"
              onClick={() => {
                file.value = undefined;
              }}
            >
              Remove {file.value.name}
            </button>
          </p>
        ) : (
          <Paste pasted={pasted} isIds={isIds} />
        )}
        <FieldIssues field="list" id="list-issues" />
        <label for="list-name">List name</label>
        <input
          id="list-name"
          ref={input}
          autocomplete="off"
          maxLength={200}
          value={name.value}
          aria-describedby="list-name-issues"
          aria-invalid={isInvalid("name")}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="name" id="list-name-issues" />
        <OtherIssues id="new-issues" fields={FIELDS} />
        <p class="actions">
          <button type="submit" class="primary" aria-disabled={disabled}>
            Upload the list
          </button>
          <button type="button" aria-disabled={isChanging()} onClick={listJobs}>
            Back to lists
          </button>
        </p>
        <p class="hint" role="status">
          {isChanging() && "Uploading and checking the list…"}
        </p>
      </form>
      {rejectedList && <RowIssues rejected={rejectedList} />}
      <Columns />
    </>
  );
}

function uploadOf(
  file: File | undefined,
  pasted: string,
  isIds: boolean,
): Omit<ListUpload, "name"> | undefined {
  if (file) return { body: file, source: file.name };
  if (!pasted.trim()) return undefined;
  const body = new Blob([pasted], { type: "text/plain" });
  return { body, source: "The pasted text", ...(isIds ? { format: "ids" } : {}) };
}

interface PasteProps {
  pasted: { value: string };
  isIds: { value: boolean };
}

function Paste({ pasted, isIds }: PasteProps) {
  const kinds = [
    [true, "Order IDs", "Separated by spaces, commas, semicolons or new lines."],
    [false, "CSV or JSON lines", "CSV with a header, or one JSON object per line."],
  ] as const;
  return (
    <>
      <label for="pasted">Or paste the orders</label>
      <textarea
        id="pasted"
        rows={5}
        spellcheck={false}
        value={pasted.value}
        aria-describedby="list-issues"
        aria-invalid={isInvalid("list")}
        onInput={(event) => {
          pasted.value = event.currentTarget.value;
        }}
      />
      <fieldset>
        <legend>Format</legend>
        {kinds.map(([value, label, meaning]) => (
          <label class="choice" key={label}>
            <input
              type="radio"
              name="pasted-kind"
              checked={isIds.value === value}
              onChange={() => {
                isIds.value = value;
              }}
            />
            <span>
              <strong>{label}</strong> <span class="hint">{meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

function Columns() {
  return (
    <details>
      <summary>List format</summary>
      <p>
        A header names the columns. Only <code>order_id</code> is required. Without a header, each
        line is an order ID.
      </p>
      <pre>{EXAMPLE}</pre>
      <p>
        <code>reason</code> and <code>comment</code> override the settings of the list for that
        order. <code>priority</code> is from 0 to 9, and 9 is sent first. <code>replaced</code> is
        yes or no. Other columns are ignored; the list shows which. JSON lines use the same names.
      </p>
    </details>
  );
}

const EXAMPLE = `order_id,reason,comment,priority,replaced
123456789,keyCompromise,INC-4711,9,yes
123456790,,,0,no`;

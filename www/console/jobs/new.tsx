// A new list: dropped, chosen or pasted. The gateway reads it; here nobody looks into it.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, isChanging, say } from "../app/calls";
import { barred } from "../session/session";
import { FieldIssues, isWrong, OtherIssues } from "../shared/issues";
import { type Given, giveList, rejected } from "./actions";
import { DropArea } from "./drop-zone";
import { listJobs } from "./jobs";
import { RowIssues } from "./row-issues";

const OWN = ["name", "list"];

export function NewJobView() {
  const name = useSignal("");
  const pasted = useSignal("");
  const isIds = useSignal(true);
  const file = useSignal<File | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const why = barred("mass");
  const off = why !== "" || busy.value !== "";
  const wrong = rejected.value;
  useLayoutEffect(() => {
    // What is wrong stands below the form, and has to be seen.
    if (wrong) document.querySelector<HTMLElement>("#rejected-title")?.focus();
  }, [wrong]);

  const take = (chosen: File) => {
    file.value = chosen;
    rejected.value = undefined;
    if (!name.value.trim()) name.value = chosen.name.replace(/\.\w+$/, "");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (off) return;
    const list = givenBy(file.value, pasted.value, isIds.value);
    if (!list) return say("list", "Drop or choose a file, or paste the orders.");
    if (!name.value.trim()) {
      say("name", "Give the list a name, for example the number of the incident.");
      input.current?.focus();
      return;
    }
    giveList({ ...list, name: name.value.trim() });
  };

  return (
    <>
      <h1 tabIndex={-1}>New list</h1>
      <p>Nothing is sent to DigiCert by giving a list. First you see what it would do.</p>
      {why && <p class="notice">{why}</p>}
      <form onSubmit={submit} noValidate>
        <DropArea file={file.value} onFile={take} />
        {file.value ? (
          <p>
            <button
              type="button"
              onClick={() => {
                file.value = undefined;
              }}
            >
              Take {file.value.name} away
            </button>
          </p>
        ) : (
          <Paste pasted={pasted} isIds={isIds} />
        )}
        <FieldIssues field="list" id="list-issues" />
        <label for="list-name">Name of the list</label>
        <input
          id="list-name"
          ref={input}
          autocomplete="off"
          maxLength={200}
          value={name.value}
          aria-describedby="list-name-issues"
          aria-invalid={isWrong("name")}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="name" id="list-name-issues" />
        <OtherIssues id="new-issues" fields={OWN} />
        <p class="acts">
          <button type="submit" class="primary" aria-disabled={off}>
            Check the list
          </button>
          <button type="button" aria-disabled={isChanging()} onClick={listJobs}>
            Back to the lists
          </button>
        </p>
        <p class="hint" role="status">
          {isChanging() && "The gateway reads the list…"}
        </p>
      </form>
      {wrong && <RowIssues rejected={wrong} />}
      <Columns />
    </>
  );
}

function givenBy(
  file: File | undefined,
  pasted: string,
  isIds: boolean,
): Omit<Given, "name"> | undefined {
  if (file) return { body: file, source: file.name };
  if (!pasted.trim()) return undefined;
  const body = new Blob([pasted], { type: "text/plain" });
  return { body, source: "what was pasted", ...(isIds ? { format: "ids" } : {}) };
}

interface PasteProps {
  pasted: { value: string };
  isIds: { value: boolean };
}

function Paste({ pasted, isIds }: PasteProps) {
  const kinds = [
    [true, "Order ids", "Between blanks, commas, semicolons or line breaks."],
    [false, "Rows of a file", "CSV with a header, or JSON lines."],
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
        aria-invalid={isWrong("list")}
        onInput={(event) => {
          pasted.value = event.currentTarget.value;
        }}
      />
      <fieldset>
        <legend>What is pasted</legend>
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
      <summary>What a list may say</summary>
      <p>
        A header names the columns; only <code>order_id</code> is needed. Without a header, each
        line is an order id.
      </p>
      <pre>{EXAMPLE}</pre>
      <p>
        <code>reason</code> and <code>comment</code> stand above those of the whole list,{" "}
        <code>priority</code> is from 0 to 9, and 9 goes first. Other columns are ignored, and you
        are told which. JSON lines have the same names.
      </p>
    </details>
  );
}

const EXAMPLE = `order_id,reason,comment,priority,replaced
123456789,keyCompromise,INC-4711,9,yes
123456790,,,0,no`;

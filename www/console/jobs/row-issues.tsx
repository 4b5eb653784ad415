// Every row of a list that is wrong, and what would be right; to copy or save for whoever made the list.

import { useSignal } from "@preact/signals";
import type { RowIssue } from "certcentral-revoke/mass";
import { number } from "../shared/labels";
import { save } from "../shared/save";
import type { Rejected } from "./actions";
import { Windowed } from "./virtual-table";

const ROW_PX = 68;

export function RowIssues({ rejected: { rows, total, source } }: { rejected: Rejected }) {
  const told = useSignal("");
  const text = () => `${rows.map(lineOf).join("\n")}\n`;
  const copy = async () => {
    told.value = await navigator.clipboard.writeText(text()).then(
      () => "Copied.",
      () => "The browser does not allow copying here. Save them instead.",
    );
  };
  return (
    <section class="notice danger" aria-labelledby="rejected-title" data-rejected>
      <h2 id="rejected-title" tabIndex={-1}>
        Nothing was taken of {source}: {number(total)} {total === 1 ? "thing is" : "things are"}{" "}
        wrong
      </h2>
      <p>
        Put these right in the list and give it again. A list is taken whole or not at all.
        {rows.length < total && ` The first ${number(rows.length)} are shown.`}
      </p>
      <Windowed
        label="Rows that are wrong"
        columns={["Where", "Field", "What is wrong, and what would be right"]}
        kind="issues"
        count={rows.length}
        rowPx={ROW_PX}
        row={(at) => {
          const issue = rows[at];
          return issue ? <Cells issue={issue} /> : null;
        }}
      />
      <p class="acts">
        <button type="button" onClick={copy}>
          Copy them
        </button>
        <button
          type="button"
          onClick={() => {
            save(new Blob([text()], { type: "text/plain" }), "rows-that-are-wrong.txt");
            told.value = "Saved as rows-that-are-wrong.txt.";
          }}
        >
          Save them
        </button>
        <span role="status">{told.value}</span>
      </p>
    </section>
  );
}

function Cells({ issue: { line, column, field, message } }: { issue: RowIssue }) {
  return (
    <>
      <td>
        Line {number(line)}
        {column !== undefined && <span class="hint"> column {column}</span>}
      </td>
      <td>
        <code>{field}</code>
      </td>
      <td title={message}>
        <span class="clamp">{message}</span>
      </td>
    </>
  );
}

const lineOf = ({ line, column, field, message }: RowIssue) =>
  `line ${line}${column === undefined ? "" : `, column ${column}`}, ${field}: ${message}`;

// The issues of a rejected list by row, to copy or to download.

import { useSignal } from "@preact/signals";
import type { RowIssue } from "certcentral-revoke/mass";
import { formatNumber, plural } from "../shared/format";
import { save } from "../shared/save";
import type { RejectedList } from "./actions";
import { VirtualTable } from "./virtual-table";

const ROW_PX = 68;
const FILE_NAME = "list-errors.txt";

export function RowIssues({ rejected: { rows, total, source } }: { rejected: RejectedList }) {
  const message = useSignal("");
  const text = () => `${rows.map(lineOf).join("\n")}\n`;
  const copy = async () => {
    message.value = await navigator.clipboard.writeText(text()).then(
      () => "Copied.",
      () => "The browser doesn't allow copying here. Download the errors instead.",
    );
  };
  return (
    <section class="notice danger" aria-labelledby="rejected-title" data-rejected>
      <h2 id="rejected-title" tabIndex={-1}>
        {source} wasn't imported: {plural(total, "error")}
      </h2>
      <p>
        Fix these rows and upload the list again. Nothing is imported until every row is valid.
        {rows.length < total && ` The first ${formatNumber(rows.length)} errors are shown.`}
      </p>
      <VirtualTable
        label="Rows with errors"
        columns={["Row", "Field", "Error"]}
        kind="issues"
        count={rows.length}
        rowPx={ROW_PX}
        row={(index) => {
          const issue = rows[index];
          return issue ? <Cells issue={issue} /> : null;
        }}
      />
      <p class="actions">
        <button type="button" onClick={copy}>
          Copy errors
        </button>
        <button
          type="button"
          onClick={() => {
            save(new Blob([text()], { type: "text/plain" }), FILE_NAME);
            message.value = `Saved as ${FILE_NAME}.`;
          }}
        >
          Download errors
        </button>
        <span role="status">{message.value}</span>
      </p>
    </section>
  );
}

function Cells({ issue: { line, column, field, message } }: { issue: RowIssue }) {
  return (
    <>
      <td>
        Line {formatNumber(line)}
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

// Downloads of the report and the journal, and the command that verifies them offline.

import { signal } from "@preact/signals";
import { busy, runCall } from "../app/calls";
import { requestGateway } from "../app/gateway";
import { save } from "../shared/save";
import { pathOf } from "./jobs";

const FILES = [
  { file: "report.csv", label: "Report as CSV" },
  { file: "report.json", label: "Report as JSON" },
  { file: "journal.jsonl", label: "Journal" },
] as const;

/** The file name of the last download. */
const savedFile = signal("");

const exportFile = (id: string, name: string, file: string) =>
  runCall("reading", async () => {
    savedFile.value = "";
    const content = await (await requestGateway(`${pathOf(id)}/${file}`)).blob();
    const parts = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["list"];
    const fileName = `${parts.join("-")}-${file}`;
    save(content, fileName);
    savedFile.value = fileName;
  });

export function Exports({ id, name }: { id: string; name: string }) {
  return (
    <section aria-labelledby="exports-title">
      <h2 id="exports-title">Download</h2>
      <p class="actions">
        {FILES.map(({ file, label }) => (
          <button
            key={file}
            type="button"
            aria-disabled={busy.value !== ""}
            onClick={() => exportFile(id, name, file)}
          >
            {label}
          </button>
        ))}
      </p>
      <p role="status">{savedFile.value && `Saved as ${savedFile.value}.`}</p>
      <p class="hint">
        The journal contains every intent and its result. The report names the journal line and the
        audit log entry for every order. To check offline that the report, the journal and the
        exported audit log are complete, unchanged and consistent, run:
      </p>
      <pre>
        npx certcentral-revoke verify audit-log.jsonl --public-key audit-log.pub --journal
        journal.jsonl --report report.json
      </pre>
    </section>
  );
}

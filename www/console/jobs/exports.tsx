// The report and the journal as files, and how they are checked without this gateway.

import { signal } from "@preact/signals";
import { busy, once } from "../app/calls";
import { ask } from "../app/gateway";
import { save } from "../shared/save";
import { pathOf } from "./jobs";

const FILES = [
  { file: "report.csv", label: "Report as CSV" },
  { file: "report.json", label: "Report as JSON" },
  { file: "journal.jsonl", label: "Journal" },
] as const;

/** The name under which the last one was saved. */
const saved = signal("");

const exportFile = (id: string, name: string, file: string) =>
  once("reading", async () => {
    saved.value = "";
    const content = await (await ask(`${pathOf(id)}/${file}`)).blob();
    const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["list"];
    const as = `${words.join("-")}-${file}`;
    save(content, as);
    saved.value = as;
  });

export function Exports({ id, name }: { id: string; name: string }) {
  return (
    <section aria-labelledby="exports-title">
      <h2 id="exports-title">Take it with you</h2>
      <p class="acts">
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
      <p role="status">{saved.value && `Saved as ${saved.value}.`}</p>
      <p class="hint">
        The journal has every intent and what came of it. The report names, for every order, the
        line of the journal and the entry of the record that stand for it. Together with the export
        of the record, whether all of them are whole, unchanged and say the same is checked offline:
      </p>
      <pre>
        npx certcentral-revoke verify record.jsonl --journal journal.jsonl --report report.json
      </pre>
    </section>
  );
}

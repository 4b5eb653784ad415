// The place where a file is dropped or chosen. A drop anywhere on the page counts: nobody shall lose the page by missing
// the frame, and no browser shall open the file instead.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface DropAreaProps {
  file: File | undefined;
  onFile: (file: File) => void;
}

export function DropArea({ file, onFile }: DropAreaProps) {
  const isOver = useSignal(false);
  const taker = useRef(onFile);
  taker.current = onFile;
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isOver.value = event.type === "dragover";
      const [dropped] = event.dataTransfer.files;
      if (event.type === "drop" && dropped) taker.current(dropped);
    };
    const left = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    addEventListener("dragover", over, { signal });
    addEventListener("drop", over, { signal });
    addEventListener("dragleave", left, { signal });
    return () => ending.abort();
  }, []);
  return (
    <div class="drop" data-over={isOver.value}>
      <p>
        <strong>{file ? file.name : "Drop a file here"}</strong>
        {file && <span class="hint"> {sizeOf(file.size)}</span>}
      </p>
      <label for="list-file">
        {file ? "Choose another file" : "Or choose one: CSV or JSON lines, UTF-8, up to 32 MiB"}
      </label>
      <input
        id="list-file"
        type="file"
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,text/plain,application/jsonl"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) onFile(chosen);
        }}
      />
    </div>
  );
}

function sizeOf(bytes: number) {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(0)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

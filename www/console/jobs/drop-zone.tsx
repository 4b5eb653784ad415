// The choice of a file. Accepts a drop anywhere on the page, so that a near miss does not navigate away.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface DropZoneProps {
  file: File | undefined;
  onFile: (file: File) => void;
}

export function DropZone({ file, onFile }: DropZoneProps) {
  const isDragging = useSignal(false);
  const handler = useRef(onFile);
  handler.current = onFile;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const onDrag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isDragging.value = event.type === "dragover";
      const [dropped] = event.dataTransfer.files;
      if (event.type === "drop" && dropped) handler.current(dropped);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) isDragging.value = false;
    };
    addEventListener("dragover", onDrag, { signal });
    addEventListener("drop", onDrag, { signal });
    addEventListener("dragleave", onLeave, { signal });
    return () => controller.abort();
  }, []);
  return (
    <div class="drop" data-over={isDragging.value}>
      <p>
        <strong>{file ? file.name : "Drop a file here"}</strong>
        {file && <span class="hint"> {sizeText(file.size)}</span>}
      </p>
      <label for="list-file">
        {file ? "Choose another file" : "Or choose a file: CSV or JSON lines, UTF-8, up to 32 MiB"}
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

function sizeText(bytes: number) {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(0)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

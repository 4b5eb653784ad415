// A note in some words, with what is wrong with it.

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { FieldIssues, isWrong } from "./issues";

interface NoteProps {
  id: string;
  /** What the gateway or the core calls it. */
  field: string;
  label: string;
  text: Signal<string>;
  rows?: number;
  /** What explains it, with the id `${id}-hint`. */
  children?: ComponentChildren;
}

export function Note({ id, field, label, text, rows = 2, children }: NoteProps) {
  const issues = `${id}-issues`;
  return (
    <>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={text.value}
        aria-describedby={children ? `${id}-hint ${issues}` : issues}
        aria-invalid={isWrong(field)}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      {children}
      <FieldIssues field={field} id={issues} />
    </>
  );
}

// A labelled text area with its issues.

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { FieldIssues, isInvalid } from "./issues";

interface NoteProps {
  id: string;
  /** The field name in issues of the gateway or the client. */
  field: string;
  label: string;
  text: Signal<string>;
  rows?: number;
  /** The hint. Its element must have the id `${id}-hint`. */
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
        aria-invalid={isInvalid(field)}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      {children}
      <FieldIssues field={field} id={issues} />
    </>
  );
}

// Shows issues next to their field, and all other issues in one place.

import type { Issue } from "certcentral-revoke";
import { issues } from "../app/calls";

export function FieldIssues({ field, id }: { field: string; id: string }) {
  return <Alert id={id} issues={issues.value.filter((issue) => issue.field === field)} />;
}

/** Every issue whose field is not in `fields`, so that none stays hidden. */
export function OtherIssues({ id, fields = [] }: { id: string; fields?: readonly string[] }) {
  return <Alert id={id} issues={issues.value.filter(({ field }) => !fields.includes(field))} />;
}

export const isInvalid = (field: string) => issues.value.some((issue) => issue.field === field);

function Alert({ id, issues }: { id: string; issues: readonly Issue[] }) {
  return (
    <div id={id} role="alert" class={issues.length > 0 ? "issue" : undefined}>
      {issues.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

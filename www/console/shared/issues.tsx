// What is wrong, said beside its field; what has no field of its own, said once for all.

import type { Issue } from "certcentral-revoke";
import { issues } from "../app/calls";

export function FieldIssues({ field, id }: { field: string; id: string }) {
  return <Said id={id} issues={issues.value.filter((issue) => issue.field === field)} />;
}

/** Every issue whose field is not one of these: none may stay unseen. */
export function OtherIssues({ id, fields = [] }: { id: string; fields?: readonly string[] }) {
  return <Said id={id} issues={issues.value.filter(({ field }) => !fields.includes(field))} />;
}

export const isWrong = (field: string) => issues.value.some((issue) => issue.field === field);

function Said({ id, issues }: { id: string; issues: readonly Issue[] }) {
  return (
    <div id={id} role="alert" class={issues.length > 0 ? "issue" : undefined}>
      {issues.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

// What is wrong with a field, said beside it.

import { issues } from "./model";

export function FieldIssues({ field, id }: { field: string; id: string }) {
  const own = issues.value.filter((issue) => issue.field === field);
  return (
    <div id={id} role="alert" class={own.length > 0 ? "issue" : undefined}>
      {own.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

// The dialog that requests a break-glass revocation.

import { useSignal } from "@preact/signals";
import { busy, isChanging, showIssue } from "../app/calls";
import { Cancel, Dialog } from "../shared/dialog";
import { plural } from "../shared/format";
import { OtherIssues } from "../shared/issues";
import { Note } from "../shared/note";
import { type BreakGlass, breakGlass, closeBreakGlass, requestBreakGlass } from "./break-glass";

export function BreakGlassDialog() {
  const now = breakGlass.value;
  return now ? <BreakGlassForm what={now} /> : null;
}

function BreakGlassForm({ what }: { what: BreakGlass }) {
  const justification = useSignal("");
  const target = targetOf(what);
  const submit = () => {
    const text = justification.value.trim();
    if (text) requestBreakGlass(what, text);
    else showIssue("justification", "Enter a justification. The second person decides by it.");
  };
  return (
    <Dialog title={`Break glass: revoke ${target}?`} onSubmit={submit} onClose={closeBreakGlass}>
      <div class="notice danger break-glass">
        <p>
          <strong>This passes the revocation limit,</strong> which protects against mass revocation
          by mistake or by an attacker.
        </p>
        <ul>
          <li>A second person must approve it. Nothing is sent to DigiCert before that.</li>
          <li>The audit log records it prominently, and the webhooks are notified.</li>
          <li>It does not pass holds, or the stop of all revocations.</li>
        </ul>
      </div>
      <Note
        id="justification"
        field="justification"
        label="Justification"
        text={justification}
        rows={3}
      />
      <OtherIssues id="break-glass-issues" fields={["justification"]} />
      <p class="actions">
        <Cancel onClose={closeBreakGlass} label="Go back" />
        <button type="submit" class="danger" aria-disabled={busy.value !== ""}>
          Break glass: request to revoke {target}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && "Sent. Waiting for the gateway…"}
      </p>
    </Dialog>
  );
}

function targetOf(what: BreakGlass): string {
  switch (what.kind) {
    case "order":
      return `order ${what.orderId}`;
    case "job":
      return `the ${plural(what.count, "order")} of ${what.name}`;
    default:
      return what satisfies never;
  }
}

// Who looks at it first, and what becomes of the comment: the two hang together.

import type { Signal } from "@preact/signals";
import { barred } from "../session/session";
import { FieldIssues } from "../shared/issues";
import { Note } from "../shared/note";

interface ApprovalProps {
  comment: Signal<string>;
  skip: Signal<boolean>;
}

export function ApprovalFields({ comment, skip }: ApprovalProps) {
  const lost = skip.value && comment.value !== "";
  const why = barred("skipApproval");
  return (
    <>
      <Note
        id="comment"
        field="comment"
        label="Comment for the approver (optional)"
        text={comment}
        rows={3}
      >
        <p id="comment-hint" class={lost ? "hint strong" : "hint"}>
          {skip.value
            ? "DigiCert will not store it, because the approval is skipped. The record of this gateway does."
            : "DigiCert stores it with the request."}
        </p>
      </Note>

      <fieldset aria-describedby="skip-issues">
        <legend>Approval</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={skip.value}
            aria-disabled={why !== ""}
            aria-describedby={why ? "skip-why" : undefined}
            onClick={(event) => {
              if (why) event.preventDefault();
            }}
            onChange={(event) => {
              skip.value = event.currentTarget.checked && !why;
            }}
          />
          <span>
            <strong>Skip the approval and revoke now</strong>{" "}
            <span class="hint">
              No second person looks at it: your click alone ends the certificates. DigiCert keeps
              no comment. Needs a key with admin privileges.
            </span>
            {why && (
              <span id="skip-why" class="hint strong">
                {why}
              </span>
            )}
          </span>
        </label>
        <p class="hint">
          Left off, DigiCert makes a request, and nothing is revoked until an administrator approves
          it.
        </p>
        <FieldIssues field="skipApproval" id="skip-issues" />
      </fieldset>
    </>
  );
}

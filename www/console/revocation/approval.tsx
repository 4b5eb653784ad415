// The approval and the comment. They are one part because DigiCert discards the comment when approval is skipped.

import type { Signal } from "@preact/signals";
import { denialReason } from "../session/session";
import { FieldIssues } from "../shared/issues";
import { Note } from "../shared/note";

interface ApprovalProps {
  comment: Signal<string>;
  skip: Signal<boolean>;
}

export function ApprovalFields({ comment, skip }: ApprovalProps) {
  const isCommentDropped = skip.value && comment.value !== "";
  const denial = denialReason("skipApproval");
  return (
    <>
      <Note
        id="comment"
        field="comment"
        label="Comment for the approver (optional)"
        text={comment}
        rows={3}
      >
        <p id="comment-hint" class={isCommentDropped ? "hint strong" : "hint"}>
          {skip.value
            ? "DigiCert doesn't store comments when approval is skipped. Yours is saved in the audit log."
            : "DigiCert stores the comment with the request."}
        </p>
      </Note>

      <fieldset aria-describedby="skip-issues">
        <legend>Approval</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={skip.value}
            aria-disabled={denial !== ""}
            aria-describedby={denial ? "skip-denial" : undefined}
            onClick={(event) => {
              if (denial) event.preventDefault();
            }}
            onChange={(event) => {
              skip.value = event.currentTarget.checked && !denial;
            }}
          />
          <span>
            <strong>Skip approval and revoke now</strong>{" "}
            <span class="hint">
              No one else reviews this. The certificates are revoked as soon as you click. Needs an
              API key with admin privileges.
            </span>
            {denial && (
              <span id="skip-denial" class="hint strong">
                {denial}
              </span>
            )}
          </span>
        </label>
        <p class="hint">
          If you leave this off, DigiCert creates a request. Nothing is revoked until an
          administrator approves it.
        </p>
        <FieldIssues field="skipApproval" id="skip-issues" />
      </fieldset>
    </>
  );
}

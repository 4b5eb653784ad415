// The last question before a request is approved or rejected.

import { useSignal } from "@preact/signals";
import type { ApprovalRequest, Decision } from "certcentral-revoke";
import { useLayoutEffect, useRef } from "preact/hooks";
import { busy, isChanging, say } from "./calls";
import { Certificates } from "./certificates";
import { asked, decide, isRevoke, takeBack } from "./deciding";
import { FieldIssues, isWrong, OtherIssues } from "./issues";
import { Progress } from "./progress";
import { mayGoOn } from "./radius";
import { REQUEST_TYPES } from "./words";

export function DecideDialog() {
  const now = asked.value;
  return now ? <Question key={now.request.id + now.decision} {...now} /> : null;
}

function Question({ request, decision }: { request: ApprovalRequest; decision: Decision }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const comment = useSignal("");
  const { id, orderId, type = "" } = request;
  const approves = decision === "approved";
  const revokes = approves && isRevoke(request);
  const known = !revokes || !orderId || mayGoOn.value;

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed, not only taken away: so the focus goes back to where it came from.
    return () => shown?.close();
  }, []);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (known) decide(request, decision, comment.value);
    else say("reach", "Wait until the certificates are read, or tick the box above.");
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby="decide-title"
      onCancel={(event) => {
        if (isChanging()) event.preventDefault();
      }}
      onClose={() => {
        if (!isChanging()) takeBack();
      }}
    >
      <form onSubmit={submit} noValidate>
        <h2 id="decide-title" tabIndex={-1} autofocus>
          {approves ? "Approve" : "Reject"} request {id}?
        </h2>
        <p class={revokes ? "notice danger" : undefined}>
          <Consequence request={request} decision={decision} />
        </p>
        {revokes && orderId && <Certificates orderId={orderId} about={id} />}
        <label for="decision-comment">A note with your decision (optional)</label>
        <textarea
          id="decision-comment"
          rows={2}
          value={comment.value}
          aria-describedby="decision-comment-issues"
          aria-invalid={isWrong("processorComment")}
          onInput={(event) => {
            comment.value = event.currentTarget.value;
          }}
        />
        <FieldIssues field="processorComment" id="decision-comment-issues" />
        <OtherIssues id="decision-issues" fields={["processorComment", "reach"]} />
        <p class="acts">
          <button
            type="button"
            aria-disabled={isChanging()}
            onClick={() => isChanging() || takeBack()}
          >
            Cancel
          </button>
          <button
            type="submit"
            class={revokes ? "danger" : "primary"}
            aria-disabled={!known || busy.value !== ""}
          >
            {approves ? "Approve" : "Reject"}{" "}
            {revokes && orderId ? `and revoke order ${orderId}` : `request ${id}`}
          </button>
        </p>
        <p class="hint" role="status">
          {isChanging() && <Progress />}
          {!known && "The button works once the certificates are read, or the box above is ticked."}
        </p>
      </form>
    </dialog>
  );

  function Consequence({ request, decision }: { request: ApprovalRequest; decision: Decision }) {
    const { commonName } = request;
    const order = `${orderId ? `order ${orderId}` : "its order"}${commonName ? ` (${commonName})` : ""}`;
    if (decision === "rejected")
      return isRevoke(request) ? (
        <>Nothing is revoked: {order} stays as it is, and the request is closed.</>
      ) : (
        <>The request is closed, and DigiCert does not go on with it.</>
      );
    if (isRevoke(request))
      return (
        <>
          <strong>Approving revokes {order}, every certificate on it.</strong> It cannot be undone.
        </>
      );
    const kind = REQUEST_TYPES.get(type) ?? type;
    return <>This request is of the type “{kind}” and revokes nothing. DigiCert goes on with it.</>;
  }
}

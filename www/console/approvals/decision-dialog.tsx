// The dialog that confirms a decision about a request of CertCentral.

import { useSignal } from "@preact/signals";
import { busy, isChanging, showIssue } from "../app/calls";
import { mayContinue } from "../orders/blast-radius";
import { Certificates } from "../orders/certificates";
import { Progress } from "../revocation/progress";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { REQUEST_TYPES } from "../shared/labels";
import { Note } from "../shared/note";
import { closeDecision, decide, isRevoke, pendingDecision } from "./decide";
import type { DecisionInput } from "./types";

export function DecisionDialog() {
  const now = pendingDecision.value;
  return now ? <DecisionForm key={now.request.id + now.decision} {...now} /> : null;
}

function DecisionForm(input: DecisionInput) {
  const comment = useSignal("");
  const { request, decision } = input;
  const { id, orderId } = request;
  const isApproval = decision === "approved";
  const verb = isApproval ? "Approve" : "Reject";
  const name = `request ${id}`;
  const revokes = isApproval && isRevoke(request);
  const target = revokes && orderId && `order ${orderId}`;
  const isReady = !revokes || !orderId || mayContinue.value;

  const submit = () => {
    if (isReady) decide(input, comment.value);
    else showIssue("certificates", "Wait until the certificates are read, or tick the box above.");
  };

  return (
    <Dialog title={`${verb} ${name}?`} onSubmit={submit} onClose={closeDecision}>
      <p class={revokes ? "notice danger" : undefined}>
        <Consequence {...input} />
      </p>
      {revokes && orderId && <Certificates orderId={orderId} requestId={id} />}
      <Note id="decision-comment" field="processorComment" label="Note (optional)" text={comment} />
      <OtherIssues id="decision-issues" fields={["processorComment", "certificates"]} />
      <p class="actions">
        <Cancel onClose={closeDecision} />
        <button
          type="submit"
          class={revokes ? "danger" : "primary"}
          aria-disabled={!isReady || busy.value !== ""}
        >
          {verb} {target ? `and revoke ${target}` : name}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && <Progress />}
        {!isReady && "Wait until the certificates are read, or tick the box above."}
      </p>
    </Dialog>
  );
}

function Consequence({ request, decision }: DecisionInput) {
  const { orderId, commonName, type = "" } = request;
  const order = `${orderId ? `order ${orderId}` : "its order"}${commonName ? ` (${commonName})` : ""}`;
  if (decision === "rejected")
    return isRevoke(request) ? (
      <>Nothing is revoked: {order} stays unchanged, and the request is closed.</>
    ) : (
      <>The request is closed, and DigiCert doesn't execute it.</>
    );
  if (isRevoke(request))
    return (
      <>
        <strong>Approving revokes {order} with every certificate on it.</strong> This can't be
        undone.
      </>
    );
  const kind = REQUEST_TYPES.get(type) ?? type;
  return (
    <>
      This is a request of the type “{kind}”. It revokes nothing. Approving lets DigiCert execute
      it.
    </>
  );
}

// The last question before a request is approved or rejected.

import { useSignal } from "@preact/signals";
import { busy, isChanging, say } from "../app/calls";
import { mayGoOn } from "../orders/blast-radius";
import { Certificates } from "../orders/certificates";
import { Progress } from "../revocation/progress";
import { Cancel, Dialog } from "../shared/dialog";
import { OtherIssues } from "../shared/issues";
import { REQUEST_TYPES } from "../shared/labels";
import { Note } from "../shared/note";
import { type Asked, asked, decide, isRevoke, takeBack } from "./deciding";
import { ProposalFacts } from "./proposal-facts";
import { targetOf } from "./proposal-labels";

export function DecideDialog() {
  const now = asked.value;
  return now ? <Question key={now.request.id + now.decision} {...now} /> : null;
}

function Question(what: Asked) {
  const comment = useSignal("");
  const { request, decision, proposal } = what;
  const { id, orderId } = request;
  const approves = decision === "approved";
  const act = approves ? "Approve" : "Reject";
  const name = `${proposal ? "proposal" : "request"} ${id}`;
  const revokes = approves && isRevoke(request);
  const target = revokes && (proposal ? targetOf(proposal) : orderId && `order ${orderId}`);
  const known = !revokes || !orderId || mayGoOn.value;

  const submit = () => {
    if (known) decide(what, comment.value);
    else say("reach", "Wait until the certificates are read, or tick the box above.");
  };

  return (
    <Dialog title={`${act} ${name}?`} onSubmit={submit} onLeave={takeBack}>
      <p class={revokes ? "notice danger" : undefined}>
        <Consequence {...what} />
      </p>
      {proposal && <ProposalFacts proposal={proposal} />}
      {revokes && orderId && <Certificates orderId={orderId} about={id} />}
      <Note
        id="decision-comment"
        field="processorComment"
        label="A note with your decision (optional)"
        text={comment}
      />
      <OtherIssues id="decision-issues" fields={["processorComment", "reach"]} />
      <p class="acts">
        <Cancel onLeave={takeBack} />
        <button
          type="submit"
          class={revokes ? "danger" : "primary"}
          aria-disabled={!known || busy.value !== ""}
        >
          {act} {target ? `and revoke ${target}` : name}
        </button>
      </p>
      <p class="hint" role="status">
        {isChanging() && <Progress />}
        {!known && "The button works once the certificates are read, or the box above is ticked."}
      </p>
    </Dialog>
  );
}

function Consequence({ request, decision, proposal }: Asked) {
  const { orderId, commonName, type = "" } = request;
  const order = `${orderId ? `order ${orderId}` : "its order"}${commonName ? ` (${commonName})` : ""}`;
  if (proposal && decision === "rejected")
    return <>Nothing is sent to DigiCert: {targetOf(proposal)} stays as it is.</>;
  if (decision === "rejected")
    return isRevoke(request) ? (
      <>Nothing is revoked: {order} stays as it is, and the request is closed.</>
    ) : (
      <>The request is closed, and DigiCert does not go on with it.</>
    );
  if (proposal?.kind === "job")
    return (
      <>
        <strong>
          Approving starts the run: {targetOf(proposal)} is sent to DigiCert, every certificate on
          them.
        </strong>{" "}
        It can be paused or cancelled; what is revoked by then cannot be undone.
      </>
    );
  if (proposal?.kind === "certificate")
    return (
      <>
        <strong>Approving sends the revocation of {targetOf(proposal)} to DigiCert.</strong> It
        cannot be undone.
      </>
    );
  if (proposal)
    return (
      <>
        <strong>
          Approving sends the revocation of {targetOf(proposal)} to DigiCert, every certificate on
          it.
        </strong>{" "}
        It cannot be undone.
      </>
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

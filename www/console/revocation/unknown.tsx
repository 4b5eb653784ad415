// An unknown outcome: what was sent and read, and a button that reads again. It never offers to send again.

import { UnknownOutcomeError } from "certcentral-revoke";
import type { Failure } from "../app/result";
import { messageOf } from "../shared/error-messages";
import { Facts } from "../shared/facts";
import { PROBLEMS } from "../shared/labels";
import { Panel } from "../shared/panel";
import { Attempts, attemptsOf } from "./attempts";
import { Check } from "./check";

interface UnknownProps {
  title: string;
  /** The open question as a sentence. */
  summary: string;
  /** The content of the change. */
  sent: ReadonlyArray<readonly [name: string, value: string]>;
  failure: Failure;
  target: { orderId: string } | { requestId: string };
}

export function Unknown({ title, summary, sent, failure, target }: UnknownProps) {
  const { error } = failure;
  const attempts = attemptsOf(failure);
  const wasRead = attempts.some(({ method }) => method === "GET");
  const noun = "orderId" in target ? "order" : "request";
  const problem = error instanceof UnknownOutcomeError ? PROBLEMS[error.problem] : undefined;
  return (
    <Panel kind="unknown" title={title}>
      <p>
        {summary} The request was sent, but no clear response arrived
        {wasRead ? `, and reading the ${noun} did not resolve it` : ""}.{" "}
        <strong>Do not send it again. Check the {noun} first.</strong>
      </p>
      <p class="hint">{problem ?? messageOf(error)}</p>
      <Facts rows={sent} />
      <Check target={target} label="Check again" canReopen />
      <Attempts attempts={attempts} open />
    </Panel>
  );
}

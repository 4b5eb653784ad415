// The honest screen: nobody can know yet. What was sent, what was read, and a way to look again; never to send again.

import { UnknownOutcomeError } from "certcentral-revoke";
import { type Failure, messageOf } from "../app/calls";
import { PROBLEMS } from "../shared/labels";
import { Panel } from "../shared/panel";
import { Attempts, attemptsOf } from "./attempts";
import { Check } from "./check";

interface UnknownProps {
  title: string;
  /** What is not known, in a sentence. */
  doubt: string;
  /** What was asked for, by name. */
  sent: ReadonlyArray<readonly [name: string, value: string]>;
  failure: Failure;
  target: { orderId: string } | { requestId: string };
}

export function Unknown({ title, doubt, sent, failure, target }: UnknownProps) {
  const { error } = failure;
  const attempts = attemptsOf(failure);
  const read = attempts.some(({ method }) => method === "GET");
  const what = "orderId" in target ? "order" : "request";
  const problem = error instanceof UnknownOutcomeError ? PROBLEMS[error.problem] : undefined;
  return (
    <Panel kind="unknown" title={title}>
      <p>
        {doubt} The call was sent, no clear answer came
        {read ? `, and reading the ${what} did not settle it` : ""}.{" "}
        <strong>Do not send it again. Check the {what} first.</strong>
      </p>
      <p class="hint">{problem ?? messageOf(error)}</p>
      <dl class="facts">
        {sent.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Check target={target} label="Check again" thenOpen />
      <Attempts attempts={attempts} open />
    </Panel>
  );
}

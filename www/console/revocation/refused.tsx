// A refusal: nothing was changed, the reason, and what to do about it.

import type { CertCentralError, ErrorCode } from "certcentral-revoke";
import { busy } from "../app/calls";
import { adviceFor } from "../shared/advice";
import { messageOf } from "../shared/error-messages";
import { Panel } from "../shared/panel";
import { Attempts } from "./attempts";

interface RefusedProps {
  title: string;
  error: CertCentralError;
  advice: Partial<Record<ErrorCode, string>>;
  back: { label: string; open: () => void };
}

export function Refused({ title, error, advice, back }: RefusedProps) {
  const { errors, attempts } = error;
  const text = adviceFor(advice, error);
  return (
    <Panel kind="refused" title={title}>
      <p>
        <strong>Nothing was changed.</strong>{" "}
        {errors.length > 0 ? "The request was refused:" : "The request was not completed:"}
      </p>
      <ul>
        {errors.map(({ code, message }) => (
          <li key={`${code} ${message}`}>
            {message} <code>{code}</code>
          </li>
        ))}
        {errors.length === 0 && <li>{messageOf(error)}</li>}
      </ul>
      {text && <p>{text}</p>}
      <p>
        <button type="button" class="primary" aria-disabled={busy.value !== ""} onClick={back.open}>
          {back.label}
        </button>
      </p>
      <Attempts attempts={attempts} />
    </Panel>
  );
}

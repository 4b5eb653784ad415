// A clear no: nothing was changed, why, and what to do about it.

import type { CertCentralError, ErrorCode } from "certcentral-revoke";
import { busy } from "../app/calls";
import { adviceOf } from "../shared/labels";
import { Panel } from "../shared/panel";
import { Attempts } from "./attempts";

interface RefusedProps {
  title: string;
  error: CertCentralError;
  advice: Partial<Record<ErrorCode, string>>;
  back: { label: string; go: () => void };
}

export function Refused({ title, error, advice, back }: RefusedProps) {
  const { errors, message, attempts } = error;
  const advised = adviceOf(advice, error);
  return (
    <Panel kind="refused" title={title}>
      <p>
        <strong>Nothing was changed.</strong>{" "}
        {errors.length > 0 ? "The answer was no:" : "It was not carried out:"}
      </p>
      <ul>
        {errors.map(({ code, message }) => (
          <li key={`${code} ${message}`}>
            {message} <code>{code}</code>
          </li>
        ))}
        {errors.length === 0 && <li>{message}</li>}
      </ul>
      {advised && <p>{advised}</p>}
      <p>
        <button type="button" class="primary" aria-disabled={busy.value !== ""} onClick={back.go}>
          {back.label}
        </button>
      </p>
      <Attempts attempts={attempts} />
    </Panel>
  );
}

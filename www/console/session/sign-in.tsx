// Nobody is let in: why, and what to do about it.

import { useLayoutEffect } from "preact/hooks";
import { nameThePage } from "../app/page-title";
import { askWho, barred, who } from "./session";

export function SignIn() {
  const now = who.value;
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    if (!heading) return;
    nameThePage(heading.textContent);
    heading.focus();
  }, [now]);
  if (now.state === "asking") return <p role="status">Asking who you are…</p>;
  if (now.state === "in")
    return (
      <Closed
        title="You are signed in, but may not read here"
        detail={barred("read")}
        status={403}
      />
    );
  const { title, detail, status } = now.problem;
  return (
    <Closed title={status === 401 ? "Not signed in" : title} detail={detail} status={status} />
  );
}

interface ClosedProps {
  title: string;
  detail: string;
  status: number;
}

function Closed({ title, detail, status }: ClosedProps) {
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      {detail && <p>{detail}</p>}
      <p>Nothing can be read or revoked from this page until you are let in.</p>
      <Advice status={status} />
      <p class="acts">
        <button type="button" class="primary" onClick={() => location.reload()}>
          Reload the page
        </button>
        <button type="button" onClick={askWho}>
          Ask again
        </button>
      </p>
    </>
  );
}

function Advice({ status }: { status: number }) {
  if (status === 401)
    return (
      <ul>
        <li>
          Open the console at the address that your organization protects with Cloudflare Access,
          and sign in there. If you did, reload the page: your session may have ended.
        </li>
        <li>
          On your own machine: <code>npm start</code> sets a development identity for you.
        </li>
      </ul>
    );
  if (status === 403)
    return (
      <p>
        Ask whoever runs this console to give you a role (the setting <code>ROLES</code>).
      </p>
    );
  return <p>Whoever runs this console has to look at it.</p>;
}

// The page for a person without access: the reason, and what to do about it.

import { useLayoutEffect } from "preact/hooks";
import { setPageTitle } from "../app/page-title";
import { denialReason, loadSession, session } from "./session";

export function SignIn() {
  const now = session.value;
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    if (!heading) return;
    setPageTitle(heading.textContent);
    heading.focus();
  }, [now]);
  if (now.state === "loading") return <p role="status">Checking who you are…</p>;
  if (now.state === "signed-in")
    return <NoAccess title="You don't have access" detail={denialReason("read")} status={403} />;
  const { title, detail, status } = now.error;
  return (
    <NoAccess title={status === 401 ? "Not signed in" : title} detail={detail} status={status} />
  );
}

interface NoAccessProps {
  title: string;
  detail: string;
  status: number;
}

function NoAccess({ title, detail, status }: NoAccessProps) {
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      {detail && <p>{detail}</p>}
      <p>You can't read or revoke anything on this page until you have access.</p>
      <Advice status={status} />
      <p class="actions">
        <button type="button" class="primary" onClick={() => location.reload()}>
          Reload the page
        </button>
        <button type="button" onClick={loadSession}>
          Try again
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
          and sign in there. If you have signed in already, reload the page: your session may have
          ended.
        </li>
        <li>
          On your own machine, <code>npm start</code> sets a development identity for you.
        </li>
      </ul>
    );
  if (status === 403)
    return (
      <p>
        Ask the console's administrator for a role (the setting <code>ROLES</code>).
      </p>
    );
  return <p>Contact the console's administrator.</p>;
}

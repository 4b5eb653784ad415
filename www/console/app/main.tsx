// Puts the views on the page; a new one takes the focus to its heading and names the page.

import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { DecidedView } from "../approvals/decided";
import { Inbox } from "../approvals/inbox";
import { RecordView } from "../audit/view";
import { HoldsView } from "../holds/list";
import { comeBack } from "../jobs/hash-route";
import { JobsView } from "../jobs/list";
import { NewJobView } from "../jobs/new";
import { JobView } from "../jobs/view";
import { Find } from "../orders/find";
import { OrderView } from "../orders/order";
import { RevokedView } from "../revocation/revoked";
import { askWho, barred, who } from "../session/session";
import { SignIn } from "../session/sign-in";
import { SignedIn } from "../session/signed-in";
import { Environment } from "./environment";
import { view } from "./model";
import { Views } from "./navigation";
import { nameThePage } from "./page-title";

function Console() {
  const { value: person } = who;
  // Whoever was let in keeps what is on the page, results above all, even when the session ends.
  const letIn =
    person.state === "in" ? barred("read") === "" : person.state === "out" && person.before;
  return (
    <>
      <header>
        <Environment />
        {letIn && <Views />}
        <SignedIn />
      </header>
      <main>{letIn ? <Shown /> : <SignIn />}</main>
    </>
  );
}

function Shown() {
  const now = view.value;
  const before = useRef(now);
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    nameThePage(heading?.textContent);
    if (before.current !== now) heading?.focus();
    before.current = now;
  }, [now]);
  switch (now.at) {
    case "find":
      return <Find />;
    case "order":
      return <OrderView order={now.order} key={now.order.id} />;
    case "revoked":
      return <RevokedView {...now} />;
    case "requests":
      return <Inbox />;
    case "decided":
      return <DecidedView {...now} />;
    case "holds":
      return <HoldsView />;
    case "record":
      return <RecordView />;
    case "jobs":
      return <JobsView />;
    case "new-job":
      return <NewJobView />;
    case "job":
      return <JobView key={now.id} />;
    default:
      return now satisfies never;
  }
}

const app = document.getElementById("app");
if (app) render(<Console />, app);
askWho().then(comeBack);

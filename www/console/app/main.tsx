// Renders the current view. A new view moves the focus to its heading and sets the page title.

import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { DecisionView } from "../approvals/decision";
import { ApprovalsView } from "../approvals/inbox";
import { ProposalDecisionView } from "../approvals/proposal-decision";
import { ProposalView } from "../approvals/proposal-view";
import { AuditLogView } from "../audit/view";
import { FreezeBanner } from "../freeze/banner";
import { FreezeDialog } from "../freeze/dialog";
import { StopButton } from "../freeze/stop-button";
import { HoldsView } from "../holds/list";
import { JobsView } from "../jobs/list";
import { NewJobView } from "../jobs/new";
import { JobView } from "../jobs/view";
import { NotificationsView } from "../notifications/view";
import { OrderView } from "../orders/order";
import { SearchView } from "../orders/search-view";
import { RevocationView } from "../revocation/view";
import { denialReason, loadSession, session } from "../session/session";
import { SignIn } from "../session/sign-in";
import { SignedIn } from "../session/signed-in";
import { Environment } from "./environment";
import { restoreFromHash } from "./hash-route";
import { Navigation } from "./navigation";
import { setPageTitle } from "./page-title";
import { view } from "./router";

function Console() {
  const { value: now } = session;
  // The current view stays when the session ends: it may show a result that exists nowhere else.
  const isOpen =
    now.state === "signed-in"
      ? denialReason("read") === ""
      : now.state === "signed-out" && now.wasSignedIn;
  return (
    <>
      <header>
        <Environment />
        <FreezeBanner />
        {isOpen && <Navigation />}
        <div class="bar">
          <SignedIn />
          {isOpen && <StopButton />}
        </div>
      </header>
      <main>{isOpen ? <CurrentView /> : <SignIn />}</main>
      <FreezeDialog />
    </>
  );
}

function CurrentView() {
  const now = view.value;
  const previous = useRef(now);
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    setPageTitle(heading?.textContent);
    if (previous.current !== now) heading?.focus();
    previous.current = now;
  }, [now]);
  switch (now.name) {
    case "search":
      return <SearchView />;
    case "order":
      return <OrderView order={now.order} key={now.order.id} />;
    case "revocation":
      return <RevocationView {...now} />;
    case "approvals":
      return <ApprovalsView />;
    case "decision":
      return <DecisionView {...now} />;
    case "proposal":
      return <ProposalView {...now} key={now.id} />;
    case "proposal-decision":
      return <ProposalDecisionView {...now} />;
    case "holds":
      return <HoldsView />;
    case "audit-log":
      return <AuditLogView />;
    case "notifications":
      return <NotificationsView />;
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
loadSession().then(restoreFromHash);

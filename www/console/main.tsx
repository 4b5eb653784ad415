// Puts the views on the page; a new one takes the focus to its heading and names the page.

import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { busy } from "./calls";
import { DecidedView } from "./decided";
import { listRequests } from "./deciding";
import { Environment } from "./environment";
import { Find } from "./find";
import { nameThePage } from "./heading";
import { startOver, view } from "./model";
import { OrderView } from "./order";
import { Requests } from "./requests";
import { RevokedView } from "./revoked";

function Console() {
  const now = view.value;
  const before = useRef(now);
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    nameThePage(heading?.textContent);
    if (before.current !== now) heading?.focus();
    before.current = now;
  }, [now]);
  return (
    <>
      <header>
        <Environment />
        <Views />
      </header>
      <main>
        {now.at === "find" && <Find />}
        {now.at === "order" && <OrderView order={now.order} key={now.order.id} />}
        {now.at === "revoked" && <RevokedView {...now} />}
        {now.at === "requests" && <Requests />}
        {now.at === "decided" && <DecidedView {...now} />}
      </main>
    </>
  );
}

function Views() {
  const { at } = view.value;
  const requests = at === "requests" || at === "decided";
  const off = busy.value !== "" && busy.value !== "waiting";
  return (
    <nav aria-label="Views">
      <span class="product">CertCentral revocation</span>
      <button
        type="button"
        class="link"
        aria-current={requests ? undefined : "page"}
        aria-disabled={off}
        onClick={startOver}
      >
        Orders
      </button>
      <button
        type="button"
        class="link"
        aria-current={requests ? "page" : undefined}
        aria-disabled={off}
        onClick={listRequests}
      >
        Pending requests
      </button>
    </nav>
  );
}

const app = document.getElementById("app");
if (app) render(<Console />, app);

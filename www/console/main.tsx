// Puts the views on the page; a new one takes the focus to its heading and names the page.

import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Environment } from "./environment";
import { Find } from "./find";
import { view } from "./model";
import { OrderView } from "./order";
import { ResultView } from "./result";

function Console() {
  const now = view.value;
  const before = useRef(now);
  useLayoutEffect(() => {
    const heading = document.querySelector("h1");
    document.title = `${heading?.textContent ?? "Revoke an order"} – CertCentral`;
    if (before.current !== now) heading?.focus();
    before.current = now;
  }, [now]);
  return (
    <>
      <header>
        <Environment />
        <p>
          CertCentral <span aria-hidden="true">·</span> revocation
        </p>
      </header>
      <main>
        {now.at === "find" && <Find />}
        {now.at === "order" && <OrderView order={now.order} key={now.order.id} />}
        {now.at === "result" && <ResultView order={now.order} result={now.result} />}
      </main>
    </>
  );
}

const app = document.getElementById("app");
if (app) render(<Console />, app);

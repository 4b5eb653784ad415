// Puts the views on the page and moves the focus to each new one's heading.

import { effect } from "@preact/signals";
import { render } from "preact";
import { Find } from "./find";
import { environment, view } from "./model";
import { OrderView } from "./order";
import { ResultView } from "./result";

function Console() {
  const now = view.value;
  return (
    <>
      {environment.value === "sandbox" && <p class="banner">Sandbox: nothing here is real.</p>}
      <header>
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

let first = true;
effect(() => {
  view.value;
  if (first) {
    first = false;
    return;
  }
  requestAnimationFrame(() => {
    const heading = document.querySelector("h1");
    heading?.focus();
    document.title = `${heading?.textContent ?? "Revoke an order"} – CertCentral`;
  });
});

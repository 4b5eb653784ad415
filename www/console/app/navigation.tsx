// Which views there are, and the way to each. One more is one more line here, and one in main.tsx.

import { listRequests } from "../approvals/deciding";
import { openRecord } from "../audit/log";
import { listHolds } from "../holds/holds";
import { listJobs } from "../jobs/jobs";
import { busy } from "./calls";
import { startOver, type View, view } from "./model";

const VIEWS: ReadonlyArray<{ name: string; holds: ReadonlyArray<View["at"]>; open: () => void }> = [
  { name: "Orders", holds: ["find", "order", "revoked"], open: startOver },
  { name: "Lists", holds: ["jobs", "new-job", "job"], open: listJobs },
  { name: "Approvals", holds: ["requests", "decided"], open: listRequests },
  { name: "Holds", holds: ["holds"], open: listHolds },
  { name: "Record", holds: ["record"], open: openRecord },
];

export function Views() {
  const off = busy.value !== "" && busy.value !== "waiting";
  return (
    <nav aria-label="Views">
      <span class="product">CertCentral revocation</span>
      {VIEWS.map(({ name, holds, open }) => (
        <button
          key={name}
          type="button"
          class="link"
          aria-current={holds.includes(view.value.at) ? "page" : undefined}
          aria-disabled={off}
          onClick={open}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

// The links to the views. A new view needs one entry here and one case in main.tsx.

import { listRequests } from "../approvals/pending-requests";
import { openAuditLog } from "../audit/log";
import { listHolds } from "../holds/holds";
import { listJobs } from "../jobs/jobs";
import { openNotifications } from "../notifications/notifications";
import { openSearch } from "../orders/search";
import { busy } from "./calls";
import { type View, view } from "./router";

interface Link {
  label: string;
  views: ReadonlyArray<View["name"]>;
  open: () => void;
}

const LINKS: readonly Link[] = [
  { label: "Orders", views: ["search", "order", "revocation"], open: openSearch },
  { label: "Lists", views: ["jobs", "new-job", "job"], open: listJobs },
  {
    label: "Approvals",
    views: ["approvals", "decision", "proposal", "proposal-decision"],
    open: listRequests,
  },
  { label: "Holds", views: ["holds"], open: listHolds },
  { label: "Audit log", views: ["audit-log"], open: openAuditLog },
  { label: "Notifications", views: ["notifications"], open: openNotifications },
];

export function Navigation() {
  const disabled = busy.value !== "" && busy.value !== "waiting";
  return (
    <nav aria-label="Views">
      <span class="product">CertCentral revocation</span>
      {LINKS.map(({ label, views, open }) => (
        <button
          key={label}
          type="button"
          class="link"
          aria-current={views.includes(view.value.name) ? "page" : undefined}
          aria-disabled={disabled}
          onClick={open}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}

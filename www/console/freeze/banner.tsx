// The banner on all views while everything is stopped: who, when and why, and the release by two people.

import { denialReason, me } from "../session/session";
import { Moment } from "../shared/moment";
import { Quote, UserText } from "../shared/user-text";
import { type Freeze, freeze, openFreezeDialog } from "./freeze";

export function FreezeBanner() {
  const now = freeze.value;
  // The region exists before its content, so that screen readers announce the content.
  return (
    <div role="alert" class={now?.frozen ? "frozen" : undefined} data-frozen={now?.frozen ?? false}>
      {now?.frozen && <Frozen now={now} />}
    </div>
  );
}

function Frozen({ now: { by = "", since = 0, reason = "", release } }: { now: Freeze }) {
  const denial = releaseDenialReason(release);
  return (
    <>
      <p tabIndex={-1}>
        <strong>All revocations are stopped.</strong> <UserText>{by}</UserText> stopped them on{" "}
        <Moment time={since} />: <Quote>{reason}</Quote>
      </p>
      <p>
        Nothing is sent to DigiCert, approved and break-glass revocations included.{" "}
        <strong>{release ? "1 of 2" : "0 of 2"} people released the stop</strong>
        {release && (
          <>
            {" "}
            (<UserText>{release.by}</UserText>, <Moment time={release.time} />)
          </>
        )}
        .
      </p>
      <p class="actions">
        <button
          type="button"
          aria-disabled={denial !== ""}
          aria-describedby={denial ? "release-denial" : undefined}
          onClick={() => denial || openFreezeDialog("release")}
        >
          Release the stop…
        </button>
        {denial && <span id="release-denial">{denial}</span>}
      </p>
    </>
  );
}

/** Why the signed-in person may not release it. Empty if they may. */
function releaseDenialReason(release: Freeze["release"]): string {
  const denial = denialReason("release");
  if (denial) return denial;
  if (me.value?.kind === "service") return "Only people can release the stop, not a service token.";
  if (release && release.by === me.value?.id)
    return "You released it already. Another person must release it as well.";
  return "";
}

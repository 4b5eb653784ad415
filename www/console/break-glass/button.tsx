// The way to break-glass, collapsed because it is an exception.

import { busy } from "../app/calls";
import { type BreakGlass, breakGlassDenialReason, openBreakGlass } from "./break-glass";
import { BreakGlassDialog } from "./dialog";

interface BreakGlassProps {
  /** Why it is not possible now. Empty if it is. */
  obstacle: string;
  what: () => BreakGlass;
}

export function BreakGlassOption({ obstacle, what }: BreakGlassProps) {
  const denial = breakGlassDenialReason() || (obstacle && "Not possible yet: see the form above.");
  const disabled = denial !== "" || busy.value !== "";
  return (
    <details class="break-glass-option">
      <summary>The revocation limit is in the way?</summary>
      <p>
        With break-glass, a second person lets this revocation pass the revocation limit. Use it
        only if waiting is worse.
      </p>
      <p class="actions">
        <button
          type="button"
          aria-disabled={disabled}
          aria-describedby="break-glass-denial"
          onClick={() => disabled || openBreakGlass(what())}
        >
          Break glass…
        </button>
        <span id="break-glass-denial" class="hint">
          {denial}
        </span>
      </p>
      <BreakGlassDialog />
    </details>
  );
}

// The frame of a question that has to be answered first: it opens over everything, and cannot be left while its answer is
// on its way.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isChanging } from "../app/calls";

interface DialogProps {
  title: string;
  onSubmit: () => void;
  onLeave: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, onSubmit, onLeave, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed, not only taken away: so the focus goes back to where it came from.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        if (isChanging()) event.preventDefault();
      }}
      onClose={() => {
        if (!isChanging()) onLeave();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h2 id="dialog-title" tabIndex={-1} autofocus>
          {title}
        </h2>
        {children}
      </form>
    </dialog>
  );
}

/** `label`: where "Cancel" would be taken for what the dialog does. */
export function Cancel({
  onLeave,
  label = "Cancel",
}: Pick<DialogProps, "onLeave"> & { label?: string }) {
  return (
    <button type="button" aria-disabled={isChanging()} onClick={() => isChanging() || onLeave()}>
      {label}
    </button>
  );
}

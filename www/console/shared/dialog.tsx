// A modal dialog with a form. It cannot be closed while a change is in flight.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isChanging } from "../app/calls";

interface DialogProps {
  title: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, onSubmit, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing before the removal returns the focus to where it was.
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        if (isChanging()) event.preventDefault();
      }}
      onClose={() => {
        if (!isChanging()) onClose();
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

/** Use another `label` where the dialog itself cancels something. */
export function Cancel({
  onClose,
  label = "Cancel",
}: Pick<DialogProps, "onClose"> & { label?: string }) {
  return (
    <button type="button" aria-disabled={isChanging()} onClick={() => isChanging() || onClose()}>
      {label}
    </button>
  );
}

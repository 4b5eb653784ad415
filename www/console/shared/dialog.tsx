// A modal dialog with a form. It cannot be closed while a change is in flight.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isChanging } from "../app/calls";

interface DialogProps {
  title: string;
  onSubmit: () => void;
  onClose: () => void;
  /** Whether it cannot be closed. Default: while a change is in flight. */
  isLocked?: boolean;
  children: ComponentChildren;
}

export function Dialog({
  title,
  onSubmit,
  onClose,
  isLocked = isChanging(),
  children,
}: DialogProps) {
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
        if (isLocked) event.preventDefault();
      }}
      onClose={() => {
        if (!isLocked) onClose();
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
  isLocked = isChanging(),
}: Pick<DialogProps, "onClose" | "isLocked"> & { label?: string }) {
  return (
    <button type="button" aria-disabled={isLocked} onClick={() => isLocked || onClose()}>
      {label}
    </button>
  );
}

// The frame of a result. The six kinds differ in shape and sign, not only in colour.

import type { Warning } from "certcentral-revoke";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { setPageTitle } from "../app/page-title";
import { WARNINGS } from "./labels";

const MARKS = {
  revoked: "✓",
  decided: "✓",
  rejected: "✕",
  waiting: "…",
  refused: "✕",
  unknown: "?",
};

interface PanelProps {
  kind: keyof typeof MARKS;
  title: string;
  warnings?: readonly Warning[];
  children: ComponentChildren;
}

export function Panel({ kind, title, warnings = [], children }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    setPageTitle(title);
    // The element with the focus may have disappeared with the previous state.
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <section class={`panel ${kind}`} aria-labelledby="result-title" data-result={kind}>
      <div class="mark" aria-hidden="true">
        <span>{MARKS[kind]}</span>
      </div>
      <div>
        <h1 id="result-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {warnings.map((warning) => (
          <p class="notice" key={warning}>
            {WARNINGS[warning]}
          </p>
        ))}
        {children}
      </div>
    </section>
  );
}
